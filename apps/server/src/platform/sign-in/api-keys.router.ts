import { DomainError } from '@coplan/kernel';
import { z } from 'zod';
import { type Context, type Role, roles } from '../context.ts';
import { recordAdministration } from '../record-administration.ts';
import { definePermissions, router } from '../trpc.ts';
import { makeApiKey } from './api-keys.ts';

const { permitted } = definePermissions('apiKeys', {
  'apiKeys.read': ['admin'],
  'apiKeys.manage': ['admin'],
});

const createInput = z.object({
  name: z.string().trim().min(1).max(80),
  roles: z.array(z.enum(roles)).min(1).max(10).default(['edi']),
});

const listKeys = `
select id as "apiKeyId", name, roles, created_by as "createdBy", created_at as "createdAt",
  last_used_at as "lastUsedAt", revoked_at as "revokedAt"
from platform.api_keys where id > $1 order by id limit $2`;
const insertKey = `
insert into platform.api_keys (id, org_id, key_hash, name, roles, created_by, created_at)
values ($1, $2, $3, $4, $5, $6, $7)`;
const revokeKey = `
update platform.api_keys set revoked_at = $2 where id = $1 and revoked_at is null returning name`;

type KeyRow = {
  apiKeyId: string;
  name: string;
  roles: Role[];
  createdBy: string;
  createdAt: Date;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
};

/** A key acts for a partner's system: `edi`, or what its maker may do; never an administrator. */
function assertGrantable(context: Context, wanted: readonly Role[]): void {
  const refused = wanted.filter(
    (role) =>
      role !== 'edi' && (role === 'admin' || role === 'answer' || !context.actor.roles.includes(role)),
  );
  if (refused.length === 0) return;
  const text = `You cannot give a key the role ${refused.join(', ')}: only roles of your own, and never admin`;
  throw new DomainError('forbidden', 'apiKeys.role-not-grantable', { refused }, text);
}

async function createApiKey(context: Context, input: z.output<typeof createInput>) {
  assertGrantable(context, input.roles);
  const { actor, clock, db } = context;
  const apiKeyId = context.newId();
  const { key, hash } = makeApiKey();
  await db.transaction(async (tx) => {
    const values = [apiKeyId, actor.organisationId, hash, input.name, input.roles, actor.name, clock.now()];
    await tx.query(insertKey, values);
    await recordAdministration(context, tx, {
      type: 'apiKeys.key-created',
      command: 'apiKeys.create',
      subject: { kind: 'api-key', id: apiKeyId },
      after: { name: input.name, roles: input.roles },
    });
  });
  return { apiKeyId, key };
}

async function revokeApiKey(context: Context, apiKeyId: string) {
  const { clock, db } = context;
  await db.transaction(async (tx) => {
    const revoked = await tx.query<{ name: string }>(revokeKey, [apiKeyId, clock.now()]);
    const name = revoked[0]?.name;
    if (name === undefined) {
      throw new DomainError('not-found', 'apiKeys.not-found', { apiKeyId }, 'There is no such key in use');
    }
    await recordAdministration(context, tx, {
      type: 'apiKeys.key-revoked',
      command: 'apiKeys.revoke',
      subject: { kind: 'api-key', id: apiKeyId },
      before: { name },
    });
  });
  return { apiKeyId };
}

/** Keys of the organisation's own systems; the text of a key is answered once, when it is made. */
export const apiKeysRouter = router({
  list: permitted('apiKeys.read')
    .input(z.object({ cursor: z.uuid().optional(), limit: z.int().min(1).max(200).default(50) }))
    .query(async ({ ctx, input }) => {
      const from = input.cursor ?? '00000000-0000-0000-0000-000000000000';
      const found = await ctx.db.read<KeyRow>(listKeys, [from, input.limit + 1]);
      const rows = found.slice(0, input.limit).map((row) => ({
        ...row,
        createdAt: row.createdAt.toISOString(),
        lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
        revokedAt: row.revokedAt?.toISOString() ?? null,
      }));
      return { rows, nextCursor: found.length > input.limit ? (rows.at(-1)?.apiKeyId ?? null) : null };
    }),
  create: permitted('apiKeys.manage')
    .input(createInput)
    .mutation(({ ctx, input }) => createApiKey(ctx, input)),
  revoke: permitted('apiKeys.manage')
    .input(z.object({ apiKeyId: z.uuid() }))
    .mutation(({ ctx, input }) => revokeApiKey(ctx, input.apiKeyId)),
});
