import { hash, verify } from '@node-rs/argon2';
import { betterAuth } from 'better-auth';
import { organization, twoFactor } from 'better-auth/plugins';
import { createAccessControl } from 'better-auth/plugins/access';
import type pg from 'pg';
import { type Logger, roles } from '../context.ts';
import { isTrustedOrigin } from '../origin.ts';

export type AuthSettings = {
  /** Connected as the role that sees schema `auth` only, with that schema in its search path. */
  pool: pg.Pool;
  secret: string;
  /** Where browsers find the server; cookies are `Secure` when it is https. */
  publicUrl: string;
  trustedOrigins: readonly string[];
  isRateLimited: boolean;
  log: Logger;
};

/** Argon2id, 19 MiB, 2 passes: the OWASP password storage cheat sheet's first choice. */
const argon2Options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
export const hashPassword = (password: string): Promise<string> => hash(password, argon2Options);
const verifyPassword = ({ hash: digest, password }: { hash: string; password: string }): Promise<boolean> =>
  verify(digest, password);

const access = createAccessControl({ organization: ['read'] });
const member = access.newRole({ organization: ['read'] });
const organisationRoles = Object.fromEntries([...roles, 'owner', 'member'].map((role) => [role, member]));

/** Twelve hours without a sign of life, renewed at most hourly. */
const sessionHours = 12;

const rateLimits = {
  '/sign-in/email': { window: 60, max: 30 },
  '/two-factor/verify-totp': { window: 60, max: 10 },
  '/two-factor/verify-backup-code': { window: 60, max: 5 },
  '/change-password': { window: 60, max: 5 },
};

/** A new session works for the organisation that the user joined first; the portal can switch it. */
const firstOrganisation = async (pool: pg.Pool, userId: string): Promise<string | null> => {
  const found = await pool.query<{ id: string }>(
    `select "organizationId" as id from member where "userId" = $1 order by "createdAt", id limit 1`,
    [userId],
  );
  return found.rows[0]?.id ?? null;
};

const plugins = () =>
  [
    organization({
      allowUserToCreateOrganization: false,
      disableOrganizationDeletion: true,
      creatorRole: 'admin',
      ac: access,
      roles: organisationRoles,
      membershipLimit: 10_000,
    }),
    twoFactor({ issuer: 'Coplan' }),
  ] as const;

/** E-mail and password with a second factor, organisations with our roles, and sessions that can be revoked. */
export const createAuth = ({ pool, secret, publicUrl, trustedOrigins, isRateLimited, log }: AuthSettings) =>
  betterAuth({
    appName: 'Coplan',
    database: pool,
    secret,
    baseURL: publicUrl,
    basePath: '/api/auth',
    // The address under which a browser reached us is its own origin, be it localhost, a number or a host name.
    trustedOrigins: (request) => {
      const origin = request?.headers.get('origin') ?? null;
      const isOurs =
        request !== undefined && origin !== null && isTrustedOrigin(request.headers, trustedOrigins);
      return isOurs ? [...trustedOrigins, origin] : [...trustedOrigins];
    },
    telemetry: { enabled: false },
    logger: {
      level: 'warn',
      log: (level, message) => (level === 'error' ? log.error({}, message) : log.info({}, message)),
    },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: 10,
      maxPasswordLength: 200,
      password: { hash: hashPassword, verify: verifyPassword },
    },
    session: { expiresIn: sessionHours * 3600, updateAge: 3600, cookieCache: { enabled: false } },
    rateLimit: { enabled: isRateLimited, window: 60, max: 300, storage: 'database', customRules: rateLimits },
    advanced: {
      // The library would skip these under a test runner: what tests see must be what runs.
      disableOriginCheck: false,
      disableCSRFCheck: false,
      database: { generateId: 'uuid' },
      cookiePrefix: 'coplan',
      ipAddress: { ipAddressHeaders: ['x-coplan-client-ip'] },
      defaultCookieAttributes: { sameSite: 'lax', httpOnly: true },
    },
    databaseHooks: {
      session: {
        create: {
          before: async (session) => ({
            data: { ...session, activeOrganizationId: await firstOrganisation(pool, session.userId) },
          }),
        },
      },
    },
    plugins: [...plugins()],
  });

export type Auth = ReturnType<typeof createAuth>;
