import {
  type Decoded,
  type Group,
  type Interchange,
  type Message,
  messagesOf,
  type Segment,
} from '@coplan/edi';

export type FoundMessage = { interchange: Interchange; group: Group; message: Message };
export type MessageNumbers = {
  controlNumber: string | null;
  groupNumber: string | null;
  setNumber: string | null;
  setType: string | null;
};

/** The message of a file that a record is about, by its numbers. */
export function findMessage({ interchanges }: Decoded, numbers: MessageNumbers): FoundMessage | undefined {
  const isSame = (given: string, recorded: string | null): boolean => given === (recorded ?? '');
  for (const interchange of interchanges) {
    for (const group of interchange.groups) {
      for (const message of group.messages) {
        const isIt =
          Number(interchange.header.reference) === Number(numbers.controlNumber ?? '') ||
          isSame(interchange.header.reference, numbers.controlNumber);
        const isInGroup =
          isSame(group.header?.reference ?? '', numbers.groupNumber) ||
          Number(group.header?.reference) === Number(numbers.groupNumber);
        if (isIt && isInGroup && Number(message.reference) === Number(numbers.setNumber)) {
          return { interchange, group, message };
        }
        if (isIt && isInGroup && isSame(message.reference, numbers.setNumber)) {
          return { interchange, group, message };
        }
      }
    }
  }
  return undefined;
}

/** A segment with its terminator and the line break behind it, as it stands in the file. */
function partOf(text: string, first: Segment, last: Segment): string {
  let end = last.offset + last.raw.length + 1;
  while (text[end] === '\r' || text[end] === '\n') end++;
  return text.slice(first.offset, end);
}

/** The last characters of a part, so that what we add looks alike. */
const endOf = (part: string, terminator: string): string => part.slice(part.lastIndexOf(terminator));

/**
 * A file that holds this message alone: its own envelopes with the counts of one, the rest byte for byte. A file with one
 * message is answered whole, as it came.
 */
export function extractMessage(bytes: Buffer, decoded: Decoded, found: FoundMessage): Buffer {
  if (messagesOf(decoded).length === 1 && decoded.interchanges.length === 1) return bytes;
  const text = bytes.toString('latin1');
  const { interchange, group, message } = found;
  const { header } = interchange;
  const { element, segment: terminator } = header.delimiters;
  const opening = partOf(text, header.segment, header.segment);
  const ending = endOf(opening, terminator);
  const isX12 = header.dialect.name === 'x12';
  const una = text.slice(header.segment.offset - 9, header.segment.offset);
  const [first, last] = [message.segments[0], message.segments.at(-1)];
  if (first === undefined || last === undefined) return bytes;
  const trailer = (tag: string, reference: string): string =>
    `${[tag, '1', reference].join(element)}${ending}`;
  const parts = [
    una.startsWith('UNA') ? una : '',
    opening,
    group.header === undefined ? '' : partOf(text, group.header.segment, group.header.segment),
    partOf(text, first, last),
    group.header === undefined ? '' : trailer(isX12 ? 'GE' : 'UNE', group.header.reference),
    trailer(isX12 ? 'IEA' : 'UNZ', header.reference),
  ];
  return Buffer.from(parts.join(''), 'latin1');
}
