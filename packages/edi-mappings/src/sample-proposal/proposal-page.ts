import { type Block, heading, list, table, text } from '../blocks/blocks.ts';
import type { AgreementProposal, Evidence, Question, SetUse } from './proposal.ts';
import { settingWords } from './settings.ts';

const evidenceText = (evidence: readonly Evidence[]): string =>
  evidence.map(({ file, place, value }) => `${file} ${place} = ${value}`).join('; ');

const directionWords = {
  'from-partner': 'he sends it',
  'to-partner': 'we send it',
  unknown: 'direction open',
};

const questionText = ({ text: words, choices, free, evidence }: Question): string => {
  const answers = choices.map(({ label }, index) => `${index + 1}) ${label}`).join(' ');
  const own = free === undefined ? '' : `or a text of your own, such as ${free.example}`;
  const seen = evidence.length === 0 ? '' : ` [${evidenceText(evidence)}]`;
  return [words, answers, own].filter((part) => part !== '').join(' ') + seen;
};

function setBlocks(use: SetUse): Block[] {
  const { type, version, direction, documentType, messageCount, understoodCount, lookedAtCount } = use;
  const blocks: Block[] = [
    heading(2, `${type} ${version}: ${documentType?.replaceAll('-', ' ') ?? 'not read by us'}`),
    text(
      `${messageCount} messages, ${directionWords[direction]}. ${documentType === undefined ? 'No mapping reads them.' : `${understoodCount} of ${lookedAtCount} are understood without an answer to any question.`}`,
    ),
  ];
  const faults = [...use.missing, ...use.obstacles].map(
    ({ message, messageCount: count, isNeverSent, evidence }) =>
      `${message} (${isNeverSent ? 'never sent' : `${count} messages`}; ${evidenceText([evidence])})`,
  );
  if (faults.length > 0) blocks.push(heading(3, 'What we need'), list(faults));
  if (use.unknown.length > 0) {
    blocks.push(
      heading(3, 'Sent, and not read by us'),
      table(
        ['segment', 'with', 'places', 'seen'],
        use.unknown.map(({ segment, qualifier, places, evidence }) => [
          segment,
          qualifier,
          places.join(', '),
          evidence.value,
        ]),
      ),
    );
  }
  blocks.push(
    heading(3, 'Elements in use'),
    table(
      ['loop', 'place', 'what it is', 'messages', 'length', 'codes and forms', 'read'],
      use.elements.map((element) => [
        element.loop,
        element.place,
        element.meaning ?? element.name,
        String(element.messageCount),
        `${element.lengthMin}–${element.lengthMax}${element.standardLengthMax === undefined ? '' : ` of ${element.standardLengthMax}`}`,
        element.dateForm ?? element.codes.map(({ code, count }) => `${code} (${count})`).join(', '),
        element.isUsed ? 'yes' : 'no',
      ]),
    ),
  );
  return blocks;
}

/** The proposal for people: what was decided and why, what is open, and how each message is used. */
export function proposalPage({
  files,
  findings,
  questions,
  sets,
  envelope,
  usage,
}: AgreementProposal): Block[] {
  const party = (who: (typeof envelope)['local']): string =>
    who === undefined ? 'open' : `${who.qualifier}:${who.id}`;
  return [
    heading(1, 'Proposed agreement'),
    table(
      ['file', 'interchanges', 'messages', 'complaints'],
      files.map((file) => [
        file.name,
        String(file.interchangeCount),
        String(file.messageCount),
        file.complaints.join('; '),
      ]),
    ),
    text(`Partner ${party(envelope.partner)}, we are ${party(envelope.local)}, use: ${usage ?? 'open'}.`),
    heading(2, 'Decided by the samples'),
    table(
      ['setting', 'value', 'differs from the usual', 'why', 'evidence'],
      findings.map((finding) => [
        settingWords(finding.setting),
        JSON.stringify(finding.value),
        finding.isDeviation ? 'yes' : '',
        finding.why,
        evidenceText(finding.evidence),
      ]),
    ),
    heading(2, 'Questions'),
    questions.length === 0 ? text('None.') : list(questions.map(questionText)),
    ...sets.flatMap(setBlocks),
  ];
}
