import type { UserId } from '@coplan/kernel';
import { z } from 'zod';
import { roles } from '../context.ts';
import { definePermissions, router } from '../trpc.ts';
import { inviteUser, inviteUserInput } from './invitations.ts';
import { revokeSessions, setRoles, setRolesInput } from './members.ts';

const { permitted } = definePermissions('users', { 'users.read': ['admin'], 'users.manage': ['admin'] });

const listInput = z.object({
  cursor: z.string().max(400).optional(),
  limit: z.int().min(1).max(200).default(50),
});

const listUsers = `
select "user".id as "userId", "user".name, "user".email, member.role,
  coalesce("user"."twoFactorEnabled", false) as "twoFactorEnabled", member."createdAt" as "joinedAt",
  (select count(*)::int from session where session."userId" = "user".id and session."expiresAt" > $4) as "sessionCount"
from member join "user" on "user".id = member."userId"
where member."organizationId" = $1 and "user".email > $2
order by "user".email limit $3`;

const listInvitations = `
select id as "invitationId", email, role, "expiresAt" from invitation
where "organizationId" = $1 and status = 'pending' and "expiresAt" > $2 order by "createdAt" desc limit 200`;

type UserRow = {
  userId: UserId;
  name: string;
  email: string;
  role: string;
  twoFactorEnabled: boolean;
  joinedAt: Date;
  sessionCount: number;
};

const knownRoles = (text: string) => roles.filter((role) => text.split(',').includes(role));

/** The organisation's users, for its administrators. Every statement names the administrator's own organisation. */
export const usersRouter = router({
  list: permitted('users.read')
    .input(listInput)
    .query(async ({ ctx, input }) => {
      const { authPool } = ctx.request.parts;
      const { organisationId } = ctx.actor;
      const now = ctx.clock.now();
      const values = [organisationId, input.cursor ?? '', input.limit + 1, now];
      const found = (await authPool.query<UserRow>(listUsers, values)).rows;
      const rows = found.slice(0, input.limit).map(({ role, joinedAt, ...row }) => ({
        ...row,
        roles: knownRoles(role),
        joinedAt: joinedAt.toISOString(),
      }));
      const invitations = (
        await authPool.query<{ invitationId: string; email: string; role: string; expiresAt: Date }>(
          listInvitations,
          [organisationId, now],
        )
      ).rows.map(({ invitationId, email, role, expiresAt }) => ({
        invitationId,
        email,
        roles: knownRoles(role),
        expiresAt: expiresAt.toISOString(),
      }));
      return {
        rows,
        invitations,
        nextCursor: found.length > input.limit ? (rows.at(-1)?.email ?? null) : null,
      };
    }),
  invite: permitted('users.manage')
    .input(inviteUserInput)
    .mutation(({ ctx, input }) => inviteUser(ctx, ctx.request.parts.authPool, input)),
  setRoles: permitted('users.manage')
    .input(setRolesInput)
    .mutation(({ ctx, input }) => setRoles(ctx, ctx.request.parts.authPool, input)),
  /** Ends every session of a user of this organisation; open pages are closed within seconds. */
  revokeSessions: permitted('users.manage')
    .input(z.object({ userId: z.uuid() }))
    .mutation(({ ctx, input }) => revokeSessions(ctx, ctx.request.parts.authPool, input.userId as UserId)),
  /** Takes the user out of the organisation. */
  revoke: permitted('users.manage')
    .input(z.object({ userId: z.uuid() }))
    .mutation(async ({ ctx, input }) =>
      setRoles(ctx, ctx.request.parts.authPool, { userId: input.userId as UserId, roles: [] }),
    ),
});
