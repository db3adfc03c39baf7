import { randomBytes } from 'node:crypto';
import { type Clock, DomainError, type OrganisationId, type UserId } from '@coplan/kernel';
import { newId } from '@coplan/platform';
import type pg from 'pg';
import { z } from 'zod';
import { type Context, type Role, roles } from '../context.ts';
import { recordAdministration } from '../record-administration.ts';
import type { Accounts } from './accounts.ts';
import { hashApiKey } from './api-keys.ts';
import { personRole } from './members.ts';

export const inviteUserInput = z.object({
  email: z.email().max(200),
  roles: z.array(personRole).min(1).max(10),
});

const validForMs = 7 * 24 * 3_600_000;

const isMember = `
select 1 from member join "user" on "user".id = member."userId"
where member."organizationId" = $1 and "user".email = $2`;
const cancelEarlier = `
update invitation set status = 'canceled' where "organizationId" = $1 and email = $2 and status = 'pending'`;
const insertInvitation = `
insert into invitation (id, "organizationId", email, role, status, "expiresAt", "createdAt", "inviterId")
values ($1, $2, $3, $4, 'pending', $5, $6, $7)`;
const insertToken = `
insert into verification (id, identifier, value, "expiresAt", "createdAt", "updatedAt") values ($1, $2, $3, $4, $5, $5)`;

/** Roles of those who are here already change by `setRoles` alone, which lets nobody change their own. */
async function refuseMember(authPool: pg.Pool, organisationId: OrganisationId, email: string): Promise<void> {
  if ((await authPool.query(isMember, [organisationId, email])).rows.length === 0) return;
  const text = 'This person belongs to the organisation already: change their roles in the list of users';
  throw new DomainError('conflict', 'users.already-member', { email }, text);
}

const tokenName = (token: string): string => `invitation:${hashApiKey(token).toString('base64url')}`;

/**
 * Invites somebody into the administrator's organisation. There is no mail server to rely on: the answer is the link
 * to hand over; it is shown once, works once and for a week. The database keeps only the token's hash.
 */
export async function inviteUser(
  context: Context,
  authPool: pg.Pool,
  input: z.output<typeof inviteUserInput>,
): Promise<{ invitationId: string; path: string; expiresAt: string }> {
  const { actor, clock, db } = context;
  const email = input.email.toLowerCase();
  const invitationId = newId();
  const token = randomBytes(24).toString('base64url');
  const now = clock.now();
  const expiresAt = new Date(now.getTime() + validForMs);
  const inviterId = actor.userId;
  if (inviterId === null) {
    throw new DomainError('not-allowed', 'users.invite-by-person', {}, 'Only a signed-in person can invite');
  }
  await refuseMember(authPool, actor.organisationId, email);
  const role = input.roles.join(',');
  await authPool.query(cancelEarlier, [actor.organisationId, email]);
  const invitation = [invitationId, actor.organisationId, email, role, expiresAt, now, inviterId];
  await authPool.query(insertInvitation, invitation);
  await authPool.query(insertToken, [newId(), tokenName(token), invitationId, expiresAt, now]);
  await db.transaction((tx) =>
    recordAdministration(context, tx, {
      type: 'users.user-invited',
      command: 'users.invite',
      subject: { kind: 'user', id: invitationId },
      after: { email, roles: input.roles },
    }),
  );
  return { invitationId, path: `/accept-invitation?token=${token}`, expiresAt: expiresAt.toISOString() };
}

export const acceptInvitationInput = z.object({
  token: z.string().min(20).max(100),
  name: z.string().trim().min(1).max(120),
  password: z.string().min(10).max(200),
});

const takeToken = `delete from verification where identifier = $1 and "expiresAt" > $2 returning value`;
const takeInvitation = `
update invitation set status = 'accepted' where id = $1 and status = 'pending' and "expiresAt" > $2
returning email, role, "organizationId" as "organisationId"`;

const knownRoles = (text: string): Role[] => roles.filter((role) => text.split(',').includes(role));

/**
 * Turns an invitation into an account. An address that already has an account only joins the organisation and keeps
 * its password, so that a link cannot take an account over.
 */
export async function acceptInvitation(
  { authPool, accounts, clock }: { authPool: pg.Pool; accounts: Accounts; clock: Clock },
  input: z.output<typeof acceptInvitationInput>,
): Promise<{ email: string; userId: UserId }> {
  const now = clock.now();
  const refused = new DomainError(
    'not-found',
    'users.invitation-not-found',
    {},
    'This invitation was used, withdrawn or is too old: ask for a new one',
  );
  const token = await authPool.query<{ value: string }>(takeToken, [tokenName(input.token), now]);
  const invitationId = token.rows[0]?.value;
  if (invitationId === undefined) throw refused;
  const taken = await authPool.query<{ email: string; role: string; organisationId: OrganisationId }>(
    takeInvitation,
    [invitationId, now],
  );
  const invitation = taken.rows[0];
  if (invitation === undefined) throw refused;
  const { email, organisationId } = invitation;
  await refuseMember(authPool, organisationId, email);
  const granted = knownRoles(invitation.role);
  const userId = await accounts.createUser({ ...input, email, organisationId, roles: granted });
  return { email, userId };
}
