import { z } from 'zod';
import type { Context } from '../../platform/index.ts';
import type { ImportKind } from './import-run.ts';

export const listImportsInput = z.object({
  kind: z.string().max(20).optional(),
  cursor: z.uuid().optional(),
  limit: z.int().min(1).max(200).default(50),
});

export type ImportRow = {
  importId: string;
  kind: ImportKind;
  state: 'running' | 'done' | 'failed';
  fileName: string | null;
  sizeBytes: number;
  rowCount: number;
  acceptedCount: number;
  rejectedCount: number;
  counts: Record<string, number>;
  failure: string | null;
  startedBy: string;
  startedAt: string;
  endedAt: string | null;
};

/** A page of the organisation's imports, the newest first. */
export async function listImports(
  { db }: Context,
  input: z.output<typeof listImportsInput>,
): Promise<{ rows: ImportRow[]; nextCursor: string | null }> {
  const rows = await db.read<ImportRow>(
    `select id as "importId", kind, state, file_name as "fileName", size_bytes::float8 as "sizeBytes",
       row_count as "rowCount", accepted_count as "acceptedCount", rejected_count as "rejectedCount", counts, failure,
       started_by as "startedBy", to_json(started_at) #>> '{}' as "startedAt", to_json(ended_at) #>> '{}' as "endedAt"
     from imports
     where org_id = (select current_setting('app.org')::uuid)
       and ($1::text is null or kind = $1) and ($2::uuid is null or id < $2)
     order by id desc limit $3`,
    [input.kind ?? null, input.cursor ?? null, input.limit + 1],
  );
  const page = rows.slice(0, input.limit);
  return { rows: page, nextCursor: rows.length > input.limit ? (page.at(-1)?.importId ?? null) : null };
}
