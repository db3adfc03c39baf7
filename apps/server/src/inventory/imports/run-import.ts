import { DomainError } from '@coplan/kernel';
import type { Context } from '../../platform/index.ts';
import { importEnded, importProgressed } from '../inventory.events.ts';
import { decodeCsv } from './decode-csv.ts';
import { ImportIssues } from './import-issues.ts';
import { importItems } from './import-items.ts';
import { importLocations } from './import-locations.ts';
import { importReceipts } from './import-receipts.ts';
import type { ImportKind, ImportOptions, ImportRun } from './import-run.ts';
import { importSales } from './import-sales.ts';
import { importStock } from './import-stock.ts';
import { importTerms } from './import-terms.ts';
import type { SpooledFile } from './spool-upload.ts';

const kinds: Record<ImportKind, (run: ImportRun) => Promise<void>> = {
  sales: importSales,
  'in-stock': importSales,
  stock: importStock,
  'in-transit': (run) => importReceipts(run, 'in-transit'),
  'on-order': (run) => importReceipts(run, 'on-order'),
  items: importItems,
  locations: importLocations,
  terms: importTerms,
};

export type ImportReport = {
  importId: string;
  kind: ImportKind;
  state: 'done';
  rowCount: number;
  acceptedCount: number;
  rejectedCount: number;
  counts: Record<string, number>;
  /** The first issues; `imports.get` pages through the stored ones. */
  issues: { rowNumber: number; columnName: string; code: string; message: string }[];
};

const reportedIssuesMax = 50;

/**
 * Imports a file. Good rows are taken and bad ones reported one by one. The same file again changes nothing; an
 * import that was cut off is completed by importing the file again.
 */
export async function runImport(
  context: Context,
  about: { kind: ImportKind; options: ImportOptions; file: SpooledFile; fileName: string | undefined },
): Promise<ImportReport> {
  const importId = await beginImport(context, about);
  const issues = new ImportIssues();
  const tally: ImportRun['tally'] = { rowCount: 0, acceptedCount: 0, counts: {} };
  try {
    const csv = await decodeCsv(about.file.path);
    const progress = progressOf(
      context,
      { importId, importKind: about.kind, totalBytes: about.file.sizeBytes },
      () => ({
        doneBytes: csv.doneBytes(),
        acceptedCount: tally.acceptedCount,
        rejectedCount: issues.rejectedCount,
        rowCount: tally.rowCount,
      }),
    );
    const run: ImportRun = {
      context,
      importId,
      csv,
      issues,
      tally,
      progress,
      kind: about.kind,
      options: about.options,
    };
    await kinds[about.kind](run);
  } catch (error) {
    const failure =
      error instanceof DomainError ? error.message : 'It stopped by a fault of ours; import it again';
    await endImport(context, { importId, ...about, tally, issues, failure });
    throw error;
  }
  await endImport(context, { importId, ...about, tally, issues });
  return {
    importId,
    kind: about.kind,
    state: 'done',
    ...tally,
    rejectedCount: issues.rejectedCount,
    issues: issues.kept.slice(0, reportedIssuesMax),
  };
}

/** Imports of this very file that were cut off are closed: this one completes them. */
async function beginImport(
  { db, actor, clock, newId }: Context,
  { kind, options, file, fileName }: Parameters<typeof runImport>[1],
): Promise<string> {
  const importId = newId();
  const startedAt = clock.now().toISOString();
  await db.transaction(async (tx) => {
    await tx.query(
      `update imports set state = 'failed', ended_at = $3, failure = 'It was cut off; the same file was imported again'
       where org_id = (select current_setting('app.org')::uuid) and state = 'running' and kind = $1 and sha256 = $2`,
      [kind, file.sha256, startedAt],
    );
    await tx.query(
      `insert into imports (id, org_id, kind, state, sha256, options, file_name, size_bytes, started_by, started_at)
       values ($1, (select current_setting('app.org')::uuid), $2, 'running', $3, $4::jsonb, $5, $6, $7, $8)`,
      [
        importId,
        kind,
        file.sha256,
        JSON.stringify(options),
        fileName ?? null,
        file.sizeBytes,
        actor.name,
        startedAt,
      ],
    );
    await tx.audit({
      command: 'inventory.import',
      subject: { kind: 'import', id: importId },
      after: { kind, sha256: file.sha256, sizeBytes: file.sizeBytes, fileName },
    });
  });
  return importId;
}

async function endImport(
  { db, actor, clock }: Context,
  about: {
    importId: string;
    kind: ImportKind;
    file: SpooledFile;
    tally: ImportRun['tally'];
    issues: ImportIssues;
    failure?: string;
  },
): Promise<void> {
  const { importId, tally, issues, failure } = about;
  const state = failure === undefined ? 'done' : 'failed';
  await db.transaction(async (tx) => {
    await tx.query(
      `insert into import_errors (org_id, import_id, row_number, column_name, code, message)
       select (select current_setting('app.org')::uuid), $1, given."rowNumber", given."columnName", given.code,
         given.message
       from jsonb_to_recordset($2::jsonb) as given("rowNumber" integer, "columnName" text, code text, message text)
       on conflict do nothing`,
      [importId, JSON.stringify(issues.kept)],
    );
    await tx.query(
      `update imports set state = $2, row_count = $3, accepted_count = $4, rejected_count = $5, counts = $6::jsonb,
         failure = $7, ended_at = $8
       where id = $1`,
      [
        importId,
        state,
        tally.rowCount,
        tally.acceptedCount,
        issues.rejectedCount,
        JSON.stringify(tally.counts),
        failure ?? null,
        clock.now().toISOString(),
      ],
    );
    await tx.publish(
      importEnded({
        importId,
        organisationId: actor.organisationId,
        importKind: about.kind,
        state,
        doneBytes: about.file.sizeBytes,
        totalBytes: about.file.sizeBytes,
        acceptedCount: tally.acceptedCount,
        rejectedCount: issues.rejectedCount,
      }),
    );
  });
}

const progressGapMs = 1_000;

function progressOf(
  { db, actor, clock }: Context,
  about: { importId: string; importKind: ImportKind; totalBytes: number },
  now: () => { doneBytes: number; acceptedCount: number; rejectedCount: number; rowCount: number },
): () => Promise<void> {
  let toldAtMs = clock.now().getTime();
  return async () => {
    const atMs = clock.now().getTime();
    if (atMs - toldAtMs < progressGapMs) return;
    toldAtMs = atMs;
    const { rowCount, ...done } = now();
    await db.transaction(async (tx) => {
      await tx.query(
        'update imports set row_count = $2, accepted_count = $3, rejected_count = $4 where id = $1',
        [about.importId, rowCount, done.acceptedCount, done.rejectedCount],
      );
      await tx.publish(
        importProgressed({ ...about, ...done, organisationId: actor.organisationId, state: 'running' }),
      );
    });
  };
}
