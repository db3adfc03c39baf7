import type { OrganisationId, UserId } from '@coplan/kernel';
import type pg from 'pg';
import { z } from 'zod';
import { type Actor, type Role, roles } from '../context.ts';
import type { Notifications } from '../notifications.ts';
import type { Auth } from './auth.ts';

export type SignedIn = {
  sessionId: string;
  user: { id: UserId; name: string; email: string; twoFactorEnabled: boolean };
  /** Null while the user belongs to no organisation. */
  organisationId: OrganisationId | null;
  roles: readonly Role[];
  expiresAt: Date;
};

export type Sessions = {
  /** Who the request's cookie belongs to; null without a valid session. */
  find(headers: Headers): Promise<SignedIn | null>;
  /** Calls back once when the session ends or changes its organisation or roles; returns how to stop watching. */
  watch(session: SignedIn, ended: () => void): () => void;
};

const cacheForMs = 60_000;
const cacheSizeMax = 20_000;
const cookiePattern = /(?:^|;\s*)(?:__Secure-)?coplan\.session_token=([^;]+)/;

const announcement = z.object({
  sessionId: z.string().optional(),
  userId: z.string().optional(),
  what: z.enum(['ended', 'switched', 'renewed']),
});

const membership = `select role from member where "organizationId" = $1 and "userId" = $2`;

const knownRoles = (text: string): Role[] => roles.filter((role) => text.split(',').includes(role));

/** Who a signed-in user is to the rest of the server; null without an organisation. */
export const actorOf = (session: SignedIn): Actor | null =>
  session.organisationId === null
    ? null
    : {
        organisationId: session.organisationId,
        kind: 'user',
        userId: session.user.id,
        roles: session.roles,
        name: session.user.name,
      };

async function readSession(auth: Auth, pool: pg.Pool, headers: Headers): Promise<SignedIn | null> {
  const found = await auth.api.getSession({ headers });
  if (found === null) return null;
  const { session, user } = found;
  const organisationId = (session.activeOrganizationId ?? null) as OrganisationId | null;
  const member =
    organisationId === null
      ? undefined
      : (await pool.query<{ role: string }>(membership, [organisationId, user.id])).rows[0];
  return {
    sessionId: session.id,
    user: {
      id: user.id as UserId,
      name: user.name,
      email: user.email,
      twoFactorEnabled: user.twoFactorEnabled === true,
    },
    // Whoever was removed from the organisation since is nobody in it.
    organisationId: member === undefined ? null : organisationId,
    roles: member === undefined ? [] : knownRoles(member.role),
    expiresAt: session.expiresAt,
  };
}

type Cached = { session: SignedIn; until: number };

/**
 * Sessions, kept in memory so that a call costs no query, and dropped the moment the database announces a change.
 * While announcements cannot be heard nothing is taken from memory.
 */
export function createSessions({
  auth,
  pool,
  notifications,
}: {
  auth: Auth;
  pool: pg.Pool;
  notifications: Notifications;
}): Sessions {
  const cache = new Map<string, Cached>();
  const watchers = new Map<string, Set<{ userId: string; ended: () => void }>>();
  // Raised by each announcement: what was read before one is not kept after it.
  let generation = 0;

  function endWatchers(about: z.output<typeof announcement>): void {
    for (const [sessionId, watching] of watchers) {
      for (const watcher of [...watching]) {
        if (sessionId === about.sessionId || watcher.userId === about.userId) watcher.ended();
      }
    }
  }

  notifications.on('coplan_sessions', (payload) => {
    const about = announcement.parse(JSON.parse(payload));
    generation += 1;
    for (const [cookie, { session }] of cache) {
      if (session.sessionId === about.sessionId || session.user.id === about.userId) cache.delete(cookie);
    }
    if (about.what !== 'renewed') endWatchers(about);
  });
  notifications.onReconnect(() => {
    generation += 1;
    cache.clear();
  });

  return {
    async find(headers) {
      const cookie = cookiePattern.exec(headers.get('cookie') ?? '')?.[1];
      if (cookie === undefined) return null;
      const now = Date.now();
      const cached = cache.get(cookie);
      if (cached !== undefined && notifications.isListening() && now < cached.until) return cached.session;
      const generationBefore = generation;
      const session = await readSession(auth, pool, headers);
      cache.delete(cookie);
      if (session !== null && generation === generationBefore) {
        if (cache.size >= cacheSizeMax) cache.delete(cache.keys().next().value ?? '');
        cache.set(cookie, { session, until: Math.min(now + cacheForMs, session.expiresAt.getTime()) });
      }
      return session;
    },
    watch({ sessionId, user, expiresAt }, ended) {
      const watching = watchers.get(sessionId) ?? new Set();
      const watcher = { userId: user.id, ended };
      watching.add(watcher);
      watchers.set(sessionId, watching);
      const timer = setTimeout(ended, Math.min(expiresAt.getTime() - Date.now(), 2_147_483_647));
      timer.unref();
      return () => {
        clearTimeout(timer);
        watching.delete(watcher);
        if (watching.size === 0) watchers.delete(sessionId);
      };
    },
  };
}
