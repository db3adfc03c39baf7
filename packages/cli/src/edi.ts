import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { checkInterchange, decode, placeText } from '@coplan/edi';
import { type Command, UsageError } from './command.ts';
import { acknowledgementsOf } from './edi-acknowledgement.ts';
import {
  checkAgainstAgreement,
  type PracticeOptions,
  proposeFromFiles,
  traceFiles,
  writeGuide,
} from './edi-practice.ts';
import { roundtripFiles } from './edi-roundtrip.ts';
import { treeOf } from './edi-tree.ts';

/** What `coplan edi --help` prints; also the page of the reference. */
export const ediUsage = `coplan edi check FILE… | --files LIST
coplan edi show FILE…
coplan edi ack FILE… [--control NUMBER]
coplan edi roundtrip FILE… | --files LIST
coplan edi propose FILE… [--own QUALIFIER:ID]… [--answers FILE] [--draft FILE] [--html]
coplan edi guide --agreement FILE [--html]
coplan edi conform FILE… --agreement FILE [--html]
coplan edi trace FILE… [--agreement FILE]

check      says of each interchange file whether its messages can be used, and if not why, with the place;
           exit code 1 when a file was refused. --files: the files' names, one a line
show       prints the messages as a tree of loops and segments, issues beside
ack        writes the acknowledgement of each X12 group (997) and EDIFACT interchange (CONTRL) to standard output;
           --control is its first control number
roundtrip  reads each file, writes it back and compares byte for byte; one JSON object a line,
           {"file", "accepted", "identical", "messages", "issues"}. Without files and --files the list is the one
           that the environment variable FILES names; exit code 0 when every file was answered
propose    reads a partner's sample files and prints the agreement that they show: what they decide, each with its
           evidence, and what is open as questions; exit code 1 while a question is open. --own: an id of ours in the
           envelopes. --answers: JSON, question's id to {"choice": 0}, {"text": "USD"} or "leave". --draft: where the
           agreement is written as JSON
guide      prints what a partner needs to know of an agreement: envelope, messages, codes, examples
conform    checks a partner's files against an agreement, rule by rule with place and remedy; exit code 1 when one failed
trace      prints what each field of a message does to the document
           propose, guide and conform print Markdown, with --html a page that can be printed`;

type Options = PracticeOptions & { action: string; control: number };

const actions: Readonly<Record<string, (options: Options) => Promise<number>>> = {
  check: checkFiles,
  show: showFiles,
  ack: acknowledgeFiles,
  roundtrip: ({ files }) => roundtripFiles(files),
  propose: proposeFromFiles,
  guide: writeGuide,
  conform: checkAgainstAgreement,
  trace: traceFiles,
};

async function readOptions(args: readonly string[]): Promise<Options | 'help'> {
  let parsed: {
    values: {
      files?: string;
      control?: string;
      own?: string[];
      agreement?: string;
      answers?: string;
      draft?: string;
      html?: boolean;
      help?: boolean;
    };
    positionals: string[];
  };
  try {
    parsed = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        files: { type: 'string' },
        control: { type: 'string' },
        own: { type: 'string', multiple: true },
        agreement: { type: 'string' },
        answers: { type: 'string' },
        draft: { type: 'string' },
        html: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
  const { values, positionals } = parsed;
  if (values.help === true) return 'help';
  const [action = '', ...named] = positionals;
  if (!Object.hasOwn(actions, action))
    throw new UsageError(`say what to do: ${Object.keys(actions).join(', ')}`);
  const list = values.files ?? (action === 'roundtrip' && named.length === 0 ? process.env.FILES : undefined);
  const listed = list === undefined ? '' : String(await readInput(list));
  const files = [...named, ...listed.split('\n').filter((line) => line.trim() !== '')];
  if (files.length === 0 && action !== 'guide') throw new UsageError('name at least one file');
  const control = Number(values.control ?? '1');
  if (!Number.isInteger(control) || control < 1 || control > 999_999_999) {
    throw new UsageError('--control takes a whole number from 1 to 999999999');
  }
  const { own = [], agreement, answers, draft, html = false } = values;
  return { action, files, control, own, agreement, answers, draft, isHtml: html };
}

async function readInput(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new UsageError(
      `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      {
        cause: error,
      },
    );
  }
}

async function checkFiles({ files }: Options): Promise<number> {
  let refusedCount = 0;
  for (const file of files) {
    const check = checkInterchange(await readInput(file));
    if (!check.accepted) refusedCount++;
    const types = check.messages.map(({ type, accepted }) => (accepted ? type : `${type} refused`));
    console.log(`${check.accepted ? 'accepted' : 'refused '} ${file}  ${types.slice(0, 20).join(', ')}`);
    for (const { severity, message, place } of check.issues) {
      console.log(`  ${severity}: ${message} (${placeText(place)})`);
    }
  }
  return refusedCount === 0 ? 0 : 1;
}

async function showFiles({ files }: Options): Promise<number> {
  for (const file of files) {
    if (files.length > 1) console.log(`== ${file}`);
    for (const line of treeOf(decode(await readInput(file), { unsupported: 'warning' }))) console.log(line);
  }
  return 0;
}

async function acknowledgeFiles({ files, control }: Options): Promise<number> {
  let failedCount = 0;
  let next = control;
  for (const file of files) {
    const answers = acknowledgementsOf(decode(await readInput(file)), { control: next, at: new Date() });
    next += answers.length;
    if (answers.length === 0) console.error(`coplan edi: ${file} holds nothing that is to be acknowledged`);
    for (const { bytes, issues } of answers) {
      if (bytes !== undefined) process.stdout.write(bytes);
      else failedCount++;
      for (const { severity, message } of issues) console.error(`coplan edi: ${severity}: ${message}`);
    }
  }
  return failedCount === 0 ? 0 : 1;
}

export const ediCommand: Command = {
  summary: 'check, show, acknowledge and rewrite EDI files; agreements from samples, guides, conformance',
  async run(args) {
    const options = await readOptions(args);
    if (options === 'help') {
      console.log(ediUsage);
      return 0;
    }
    return (actions[options.action] ?? checkFiles)(options);
  },
};
