import type { Migration } from '../migration.ts';

/**
 * The tables of better-auth 1.7 as its own migration compiler writes them, placed in schema `auth`; a test compares
 * them with what the installed version expects. Only role `coplan_auth` may touch them.
 */
const tables = `
create schema if not exists auth;
create table auth."user" (
  "id" uuid default pg_catalog.gen_random_uuid() not null primary key,
  "name" text not null,
  "email" text not null unique,
  "emailVerified" boolean not null,
  "image" text,
  "createdAt" timestamptz default CURRENT_TIMESTAMP not null,
  "updatedAt" timestamptz default CURRENT_TIMESTAMP not null,
  "twoFactorEnabled" boolean
);
create table auth."session" (
  "id" uuid default pg_catalog.gen_random_uuid() not null primary key,
  "expiresAt" timestamptz not null,
  "token" text not null unique,
  "createdAt" timestamptz default CURRENT_TIMESTAMP not null,
  "updatedAt" timestamptz not null,
  "ipAddress" text,
  "userAgent" text,
  "userId" uuid not null references auth."user" ("id") on delete cascade,
  "activeOrganizationId" text
);
create table auth."account" (
  "id" uuid default pg_catalog.gen_random_uuid() not null primary key,
  "accountId" text not null,
  "providerId" text not null,
  "userId" uuid not null references auth."user" ("id") on delete cascade,
  "accessToken" text,
  "refreshToken" text,
  "idToken" text,
  "accessTokenExpiresAt" timestamptz,
  "refreshTokenExpiresAt" timestamptz,
  "scope" text,
  "password" text,
  "createdAt" timestamptz default CURRENT_TIMESTAMP not null,
  "updatedAt" timestamptz not null
);
create table auth."verification" (
  "id" uuid default pg_catalog.gen_random_uuid() not null primary key,
  "identifier" text not null,
  "value" text not null,
  "expiresAt" timestamptz not null,
  "createdAt" timestamptz default CURRENT_TIMESTAMP not null,
  "updatedAt" timestamptz default CURRENT_TIMESTAMP not null
);
create table auth."organization" (
  "id" uuid default pg_catalog.gen_random_uuid() not null primary key,
  "name" text not null,
  "slug" text not null unique,
  "logo" text,
  "createdAt" timestamptz not null,
  "metadata" text
);
create table auth."member" (
  "id" uuid default pg_catalog.gen_random_uuid() not null primary key,
  "organizationId" uuid not null references auth."organization" ("id") on delete cascade,
  "userId" uuid not null references auth."user" ("id") on delete cascade,
  "role" text not null,
  "createdAt" timestamptz not null
);
create table auth."invitation" (
  "id" uuid default pg_catalog.gen_random_uuid() not null primary key,
  "organizationId" uuid not null references auth."organization" ("id") on delete cascade,
  "email" text not null,
  "role" text,
  "status" text not null,
  "expiresAt" timestamptz not null,
  "createdAt" timestamptz default CURRENT_TIMESTAMP not null,
  "inviterId" uuid not null references auth."user" ("id") on delete cascade
);
create table auth."twoFactor" (
  "id" uuid default pg_catalog.gen_random_uuid() not null primary key,
  "secret" text not null,
  "backupCodes" text not null,
  "userId" uuid not null references auth."user" ("id") on delete cascade,
  "verified" boolean,
  "failedVerificationCount" integer,
  "lockedUntil" timestamptz
);
create table auth."rateLimit" (
  "id" uuid default pg_catalog.gen_random_uuid() not null primary key,
  "key" text not null unique,
  "count" integer not null,
  "lastRequest" bigint not null
);
create index "session_userId_idx" on auth."session" ("userId");
create index "account_userId_idx" on auth."account" ("userId");
create index "verification_identifier_idx" on auth."verification" ("identifier");
create index "member_organizationId_idx" on auth."member" ("organizationId");
create index "member_userId_idx" on auth."member" ("userId");
create index "invitation_organizationId_idx" on auth."invitation" ("organizationId");
create index "invitation_email_idx" on auth."invitation" ("email");
create index "twoFactor_secret_idx" on auth."twoFactor" ("secret");
create index "twoFactor_userId_idx" on auth."twoFactor" ("userId");
create unique index "member_organization_user" on auth."member" ("organizationId", "userId");
grant usage on schema auth to coplan_auth;
grant select, insert, update, delete on all tables in schema auth to coplan_auth;
`;

/**
 * Sessions are cached in memory by every server, so whatever ends or changes one is announced: a revoked session is
 * refused, and its open connections closed, at once.
 */
const announcements = `
create function auth.announce_session() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    perform pg_notify('coplan_sessions', json_build_object('sessionId', old.id, 'what', 'ended')::text);
  elsif old."activeOrganizationId" is distinct from new."activeOrganizationId" then
    perform pg_notify('coplan_sessions', json_build_object('sessionId', new.id, 'what', 'switched')::text);
  else
    perform pg_notify('coplan_sessions', json_build_object('sessionId', new.id, 'what', 'renewed')::text);
  end if;
  return null;
end $$;
create trigger session_announced after update or delete on auth."session"
  for each row execute function auth.announce_session();

create function auth.announce_member() returns trigger language plpgsql as $$
begin
  perform pg_notify('coplan_sessions',
    json_build_object('userId', coalesce(new."userId", old."userId"), 'what', 'switched')::text);
  return null;
end $$;
create trigger member_announced after insert or update or delete on auth."member"
  for each row execute function auth.announce_member();
`;

/** How often a password was guessed, by account and address. */
const tries = `
create table auth.sign_in_tries (
  account_hash bytea not null check (length(account_hash) = 32),
  address text not null,
  failure_count integer not null,
  window_started_at timestamptz not null,
  succeeded_at timestamptz,
  primary key (account_hash, address)
);
grant select, insert, update, delete on auth.sign_in_tries to coplan_auth;
`;

export const signInMigrations: readonly Migration[] = [
  { name: 'sign-in-0001-tables', sql: tables },
  { name: 'sign-in-0002-announcements', sql: announcements },
  { name: 'sign-in-0003-tries', sql: tries },
];
