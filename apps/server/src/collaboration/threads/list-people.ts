import type { OrganisationId, UserId } from '@coplan/kernel';
import { z } from 'zod';
import { type Context, findPeople, type RequestContext, type Role } from '../../platform/index.ts';

/** Who takes part in planning with partners, and can be mentioned. */
const takesPart: readonly Role[] = ['buyer', 'approver', 'supplier-planner'];

export const listPeopleInput = z.object({
  /** Without it: one's own people only. */
  partnerId: z.uuid().optional(),
});

export type MentionablePerson = {
  userId: UserId;
  name: string;
  organisationId: OrganisationId;
  organisationName: string;
  isOwn: boolean;
};

type Asker = Context & { request: RequestContext };

/**
 * People who can be mentioned: one's own, and those of a partner with whom one trades now. The partner is looked up by
 * the asker's own relations, so that nobody learns the names of strangers.
 */
export async function listPeople(
  { db, actor, request }: Asker,
  { partnerId }: z.output<typeof listPeopleInput>,
): Promise<{ people: MentionablePerson[] }> {
  const organisations = await db.read<{ id: OrganisationId; name: string }>(
    `select id, name from organisations where id = $1 or (id = $2::uuid and exists (
       select 1 from trading_relations relation where relation.state = 'active' and relation.kind = 'supplier'
         and ((relation.buyer_id = $1 and relation.partner_id = $2) or
              (relation.buyer_id = $2 and relation.partner_id = $1))))`,
    [actor.organisationId, partnerId ?? null],
  );
  const names = new Map(organisations.map(({ id, name }) => [id, name]));
  const people = await findPeople(request, [...names.keys()], takesPart);
  return {
    people: people.map(({ userId, name, organisationId }) => ({
      userId,
      name,
      organisationId,
      organisationName: names.get(organisationId) ?? '',
      isOwn: organisationId === actor.organisationId,
    })),
  };
}
