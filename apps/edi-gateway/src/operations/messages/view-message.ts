import type { DocumentIssue } from '@coplan/documents';
import { decode, type Message } from '@coplan/edi';
import { DomainError } from '@coplan/kernel';
import type { Agreement } from '../../agreements/agreement.ts';
import { readAgreements } from '../../agreements/agreement-store.ts';
import type { Sql } from '../../database.ts';
import type { Desk } from '../trpc.ts';
import { type Examined, examine } from './examine.ts';
import { extractMessage, findMessage } from './extract-message.ts';
import { findMonitorRow, type MonitorRow } from './monitor.ts';
import { textMapOf } from './text-map.ts';

/** Larger files are shown by the message alone; larger messages not at all, only as bytes. */
const shownBytesMax = 400_000;
const readBytesMax = 20_000_000;

export type MessageView = Omit<Examined, 'documents'> & {
  message: MonitorRow;
  /** The bytes as text; null where there is no file, or one that is too large to be shown. */
  text: string | null;
  /** What the text shows: the whole file, or this message with its envelopes. */
  shows: 'file' | 'message' | 'nothing';
  /** What was complained about when it was read, in words. */
  recordedIssues: DocumentIssue[];
  /** The business document as it went to or came from the server. */
  document: unknown;
  documents: { type: string; reference: string; documentType: string }[];
};

const stored = `select bytes, envelope -> 'body' as document, issues from messages
  left join interchanges using (interchange_id) where message_id = $1`;

type Stored = { bytes: Buffer | null; document: unknown; issues: DocumentIssue[] };

export const messageNotFound = (messageId: string): DomainError =>
  new DomainError('not-found', 'gateway.message-not-found', { messageId }, 'There is no such message.');

/** The agreement of a message, as the organisation that asks may see it. */
export async function agreementOf(
  sql: Pick<Sql, 'query'>,
  agreementId: string,
  dataFolder: string,
): Promise<Agreement> {
  const found = (await readAgreements(sql, dataFolder)).find((one) => one.agreementId === agreementId);
  if (found === undefined) {
    throw new DomainError('not-found', 'gateway.agreement-not-found', {}, 'There is no such agreement.');
  }
  return found;
}

/** The part of a file that a person sees of this message, and edits: the file, or the message alone in its envelopes. */
export function shownBytes(
  bytes: Buffer,
  row: MonitorRow,
): { bytes: Buffer; shows: MessageView['shows']; only?: (message: Message) => boolean } {
  if (bytes.length > readBytesMax) return { bytes: Buffer.alloc(0), shows: 'nothing' };
  const isFile = row.setNumber === null;
  if (isFile)
    return bytes.length > shownBytesMax
      ? { bytes: Buffer.alloc(0), shows: 'nothing' }
      : { bytes, shows: 'file' };
  const decoded = decode(bytes);
  const found = findMessage(decoded, row);
  if (found === undefined) return { bytes, shows: bytes.length > shownBytesMax ? 'nothing' : 'file' };
  if (bytes.length <= shownBytesMax) {
    const { offset } = found.message.segments[0] ?? { offset: -1 };
    return { bytes, shows: 'file', only: (message) => message.segments[0]?.offset === offset };
  }
  const alone = extractMessage(bytes, decoded, found);
  return alone.length > shownBytesMax
    ? { bytes: Buffer.alloc(0), shows: 'nothing' }
    : { bytes: alone, shows: 'message' };
}

/** A message as a person reads it: the tree, the issues at their places, and the bytes beside them. */
export async function viewMessage({ read, tools }: Desk, messageId: string): Promise<MessageView> {
  const sql = { query: read };
  const [row, [kept]] = await Promise.all([
    findMonitorRow(sql, messageId),
    read<Stored>(stored, [messageId]),
  ]);
  if (row === undefined || kept === undefined) throw messageNotFound(messageId);
  const { issues: recordedIssues, document } = kept;
  const nothing = { rows: [], isCut: false, issues: [], documents: [], isUsable: false };
  const about = { message: row, recordedIssues, document };
  if (kept.bytes === null) return { ...about, ...nothing, text: null, shows: 'nothing' };
  const { bytes, shows, only } = shownBytes(kept.bytes, row);
  if (shows === 'nothing') return { ...about, ...nothing, text: null, shows };
  const agreement = await agreementOf(sql, row.agreementId, tools.dataFolder);
  const map = textMapOf(bytes);
  const {
    decoded: _decoded,
    documents,
    ...examined
  } = examine(bytes, map, {
    agreement,
    direction: row.direction,
    ...(only === undefined ? {} : { only }),
  });
  return {
    ...about,
    ...examined,
    documents: documents.map(({ document: _document, ...rest }) => rest),
    text: map.text,
    shows,
  };
}
