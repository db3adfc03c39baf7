import { DomainError, type UserId } from '@coplan/kernel';
import type pg from 'pg';
import { z } from 'zod';
import { type Context, type Role, roles } from '../context.ts';
import { recordAdministration } from '../record-administration.ts';

/** Roles that a person may hold; `edi` and `answer` are for keys. */
export const personRoles = roles.filter((role) => role !== 'edi' && role !== 'answer');
export const personRole = z.enum(personRoles as [Role, ...Role[]]);

export const setRolesInput = z.object({
  userId: z.uuid().transform((id) => id as UserId),
  roles: z.array(personRole).min(1).max(10),
});

export const userNotFound = (userId: string): DomainError =>
  new DomainError('not-found', 'users.not-found', { userId }, 'There is no such user in your organisation');

const lockMember = `
select id, role from member where "organizationId" = $1 and "userId" = $2 for update`;
const otherAdmins = `
select 1 from member where "organizationId" = $1 and "userId" <> $2 and 'admin' = any (string_to_array(role, ','))
limit 1`;
const updateRole = 'update member set role = $2 where id = $1';
const removeMember = 'delete from member where id = $1';
const endSessionsHere = `delete from session where "userId" = $1 and "activeOrganizationId" = $2 returning id`;

async function within<Result>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}

/**
 * Gives a user of the administrator's organisation other roles; without any the user leaves it. Nobody changes their
 * own roles, and the last administrator stays one.
 */
export async function setRoles(
  context: Context,
  authPool: pg.Pool,
  input: { userId: UserId; roles: readonly Role[] },
): Promise<{ userId: UserId; roles: readonly Role[] }> {
  const { actor, db } = context;
  if (input.userId === actor.userId) {
    throw new DomainError(
      'not-allowed',
      'users.own-roles',
      {},
      'Another administrator must change your roles',
    );
  }
  const before = await within(authPool, async (client) => {
    const { rows } = await client.query<{ id: string; role: string }>(lockMember, [
      actor.organisationId,
      input.userId,
    ]);
    const member = rows[0];
    if (member === undefined) throw userNotFound(input.userId);
    if (!input.roles.includes('admin')) {
      const others = await client.query(otherAdmins, [actor.organisationId, input.userId]);
      if (others.rows.length === 0) {
        throw new DomainError(
          'not-allowed',
          'users.last-admin',
          {},
          'An organisation needs an administrator',
        );
      }
    }
    if (input.roles.length === 0) await client.query(removeMember, [member.id]);
    else await client.query(updateRole, [member.id, input.roles.join(',')]);
    return member.role;
  });
  await db.transaction((tx) =>
    recordAdministration(context, tx, {
      type: 'users.roles-changed',
      command: input.roles.length === 0 ? 'users.revoke' : 'users.set-roles',
      subject: { kind: 'user', id: input.userId },
      before: { roles: before.split(',') },
      after: { roles: input.roles },
    }),
  );
  return input;
}

/** Ends the sessions that a user has open in this organisation. */
export async function revokeSessions(
  context: Context,
  authPool: pg.Pool,
  userId: UserId,
): Promise<{ endedCount: number }> {
  const { actor, db } = context;
  const endedCount = await within(authPool, async (client) => {
    const member = await client.query(lockMember, [actor.organisationId, userId]);
    if (member.rows.length === 0) throw userNotFound(userId);
    return (await client.query(endSessionsHere, [userId, actor.organisationId])).rows.length;
  });
  await db.transaction((tx) =>
    recordAdministration(context, tx, {
      type: 'users.sessions-revoked',
      command: 'users.revoke-sessions',
      subject: { kind: 'user', id: userId },
      after: { endedCount },
    }),
  );
  return { endedCount };
}
