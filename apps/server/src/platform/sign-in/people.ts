import type { OrganisationId, UserId } from '@coplan/kernel';
import type { Role } from '../context.ts';
import type { RequestContext } from '../request-context.ts';

/** Somebody who can be addressed: a name and where they work, nothing else that an account knows. */
export type Person = { userId: UserId; name: string; organisationId: OrganisationId };

const peopleMax = 500;

/** The part before the @ where somebody signed up with an address for a name. */
const find = `
select "user".id as "userId", split_part("user".name, '@', 1) as name, member."organizationId" as "organisationId"
from member join "user" on "user".id = member."userId"
where member."organizationId" = any ($1::uuid[]) and string_to_array(member.role, ',') && $2::text[]
order by "user".name, "user".id limit $3`;

/**
 * People of these organisations who hold any of these roles. The caller answers for which organisations may be asked
 * about: names only, so that no address, role or session of anybody reaches a partner.
 */
export async function findPeople(
  { parts }: RequestContext,
  organisationIds: readonly OrganisationId[],
  roles: readonly Role[],
): Promise<Person[]> {
  return (await parts.authPool.query<Person>(find, [organisationIds, roles, peopleMax])).rows;
}
