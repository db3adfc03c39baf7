import { z } from 'zod';
import type { JsonObject } from './context.ts';
import { definePermissions, router } from './trpc.ts';

const { permitted } = definePermissions('audit', { 'audit.read': ['admin'] });

const listEntries = `
select entry_number as "entryNumber", at, actor_kind as "actorKind", actor_name as "actorName", command,
  subject_kind as "subjectKind", subject_id as "subjectId", before, after, reason, request_id as "requestId", hash
from platform.audit_entries
where entry_number < $1 and ($2::text is null or subject_id = $2)
order by entry_number desc limit $3`;

/** Walks the chain anew: the first entry whose number or hash does not fit, if any. */
const verifyChain = `
with chain as (
  select entry, entry.entry_number as entry_number, entry.hash as hash,
    coalesce(lag(entry.hash) over (order by entry.entry_number), '') as previous,
    row_number() over (order by entry.entry_number) as expected_number
  from platform.audit_entries entry
)
select count(*)::int as "entryCount",
  min(entry_number) filter (
    where entry_number <> expected_number or hash <> platform.audit_hash(entry, previous)) as "firstBrokenNumber"
from chain`;

type EntryRow = {
  entryNumber: number;
  at: Date;
  actorKind: string;
  actorName: string;
  command: string;
  subjectKind: string;
  subjectId: string;
  before: JsonObject | null;
  after: JsonObject | null;
  reason: string | null;
  requestId: string;
  hash: string;
};

/** Who did what, newest first, and whether the record is still as it was written. */
export const auditRouter = router({
  list: permitted('audit.read')
    .input(
      z.object({
        cursor: z.int().positive().optional(),
        limit: z.int().min(1).max(200).default(50),
        subjectId: z.string().max(100).optional(),
      }),
    )
    .query(async ({ ctx, input }) => {
      const before = input.cursor ?? Number.MAX_SAFE_INTEGER;
      const found = await ctx.db.read<EntryRow>(listEntries, [
        before,
        input.subjectId ?? null,
        input.limit + 1,
      ]);
      const rows = found.slice(0, input.limit).map((row) => ({ ...row, at: row.at.toISOString() }));
      return { rows, nextCursor: found.length > input.limit ? (rows.at(-1)?.entryNumber ?? null) : null };
    }),
  verify: permitted('audit.read').query(async ({ ctx }) => {
    const [found] = await ctx.db.read<{ entryCount: number; firstBrokenNumber: number | null }>(verifyChain);
    const { entryCount = 0, firstBrokenNumber = null } = found ?? {};
    return { entryCount, firstBrokenNumber, isIntact: firstBrokenNumber === null };
  }),
});
