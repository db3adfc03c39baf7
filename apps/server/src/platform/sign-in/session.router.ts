import type { OrganisationId } from '@coplan/kernel';
import { roles } from '../context.ts';
import { permissionsOf } from '../permissions.ts';
import { definePermissions, router } from '../trpc.ts';

const { permitted } = definePermissions('session', { 'session.read': roles });

const ownOrganisations = `
select organization.id, organization.name from member join organization on organization.id = member."organizationId"
where member."userId" = $1 order by organization.name limit 100`;

/** Who is signed in, where, and what that allows. */
export const sessionRouter = router({
  get: permitted('session.read').query(async ({ ctx }) => {
    const { session, parts } = ctx.request;
    const { userId } = ctx.actor;
    const organisation = await parts.describeOrganisation(ctx);
    const organisations =
      userId === null
        ? []
        : (await parts.authPool.query<{ id: OrganisationId; name: string }>(ownOrganisations, [userId])).rows;
    return {
      user: {
        id: userId,
        name: session?.user.name ?? ctx.actor.name,
        email: session?.user.email ?? '',
        twoFactorEnabled: session?.user.twoFactorEnabled ?? false,
      },
      organisation,
      roles: ctx.actor.roles,
      organisations,
      permissions: permissionsOf(ctx.actor.roles),
    };
  }),
});
