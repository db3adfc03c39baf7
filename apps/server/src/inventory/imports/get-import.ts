import { z } from 'zod';
import type { Context } from '../../platform/index.ts';
import { importNotFound } from '../inventory.errors.ts';
import type { ImportIssue } from './import-issues.ts';
import type { ImportRow } from './list-imports.ts';

export const getImportInput = z.object({
  importId: z.uuid(),
  /** How many issues are skipped: the cursor of the page before. */
  cursor: z.int().min(0).max(100_000).default(0),
  limit: z.int().min(1).max(500).default(100),
});

/** One import with a page of its issues, in the order of the file. */
export async function getImport({ db }: Context, input: z.output<typeof getImportInput>) {
  const [found] = await db.read<ImportRow>(
    `select id as "importId", kind, state, file_name as "fileName", size_bytes::float8 as "sizeBytes",
       row_count as "rowCount", accepted_count as "acceptedCount", rejected_count as "rejectedCount", counts, failure,
       started_by as "startedBy", to_json(started_at) #>> '{}' as "startedAt", to_json(ended_at) #>> '{}' as "endedAt"
     from imports where id = $1`,
    [input.importId],
  );
  if (found === undefined) throw importNotFound(input.importId);
  const errors = await db.read<ImportIssue>(
    `select row_number as "rowNumber", column_name as "columnName", code, message from import_errors
     where org_id = (select current_setting('app.org')::uuid) and import_id = $1
     order by row_number, column_name, code offset $2 limit $3`,
    [input.importId, input.cursor, input.limit + 1],
  );
  const hasMore = errors.length > input.limit;
  return {
    ...found,
    errors: errors.slice(0, input.limit),
    nextCursor: hasMore ? input.cursor + input.limit : null,
  };
}
