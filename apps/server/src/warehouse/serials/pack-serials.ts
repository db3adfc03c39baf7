import type { Transaction } from '../../platform/index.ts';
import type { Content } from '../life/judge-packing.ts';
import { serialNotPicked, serialsToChoose } from '../warehouse.errors.ts';
import { type PickedSerial, readPickedSerials } from './picked-serials.ts';

export type SerialContent = Content & { serialNumbers: readonly string[] };

/** The units of one line that a carton takes: those that are named, or all that are left of it. */
function choose(free: readonly PickedSerial[], content: SerialContent, lineNumber: string): string[] {
  const { quantityMilli, serialNumbers } = content;
  const chosen =
    serialNumbers.length === 0 ? free : free.filter((one) => serialNumbers.includes(one.serialNumber));
  const stray = serialNumbers.find((name) => !free.some((one) => one.serialNumber === name));
  if (stray !== undefined) throw serialNotPicked({ lineNumber, serialNumber: stray });
  if (chosen.length * 1_000 !== quantityMilli)
    throw serialsToChoose({ lineNumber, quantityMilli, serialCount: serialNumbers.length });
  return chosen.map(({ serialId }) => serialId);
}

/**
 * Says which units are in a carton. Where all that is left of a line goes into it, nobody has to name them. Throws
 * `DomainError` where it is not clear which, and where one was not picked for the line or is in another carton.
 */
export async function packSerials(
  tx: Transaction,
  about: { unitId: string; contents: readonly SerialContent[]; numberOf: (lineId: string) => string },
): Promise<void> {
  const { unitId, contents, numberOf } = about;
  const picked = await readPickedSerials(
    tx,
    contents.map(({ lineId }) => lineId),
  );
  for (const content of contents) {
    const { lineId, serialNumbers } = content;
    const ofLine = picked.filter((one) => one.lineId === lineId);
    if (ofLine.length === 0 && serialNumbers.length === 0) continue;
    const free = ofLine.filter((one) => one.unitId === null);
    await tx.query(
      `update outbound_serials set unit_id = $1
       where org_id = (select current_setting('app.org')::uuid) and line_id = $2 and serial_id = any ($3::uuid[])`,
      [unitId, lineId, choose(free, content, numberOf(lineId))],
    );
  }
}

/** The carton is opened: its units are in none. */
export const unpackSerials = (tx: Transaction, unitId: string): Promise<unknown> =>
  tx.query(
    `update outbound_serials set unit_id = null
     where org_id = (select current_setting('app.org')::uuid) and unit_id = $1`,
    [unitId],
  );
