import { dialectOf } from '../agreement-profile.ts';
import type { AgreementTerms, TermsParty, TermsSet } from '../agreement-terms.ts';
import { type Block, heading, list, table, text } from '../blocks/blocks.ts';
import { mappedMessages } from '../mapped-messages.ts';
import { type SetGuide, setGuide } from './set-guide.ts';

const breakWords: Readonly<Record<string, string>> = {
  '': 'none is needed; line breaks are ignored',
  '\n': 'line feed',
  '\r\n': 'carriage return and line feed',
};
const quoted = (character: string | undefined): string =>
  character === undefined ? 'none' : JSON.stringify(character);
const partyWords = ({ qualifier, id, groupId }: TermsParty): string =>
  `${qualifier === '' ? 'no qualifier' : `qualifier ${qualifier}`}, id ${id}${groupId === undefined ? '' : `, in the group ${groupId}`}`;

function envelopeRows({ envelope, usage, profile, localName, partnerName }: AgreementTerms): string[][] {
  const shared = [
    [localName, partyWords(envelope.local)],
    [partnerName, partyWords(envelope.partner)],
    ['use', usage],
  ];
  if (profile.dialect === 'edifact') {
    const { edifact } = profile;
    const { element, component, segment, release, decimal } = edifact.delimiters;
    return [
      ...shared,
      [
        'directory',
        `${edifact.version}${edifact.association === undefined ? '' : `, ${edifact.association}`}`,
      ],
      ['syntax', `${edifact.syntax.level}:${edifact.syntax.version}`],
      [
        'delimiters',
        `element ${quoted(element)}, component ${quoted(component)}, segment ${quoted(segment)}, release ${quoted(release)}, decimal mark ${quoted(decimal)}`,
      ],
      ['UNA', edifact.hasUna ? 'is sent' : 'is not sent'],
      ['line break behind a segment', breakWords[edifact.lineBreak] ?? ''],
      [
        'receipt',
        edifact.control.when === 'always'
          ? 'a CONTRL answers every interchange'
          : 'a CONTRL where UNB 0031 asks for it',
      ],
    ];
  }
  const { element, component, segment, repetition, charset } = profile.delimiters;
  return [
    ...shared,
    ['version (GS08)', profile.version],
    [
      'delimiters',
      `element ${quoted(element)}, component ${quoted(component)}, segment ${quoted(segment)}, repetition ${quoted(repetition)}`,
    ],
    ['line break behind a segment', breakWords[profile.lineBreak] ?? ''],
    ['character set', charset ?? 'ASCII, beyond it ISO-8859-1'],
    ['receipt', `a ${profile.functionalAcknowledgement} answers every group`],
  ];
}

/** The agreed messages; where none are named, all of the dialect, from the partner. */
export const setsOf = ({ sets, profile }: AgreementTerms): readonly TermsSet[] =>
  sets ??
  mappedMessages
    .filter(({ mapping }) => dialectOf(mapping.type) === profile.dialect)
    .map(({ mapping }) => ({ type: mapping.type, direction: 'from-partner' }));

function setBlocks(guide: SetGuide, { localName, partnerName, profile }: AgreementTerms): Block[] {
  const { set, documentType, elements, codes, example } = guide;
  const isIncoming = set.direction === 'from-partner';
  const [from, to] = isIncoming ? [partnerName, localName] : [localName, partnerName];
  const blocks: Block[] = [
    heading(2, `${set.type}: ${documentType.replaceAll('-', ' ')}`),
    text(
      `${from} sends it, ${to} reads it. What cannot be understood is refused with its place, never guessed. "Always" holds wherever the segment is sent.`,
    ),
  ];
  if (example === undefined) {
    blocks.push(text('There is no example of this message under this agreement.'));
    return blocks;
  }
  blocks.push(
    table(
      ['loop', 'place', 'what it is', 'form', 'needed', 'codes', 'example', 'goes to'],
      elements.map((row) => [
        row.loop,
        row.place,
        row.meaning === '' ? row.name : row.meaning,
        row.form,
        row.need,
        row.codes.join(', '),
        row.example,
        row.document,
      ]),
    ),
  );
  if (codes.length > 0) {
    blocks.push(heading(3, 'Agreed codes'));
    blocks.push(text('The first code is the one that is written, all of them are understood.'));
    blocks.push(
      table(
        ['for', 'codes'],
        codes.map((one) => [one.setting, one.codes.join(', ')]),
      ),
    );
  }
  const extras = profile.extraElements.map(
    ({ segment, element, value }) => `${segment}${String(element).padStart(2, '0')} is always ${value}`,
  );
  if (!isIncoming && extras.length > 0) blocks.push(list(extras));
  blocks.push(heading(3, 'Example'), { kind: 'code', text: example });
  return blocks;
}

/**
 * A companion guide: what a partner needs to send and to expect under an agreement, made from the mappings themselves.
 * Examples are written and read back under the agreement; what is said to be needed was left out once to see.
 */
export function guidePage(terms: AgreementTerms): Block[] {
  const sets = setsOf(terms);
  const described = sets.flatMap((set) => {
    const mapped = mappedMessages.find(({ mapping }) => mapping.type === set.type);
    return mapped === undefined ? [] : [setGuide(mapped, set, terms)];
  });
  return [
    heading(1, `EDI between ${terms.partnerName} and ${terms.localName}`),
    text('How messages are exchanged under this agreement: the envelope first, then each message.'),
    table(
      ['message', 'document', 'from'],
      described.map(({ set, documentType }) => [
        set.type,
        documentType.replaceAll('-', ' '),
        set.direction === 'from-partner' ? terms.partnerName : terms.localName,
      ]),
    ),
    heading(2, 'Envelope'),
    table(['what', 'agreed'], envelopeRows(terms)),
    ...described.flatMap((guide) => setBlocks(guide, terms)),
  ];
}
