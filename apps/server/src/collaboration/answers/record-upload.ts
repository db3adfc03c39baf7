import { createHash, timingSafeEqual } from 'node:crypto';
import { isUuid } from '@coplan/kernel';
import type { Context } from '../../platform/index.ts';
import { notOurWorkbook, uploadNotFound, workbookTooLarge, workbookUnreadable } from './answers.errors.ts';
import { readBesideRequests } from './beside-requests.ts';
import { type CellRefusal, compareWorkbook } from './compare-workbook.ts';
import { unpackContent } from './exported-content.ts';
import { judgeChanges, type PendingChange } from './judge-changes.ts';
import type { MayAnswer } from './may-answer.ts';
import { factsSheetName, type ReadSheet } from './xlsx-workbook.ts';

export const uploadSizeMax = 40 * 1024 * 1024;

export type Upload = {
  uploadId: string;
  agreementId: string;
  purpose: string;
  state: 'compared' | 'applied';
  fileName: string | null;
  changes: PendingChange[];
  refusals: CellRefusal[];
  unchangedCount: number;
  result: UploadResult | null;
  uploadedAt: string;
  uploadedBy: string;
};
export type UploadResult = { appliedCount: number; conflictCount: number; refusedCount: number };

type ExportRow = { id: string; agreementId: string; purpose: string; tokenHash: Buffer; content: Buffer };

const findExport = `
select id, agreement_id as "agreementId", purpose, token_hash as "tokenHash", content from xlsx_exports where id = $1`;

/** The export that the file names, if its token is right: nobody else's file and no invented one gets further. */
async function identify(context: Context, sheets: readonly ReadSheet[]): Promise<ExportRow> {
  const facts = new Map(
    (sheets.find(({ name }) => name === factsSheetName)?.rows ?? []).map(([name, value]) => [
      String(name),
      String(value),
    ]),
  );
  const exportId = facts.get('export') ?? '';
  if (!isUuid(exportId)) throw notOurWorkbook();
  const [found] = await context.db.read<ExportRow>(findExport, [exportId]);
  if (found === undefined) throw notOurWorkbook();
  const hash = createHash('sha256')
    .update(facts.get('token') ?? '')
    .digest();
  if (!timingSafeEqual(hash, found.tokenHash)) throw notOurWorkbook();
  return found;
}

const upsertUpload = `
insert into xlsx_uploads as upload (id, org_id, export_id, sha256, file_name, state, changes, refusals,
  unchanged_count, uploaded_at, uploaded_by)
values ($1, (select current_setting('app.org')::uuid), $2, $3, $4, 'compared', $5, $6, $7, $8, $9)
on conflict (org_id, export_id, sha256) do update set
  changes = case when upload.state = 'applied' then upload.changes else excluded.changes end,
  refusals = case when upload.state = 'applied' then upload.refusals else excluded.refusals end,
  unchanged_count = case when upload.state = 'applied' then upload.unchanged_count else excluded.unchanged_count end
returning id`;

const findUpload = `
select upload.id as "uploadId", exported.agreement_id as "agreementId", exported.purpose, upload.state,
  upload.file_name as "fileName", upload.changes, upload.refusals, upload.unchanged_count as "unchangedCount",
  upload.result, upload.uploaded_at as "uploadedAt", upload.uploaded_by as "uploadedBy"
from xlsx_uploads upload join xlsx_exports exported on exported.org_id = upload.org_id and exported.id = upload.export_id
where upload.id = $1`;

export async function getUpload({ db }: Pick<Context, 'db'>, uploadId: string): Promise<Upload> {
  const [row] = await db.read<Omit<Upload, 'uploadedAt'> & { uploadedAt: Date }>(findUpload, [uploadId]);
  if (row === undefined) throw uploadNotFound(uploadId);
  return { ...row, uploadedAt: row.uploadedAt.toISOString() };
}

export type ReceivedFile = { bytes: Uint8Array; fileName: string | null; locale: string };

/** Reads a workbook that came back and keeps what it would change. Nothing is changed yet. */
export async function recordUpload(
  context: Context,
  { bytes, fileName, locale }: ReceivedFile,
  mayAnswer: MayAnswer,
): Promise<Upload> {
  if (bytes.length > uploadSizeMax) throw workbookTooLarge(uploadSizeMax);
  const sheets = await readBesideRequests(bytes).catch((error: unknown) => {
    throw workbookUnreadable(error);
  });
  const exported = await identify(context, sheets);
  await mayAnswer(exported);
  const differences = compareWorkbook(sheets, unpackContent(exported.content), { locale });
  const compared = await judgeChanges(context, exported.agreementId, differences);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const uploadId = await context.db.transaction(async (tx) => {
    const [kept] = await tx.query<{ id: string }>(upsertUpload, [
      context.newId(),
      exported.id,
      sha256,
      fileName,
      JSON.stringify(compared.changes),
      JSON.stringify(compared.refusals),
      compared.unchangedCount,
      context.clock.now(),
      context.actor.name,
    ]);
    return kept?.id ?? '';
  });
  return getUpload(context, uploadId);
}
