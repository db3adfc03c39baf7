import type { Interchange } from '@coplan/edi';
import type { Agreement } from '../agreements/agreement.ts';
import { archiveSent, findInterchange } from '../archive/interchange-archive.ts';
import type { Sql } from '../database.ts';
import { derivedId } from '../ids.ts';

export type Earlier = { fileName: string; sha256: string; acknowledgementId: string | null };

/** The earlier file that already brought this control number (ISA13 is unique per partner, X12.5). */
export async function findEarlier(
  sql: Sql,
  agreementId: string,
  controlNumber: string,
): Promise<Earlier | undefined> {
  const rows = await sql.query<Earlier>(
    `select file_name as "fileName", sha256, acknowledgement_id as "acknowledgementId"
     from received_control_numbers join interchanges using (interchange_id)
     where received_control_numbers.agreement_id = $1 and received_control_numbers.control_number = $2`,
    [agreementId, controlNumber],
  );
  return rows[0];
}

/** What a coordinator is told of a control number that came before. */
export const repetitionOf = ({ header }: Interchange, { fileName }: Earlier): string =>
  `The control number ${header.reference} came before, in the file ${fileName}.`;

/**
 * Answers a repeated interchange with what was answered then, the very same bytes: answering anew, or with an
 * error, makes some systems send again for ever.
 */
export async function answerAgain(
  sql: Sql,
  agreement: Agreement,
  earlier: Earlier,
  { interchangeId, now }: { interchangeId: string; now: Date },
): Promise<void> {
  if (agreement.duplicatePolicy !== 'answer-again' || earlier.acknowledgementId === null) return;
  const stored = await findInterchange(sql, earlier.acknowledgementId);
  if (stored === undefined) return;
  const { agreementId } = agreement;
  const controlNumber = stored.controlNumber ?? '';
  const id = derivedId('resent', interchangeId, stored.interchangeId);
  const [kind = '997', extension = 'x12'] = [
    stored.fileName.split('-')[0],
    stored.fileName.split('.').at(-1),
  ];
  const fileName = `${kind}-${controlNumber}-again-${id.slice(0, 8)}.${extension}`;
  const again = { interchangeId: id, agreementId, fileName, bytes: stored.bytes, controlNumber, now };
  await archiveSent(sql, { ...again, resendOf: stored.interchangeId });
}
