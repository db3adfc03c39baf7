import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { decode, messagesOf } from '@coplan/edi';
import {
  type Answer,
  answerQuestions,
  type Block,
  checkConformance,
  conformancePage,
  defaultProfile,
  guidePage,
  proposalPage,
  proposeAgreement,
  type SampleFile,
  toHtml,
  toMarkdown,
  traceMessage,
} from '@coplan/edi-mappings';
import { UsageError } from './command.ts';
import { readTerms } from './edi-agreement.ts';

export type PracticeOptions = {
  files: string[];
  own: string[];
  agreement: string | undefined;
  answers: string | undefined;
  draft: string | undefined;
  isHtml: boolean;
};

async function readFiles(files: readonly string[]): Promise<SampleFile[]> {
  return Promise.all(
    files.map(async (file) => {
      try {
        return { name: basename(file), bytes: await readFile(file) };
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        throw new UsageError(`${file} cannot be read: ${why}`, { cause: error });
      }
    }),
  );
}

const show = (title: string, blocks: readonly Block[], { isHtml }: PracticeOptions): void =>
  console.log((isHtml ? toHtml(title, blocks) : toMarkdown(blocks)).trimEnd());

const partyOf = (text: string): { qualifier: string; id: string } => {
  const [, qualifier, id] = /^([^:]*):(.+)$/.exec(text) ?? [];
  if (qualifier === undefined || id === undefined) {
    throw new UsageError(`--own takes QUALIFIER:ID, such as ZZ:NORTHRETAIL, not "${text}"`);
  }
  return { qualifier, id };
};

async function readAnswers(file: string | undefined): Promise<Record<string, Answer>> {
  if (file === undefined) return {};
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Record<string, Answer>;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${file} holds no answers: ${why}`, { cause: error });
  }
}

/** Exit code 1 while a question is open. */
export async function proposeFromFiles(options: PracticeOptions): Promise<number> {
  const proposal = proposeAgreement(await readFiles(options.files), { own: options.own.map(partyOf) });
  const answered = answerQuestions(proposal, await readAnswers(options.answers));
  show('Proposed agreement', proposalPage({ ...proposal, questions: answered.open }), options);
  if (options.draft !== undefined) {
    const { envelope, usage, profile } = answered;
    const sets = proposal.sets
      .filter(({ documentType }) => documentType !== undefined)
      .map(({ type, direction }) => ({
        type,
        direction: direction === 'to-partner' ? direction : 'from-partner',
      }));
    await writeFile(options.draft, `${JSON.stringify({ envelope, usage, profile, sets }, null, 2)}\n`);
  }
  return answered.open.length === 0 ? 0 : 1;
}

const agreementOf = ({ agreement }: PracticeOptions): string => {
  if (agreement === undefined) throw new UsageError('name the agreement: --agreement FILE');
  return agreement;
};

export async function writeGuide(options: PracticeOptions): Promise<number> {
  const terms = await readTerms(agreementOf(options));
  show(`EDI with ${terms.localName}`, guidePage(terms), options);
  return 0;
}

/** Exit code 1 when a rule failed. */
export async function checkAgainstAgreement(options: PracticeOptions): Promise<number> {
  const terms = await readTerms(agreementOf(options));
  const report = checkConformance(await readFiles(options.files), terms);
  const title = `Conformance of ${terms.partnerName}`;
  show(title, conformancePage(report, title), options);
  return report.isPassed ? 0 : 1;
}

/** Each field of each message with what it does to the document. */
export async function traceFiles(options: PracticeOptions): Promise<number> {
  const { agreement } = options;
  const profile = agreement === undefined ? defaultProfile : (await readTerms(agreement)).profile;
  for (const { name, bytes } of await readFiles(options.files)) {
    for (const message of messagesOf(decode(bytes, { unsupported: 'warning', levels: profile.levels }))) {
      const { type, reference, documentType, document, issues, fields } = traceMessage(message, profile);
      const read = document === undefined ? 'no document' : (documentType ?? '');
      console.log(`== ${name}: ${type} ${reference}: ${read}`);
      for (const { severity, message: why } of issues) console.log(`  ! ${severity}: ${why}`);
      for (const field of fields) {
        const effects = field.effects.map(({ path, value }) => `${path} = ${value ?? 'nothing'}`).join(', ');
        const uses = !field.isUsed ? 'not used' : field.isFollowed ? 'checked only' : 'not followed';
        const indent = '  '.repeat(field.loops.length + 1);
        console.log(`${indent}${field.place} ${field.value} → ${effects === '' ? uses : effects}`);
      }
    }
  }
  return 0;
}
