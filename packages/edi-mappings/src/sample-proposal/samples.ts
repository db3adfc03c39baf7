import { decode, type EnvelopeParty, type Interchange, issuesOf, type Message, placeText } from '@coplan/edi';
import type { Direction, Evidence, FileSummary, SampleFile } from './proposal.ts';

export type SampleInterchange = { file: SampleFile; interchange: Interchange };
export type SampleMessage = { file: SampleFile; message: Message; direction: Direction };
export type Samples = {
  files: FileSummary[];
  interchanges: SampleInterchange[];
  messages: SampleMessage[];
};

export const sameParty = (left: EnvelopeParty, right: EnvelopeParty): boolean =>
  left.qualifier === right.qualifier && left.id === right.id;
export const partyText = ({ qualifier, id }: EnvelopeParty): string =>
  qualifier === '' ? id : `${qualifier}:${id}`;

const complaintsMax = 20;

/** Reads the files without an agreement. Types that are not described pass, so that their envelopes take part. */
export function readSamples(files: readonly SampleFile[], own: readonly EnvelopeParty[]): Samples {
  const samples: Samples = { files: [], interchanges: [], messages: [] };
  for (const file of files) {
    const decoded = decode(file.bytes, { unsupported: 'warning' });
    const complaints = issuesOf(decoded)
      .filter(({ severity }) => severity === 'error')
      .slice(0, complaintsMax)
      .map(({ message, place }) => `${message} (${placeText(place)})`);
    let messageCount = 0;
    for (const interchange of decoded.interchanges) {
      samples.interchanges.push({ file, interchange });
      const { sender, receiver } = interchange.header;
      const isOwn = (party: EnvelopeParty): boolean => own.some((one) => sameParty(one, party));
      const direction: Direction = isOwn(receiver)
        ? 'from-partner'
        : isOwn(sender)
          ? 'to-partner'
          : 'unknown';
      for (const { messages } of interchange.groups) {
        messageCount += messages.length;
        for (const message of messages) samples.messages.push({ file, message, direction });
      }
    }
    const interchangeCount = decoded.interchanges.length;
    samples.files.push({ name: file.name, interchangeCount, messageCount, complaints });
  }
  return samples;
}

/** Evidence from a header of an envelope. */
export function headerEvidence(
  { file, interchange }: SampleInterchange,
  place: string,
  value: string,
): Evidence {
  return { file: file.name, place, value, offset: interchange.header.segment.offset };
}
