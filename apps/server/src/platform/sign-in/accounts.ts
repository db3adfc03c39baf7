import { type Clock, DomainError, type OrganisationId, type UserId } from '@coplan/kernel';
import { newId } from '@coplan/platform';
import type pg from 'pg';
import type { Role } from '../context.ts';
import { makeApiKey } from './api-keys.ts';
import { hashPassword } from './auth.ts';

export type NewUser = {
  email: string;
  password: string;
  name: string;
  organisationId: OrganisationId;
  roles: readonly Role[];
};

export type NewApiKey = { organisationId: OrganisationId; name: string; roles: readonly Role[] };

/** Makes accounts without asking who wants them: for the first start, the demo and tests. */
export type Accounts = {
  /** Lets an organisation have users, keys and jobs; again with another name renames it. */
  createOrganisationAccount(account: { organisationId: OrganisationId; name: string }): Promise<void>;
  /** A user who can sign in; an existing e-mail address only joins the organisation with these roles. */
  createUser(user: NewUser): Promise<UserId>;
  /** The key's text, which is never shown again. */
  createApiKey(key: NewApiKey): Promise<{ apiKeyId: string; key: string }>;
};

const saveAccount = `
insert into platform.organisation_accounts (organisation_id, name, created_at) values ($1, $2, $3)
on conflict (organisation_id) do update set name = excluded.name`;
const saveOrganisation = `
insert into organization (id, name, slug, "createdAt") values ($1, $2, $1::uuid::text, $3)
on conflict (id) do update set name = excluded.name`;
const findUser = 'select id from "user" where email = $1';
const insertUser = `
insert into "user" (id, name, email, "emailVerified", "createdAt", "updatedAt", "twoFactorEnabled")
values ($1, $2, $3, true, $4, $4, false) on conflict (email) do nothing returning id`;
const insertPassword = `
insert into account (id, "accountId", "providerId", "userId", password, "createdAt", "updatedAt")
values ($1, $2::uuid::text, 'credential', $2, $3, $4, $4)`;
const saveMember = `
insert into member (id, "organizationId", "userId", role, "createdAt") values ($1, $2, $3, $4, $5)
on conflict ("organizationId", "userId") do update set role = excluded.role`;
const insertKey = `
insert into platform.api_keys (id, org_id, key_hash, name, roles, created_by, created_at)
values ($1, $2, $3, $4, $5, $6, $7)`;

const passwordLengthMin = 10;

async function insertNewUser(pool: pg.Pool, user: NewUser, at: Date): Promise<UserId> {
  const userId = newId<UserId>();
  const digest = await hashPassword(user.password);
  const client = await pool.connect();
  try {
    await client.query('begin');
    const inserted = await client.query(insertUser, [userId, user.name, user.email.toLowerCase(), at]);
    if (inserted.rows.length === 0) {
      throw new DomainError(
        'conflict',
        'users.email-taken',
        { email: user.email },
        'This e-mail address is in use',
      );
    }
    await client.query(insertPassword, [newId(), userId, digest, at]);
    await client.query('commit');
    return userId;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}

export function createAccounts({
  authPool,
  systemPool,
  clock,
}: {
  authPool: pg.Pool;
  systemPool: pg.Pool;
  clock: Clock;
}): Accounts {
  return {
    async createOrganisationAccount({ organisationId, name }) {
      await systemPool.query(saveAccount, [organisationId, name, clock.now()]);
      await authPool.query(saveOrganisation, [organisationId, name, clock.now()]);
    },
    async createUser(user) {
      if (user.password.length < passwordLengthMin) {
        const text = `A password has at least ${passwordLengthMin} characters`;
        throw new DomainError('invalid', 'users.password-too-short', { passwordLengthMin }, text);
      }
      const found = await authPool.query<{ id: UserId }>(findUser, [user.email.toLowerCase()]);
      const userId = found.rows[0]?.id ?? (await insertNewUser(authPool, user, clock.now()));
      const role = user.roles.join(',');
      await authPool.query(saveMember, [newId(), user.organisationId, userId, role, clock.now()]);
      return userId;
    },
    async createApiKey({ organisationId, name, roles }) {
      const apiKeyId = newId();
      const { key, hash } = makeApiKey();
      const values = [apiKeyId, organisationId, hash, name, roles, 'system', clock.now()];
      await systemPool.query(insertKey, values);
      return { apiKeyId, key };
    },
  };
}
