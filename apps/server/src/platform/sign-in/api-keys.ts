import { createHash, randomBytes } from 'node:crypto';
import type { OrganisationId } from '@coplan/kernel';
import type pg from 'pg';
import type { Actor, Role } from '../context.ts';
import type { Notifications } from '../notifications.ts';

/** A new key: the text is shown once, the database keeps only its hash. 256 random bits need no slow hash. */
export function makeApiKey(): { key: string; hash: Buffer } {
  const key = `cpk_${randomBytes(32).toString('base64url')}`;
  return { key, hash: hashApiKey(key) };
}

export const hashApiKey = (key: string): Buffer => createHash('sha256').update(key).digest();

const findKey = `
select id, org_id as "organisationId", name, roles, expires_at as "expiresAt" from platform.api_keys where key_hash = $1 and revoked_at is null and (expires_at is null or expires_at > $2)`;
const markUsed = `
update platform.api_keys set last_used_at = $2
where id = $1 and (last_used_at is null or last_used_at < $2::timestamptz - interval '1 minute')`;

type KeyRow = {
  id: string;
  organisationId: OrganisationId;
  name: string;
  roles: Role[];
  expiresAt: Date | null;
};

const cacheForMs = 30_000;
const cacheSizeMax = 10_000;

export type ApiKeys = {
  /** Who the key belongs to; null when it is unknown or revoked. */
  find(key: string, now: Date): Promise<Actor | null>;
};

/** API keys by their hash, kept in memory for half a minute and dropped when a revocation is announced. */
export function createApiKeys({
  pool,
  notifications,
}: {
  pool: pg.Pool;
  notifications: Notifications;
}): ApiKeys {
  const cache = new Map<string, { row: KeyRow; until: number }>();
  let generation = 0;
  const forget = (): void => {
    generation += 1;
    cache.clear();
  };
  notifications.on('coplan_api_keys', forget);
  notifications.onReconnect(forget);

  async function findRow(key: string, now: Date): Promise<KeyRow | null> {
    const hash = hashApiKey(key);
    const name = hash.toString('base64');
    const cached = cache.get(name);
    if (cached !== undefined && notifications.isListening() && now.getTime() < cached.until)
      return cached.row;
    const generationBefore = generation;
    const { rows } = await pool.query<KeyRow>(findKey, [hash, now]);
    const row = rows[0];
    if (row === undefined) return null;
    await pool.query(markUsed, [row.id, now]);
    if (generation === generationBefore) {
      if (cache.size >= cacheSizeMax) cache.clear();
      const until = Math.min(now.getTime() + cacheForMs, row.expiresAt?.getTime() ?? Number.MAX_SAFE_INTEGER);
      cache.set(name, { row, until });
    }
    return row;
  }

  return {
    async find(key, now) {
      if (!key.startsWith('cpk_') || key.length > 100) return null;
      const row = await findRow(key, now);
      if (row === null) return null;
      const { id: apiKeyId, organisationId, roles, name } = row;
      const isAnswer = roles.includes('answer');
      const actorName = isAnswer ? name : `API key ${name}`;
      return { organisationId, kind: 'api-key', userId: null, roles, name: actorName, apiKeyId };
    },
  };
}
