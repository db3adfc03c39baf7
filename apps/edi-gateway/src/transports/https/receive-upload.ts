import { killPoint } from '@coplan/platform';
import type { Agreement } from '../../agreements/agreement.ts';
import { archiveReceived } from '../../archive/interchange-archive.ts';
import { refusal } from '../../http-requests.ts';
import { sha256 } from '../../ids.ts';
import type { Tools } from '../../tools.ts';
import { harmless } from '../folder/pick-up.ts';

export type Upload = { uploadId: string; fileName: string; body: Buffer };
type Earlier = { sha256: string; interchangeId: string };

/**
 * Keeps an uploaded file; when this returns it is durable. The same id with the same bytes is answered as before, with
 * other bytes it is a conflict. Of copies that come at once one is kept.
 */
export async function receiveUpload(
  tools: Tools,
  agreement: Agreement,
  { uploadId, fileName, body }: Upload,
): Promise<{ interchangeId: string }> {
  const { database, clock, log } = tools;
  const { agreementId } = agreement;
  const fingerprint = sha256(body);
  const kept = await database.transaction(async (sql) => {
    await sql.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `upload ${agreementId} ${uploadId}`,
    ]);
    const [earlier] = await sql.query<Earlier>(
      `select sha256, interchange_id as "interchangeId" from uploads where agreement_id = $1 and upload_id = $2`,
      [agreementId, uploadId],
    );
    if (earlier !== undefined) return earlier;
    const name = `https-${sha256(uploadId).slice(0, 16)}-${harmless(fileName)}`;
    const now = clock.now();
    const interchangeId = await archiveReceived(sql, { agreementId, fileName: name, bytes: body, now });
    await sql.query(
      `insert into uploads (agreement_id, upload_id, sha256, interchange_id, recorded_at) values ($1, $2, $3, $4, $5)`,
      [agreementId, uploadId, fingerprint, interchangeId, now],
    );
    log.info({ agreement: agreement.name, file: name, byteCount: body.length }, 'a file was uploaded');
    return { sha256: fingerprint, interchangeId };
  });
  if (kept.sha256 !== fingerprint) {
    const text = `The upload ${uploadId} came before with other content; use a new webhook-id for a new file.`;
    throw refusal('gateway.upload-differs', text, 'conflict');
  }
  killPoint('https.archived');
  return { interchangeId: kept.interchangeId };
}
