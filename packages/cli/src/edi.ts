import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { checkInterchange, decode, type InterchangeCheck, placeText, rewrite } from '@coplan/edi';
import { type Command, UsageError } from './command.ts';
import { acknowledgementsOf } from './edi-acknowledgement.ts';
import { treeOf } from './edi-tree.ts';

const usage = `coplan edi check FILE… | --files LIST [--json]
coplan edi show FILE…
coplan edi ack FILE… [--control NUMBER]
coplan edi roundtrip FILE…

check      says of each interchange file whether its messages can be used, and if not why, with the place;
           exit code 1 when a file was refused. --files: the files' names, one a line.
           --json: one object a line, {"file", "accepted", "identical", "messages", "issues"}; exit code 0
show       prints the messages as a tree of loops and segments, issues beside
ack        writes the acknowledgement (997) of each group to standard output; --control is its first control number
roundtrip  reads each file, writes it back and compares byte for byte; exit code 1 when one differs`;

type Options = { action: string; files: string[]; isJson: boolean; control: number };

const actions: Readonly<Record<string, (options: Options) => Promise<number>>> = {
  check: checkFiles,
  show: showFiles,
  ack: acknowledgeFiles,
  roundtrip: compareFiles,
};

async function readOptions(args: readonly string[]): Promise<Options | 'help'> {
  let parsed: {
    values: { files?: string; json?: boolean; control?: string; help?: boolean };
    positionals: string[];
  };
  try {
    parsed = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        files: { type: 'string' },
        json: { type: 'boolean' },
        control: { type: 'string' },
        help: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
  const { values, positionals } = parsed;
  if (values.help === true) return 'help';
  const [action = '', ...named] = positionals;
  if (!Object.hasOwn(actions, action)) throw new UsageError('say what to do: check, show, ack or roundtrip');
  const listed = values.files === undefined ? '' : String(await readInput(values.files));
  const files = [...named, ...listed.split('\n').filter((line) => line.trim() !== '')];
  if (files.length === 0) throw new UsageError('name at least one file');
  const control = Number(values.control ?? '1');
  if (!Number.isInteger(control) || control < 1 || control > 999_999_999) {
    throw new UsageError('--control takes a whole number from 1 to 999999999');
  }
  return { action, files, isJson: values.json === true, control };
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

/** One JSON object as tools that count verdicts want it; the offset and the segment stand beside the place. */
const jsonLine = (file: string, { accepted, identical, messages, issues }: InterchangeCheck): string =>
  JSON.stringify({
    file,
    accepted,
    identical,
    messages,
    issues: issues.map(({ code, severity, message, place }) => ({
      code,
      severity,
      offset: place.offset,
      segment: place.segment ?? '',
      message,
      place: placeText(place),
    })),
  });

async function checkFiles({ files, isJson }: Options): Promise<number> {
  let refusedCount = 0;
  for (const file of files) {
    const check = checkInterchange(await readInput(file));
    if (!check.accepted) refusedCount++;
    if (isJson) {
      console.log(jsonLine(file, check));
      continue;
    }
    const types = check.messages.map(({ type, accepted }) => (accepted ? type : `${type} refused`));
    console.log(`${check.accepted ? 'accepted' : 'refused '} ${file}  ${types.slice(0, 20).join(', ')}`);
    for (const { severity, message, place } of check.issues) {
      console.log(`  ${severity}: ${message} (${placeText(place)})`);
    }
  }
  return isJson || refusedCount === 0 ? 0 : 1;
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
    if (answers.length === 0) console.error(`coplan edi: ${file} holds no group that is to be acknowledged`);
    for (const { bytes, issues } of answers) {
      if (bytes !== undefined) process.stdout.write(bytes);
      else failedCount++;
      for (const { severity, message } of issues) console.error(`coplan edi: ${severity}: ${message}`);
    }
  }
  return failedCount === 0 ? 0 : 1;
}

async function compareFiles({ files }: Options): Promise<number> {
  let differentCount = 0;
  for (const file of files) {
    const before = await readInput(file);
    const after = rewrite(before);
    if (after.equals(before)) {
      console.log(`identical ${file}`);
      continue;
    }
    differentCount++;
    let at = 0;
    while (at < before.length && before[at] === after[at]) at++;
    console.log(`differs   ${file}  first at byte ${at}`);
  }
  return differentCount === 0 ? 0 : 1;
}

export const ediCommand: Command = {
  summary: 'check, show, acknowledge and rewrite EDI files (X12, EDIFACT)',
  async run(args) {
    const options = await readOptions(args);
    if (options === 'help') {
      console.log(usage);
      return 0;
    }
    return (actions[options.action] ?? checkFiles)(options);
  },
};
