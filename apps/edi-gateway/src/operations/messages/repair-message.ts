import { decode } from '@coplan/edi';
import { assert, DomainError, type Lifecycle } from '@coplan/kernel';
import { archiveRepaired } from '../../archive/interchange-archive.ts';
import { fileRecordLifecycle, postedLifecycle, rejectedLifecycle } from '../../archive/lifecycles.ts';
import { moveMessage } from '../../archive/message-archive.ts';
import { derivedId, sha256 } from '../../ids.ts';
import type { Desk } from '../trpc.ts';
import { type Examined, examine } from './examine.ts';
import { extractMessage, findMessage } from './extract-message.ts';
import { lockMessage, recordIntervention } from './intervene.ts';
import { findMonitorRow, type MonitorRow } from './monitor.ts';
import { bytesOf, encodingOf, textMapOf } from './text-map.ts';
import { agreementOf, messageNotFound } from './view-message.ts';

/** Which messages from partners can be sent on as a repaired copy, and how that ends them. */
const repairable: Readonly<Record<string, Lifecycle<string, string>>> = {
  rejected: rejectedLifecycle,
  refused: postedLifecycle,
  quarantined: fileRecordLifecycle,
};

type Original = { row: MonitorRow; bytes: Buffer };

const notRepairable = (state: string): DomainError =>
  new DomainError(
    'conflict',
    'gateway.nothing-to-repair',
    { state },
    `The message is ${state}; only rejected, refused and quarantined ones from a partner can be repaired.`,
  );

/** The bytes that a person edits: of a file with several messages the one message in its envelopes. */
async function originalOf({ read }: Desk, messageId: string): Promise<Original> {
  const row = await findMonitorRow({ query: read }, messageId);
  if (row === undefined) throw messageNotFound(messageId);
  const sql = 'select bytes from messages join interchanges using (interchange_id) where message_id = $1';
  const [kept] = await read<{ bytes: Buffer }>(sql, [messageId]);
  if (kept === undefined || row.direction === 'out') throw notRepairable(row.state);
  if (row.setNumber === null) return { row, bytes: kept.bytes };
  const decoded = decode(kept.bytes);
  const found = findMessage(decoded, row);
  return { row, bytes: found === undefined ? kept.bytes : extractMessage(kept.bytes, decoded, found) };
}

/** What can be edited; nothing is changed by it. */
export async function startRepair(
  desk: Desk,
  messageId: string,
): Promise<{ text: string; isPossible: boolean }> {
  const { row, bytes } = await originalOf(desk, messageId);
  return { text: textMapOf(bytes).text, isPossible: repairable[row.state] !== undefined };
}

export type RepairCheck = Examined & { isChanged: boolean };

async function checkText(desk: Desk, { row, bytes }: Original, text: string) {
  const encoding = encodingOf(bytes);
  const edited = bytesOf(text, encoding);
  if (edited === undefined) {
    const words =
      'The text holds a character that the partner’s character set does not have; write it another way.';
    throw new DomainError('invalid', 'gateway.repair-charset', {}, words);
  }
  const agreement = await agreementOf({ query: desk.read }, row.agreementId, desk.tools.dataFolder);
  const { decoded: _decoded, ...examined } = examine(edited, textMapOf(edited), {
    agreement,
    direction: 'in',
  });
  return { edited, check: { ...examined, isChanged: !edited.equals(bytes) } };
}

/** Reads an edited copy exactly as a file that comes, and tells what would become of it. Nothing is recorded. */
export async function checkRepair(desk: Desk, messageId: string, text: string): Promise<RepairCheck> {
  return (await checkText(desk, await originalOf(desk, messageId), text)).check;
}

type Sent = { interchangeId: string; isNew: boolean };

/**
 * Sends a repaired copy on in place of the original, which is kept as it came. The same copy again changes nothing; a
 * message that has been repaired is repaired once more only through its copy. `text` undefined: the bytes as they came,
 * read under the agreement as it is now.
 */
export async function sendRepair(
  desk: Desk,
  { messageId, text, reason }: { messageId: string; text: string | undefined; reason: string },
): Promise<Sent> {
  const original = await originalOf(desk, messageId);
  const { edited, check } = await checkText(desk, original, text ?? textMapOf(original.bytes).text);
  if (!check.isUsable) {
    const first = check.issues.find(({ severity }) => severity === 'error')?.message ?? 'it holds no message';
    const words = `The copy cannot be used yet: ${first}`;
    throw new DomainError('invalid', 'gateway.repair-invalid', {}, words);
  }
  const { row } = original;
  const { agreementId } = row;
  const interchangeId = derivedId('repair', messageId, sha256(edited));
  const now = desk.tools.clock.now();
  const sent = await desk.transaction(async (sql) => {
    const { state } = await lockMessage(sql, messageId);
    const known = 'select 1 from interchanges where interchange_id = $1';
    if (state === 'repaired' && (await sql.query(known, [interchangeId])).length > 0) {
      return { interchangeId, isNew: false };
    }
    const lifecycle = repairable[state];
    if (lifecycle === undefined) throw notRepairable(state);
    const fileName = `${(row.fileName ?? 'message').slice(0, 100)}-repaired-${interchangeId.slice(0, 8)}`;
    await archiveRepaired(sql, {
      interchangeId,
      agreementId,
      fileName,
      bytes: edited,
      repairsMessageId: messageId,
      now,
    });
    const explanation = `${desk.ticket.name} sent a repaired copy on: ${reason}`;
    const isMoved = await moveMessage(sql, lifecycle, {
      messageId,
      from: state,
      event: 'repair',
      now,
      explanation,
    });
    assert(isMoved, 'a locked message is moved once');
    const kind = check.isChanged ? 'repair' : 'replay';
    await recordIntervention(sql, desk, { messageId, agreementId, kind, reason, interchangeId });
    return { interchangeId, isNew: true };
  });
  desk.nudge();
  return sent;
}
