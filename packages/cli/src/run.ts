import { parseArgs } from 'node:util';
import { type Command, UsageError } from './command.ts';
import { callServer, findServerAccount, messageOf, type ServerAccount } from './server-account.ts';

const usage = `coplan run [--as-of YYYY-MM-DD] [--organisation NAME] [--url URL --key KEY]

Forecasts and plans on the running server, shows how far it is and waits for the end. --as-of plans as if it were that
day, for history that ended long ago.`;

const pauseMs = 500;

type Run = {
  state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled';
  phase: string;
  doneCount: number;
  totalCount: number;
  counts: Record<string, unknown>;
  error: string | null;
};

function readArguments(args: readonly string[]) {
  try {
    const text = { type: 'string' } as const;
    const options = {
      'as-of': text,
      organisation: text,
      url: text,
      key: text,
      help: { type: 'boolean' },
    } as const;
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

async function call<Result>(account: ServerAccount, path: string, request?: RequestInit): Promise<Result> {
  const answer = await callServer(account, `/trpc/${path}`, request);
  if (answer.status !== 200) throw new UsageError(messageOf(answer));
  return (answer.body as { result: { data: Result } }).result.data;
}

/** One line that is written over on a terminal, and a line per phase elsewhere. */
function createProgressLine() {
  let shown = '';
  return (run: Run): void => {
    const share = run.totalCount === 0 ? '' : ` ${run.doneCount} of ${run.totalCount}`;
    const text = process.stderr.isTTY ? `${run.phase}${share}` : run.phase;
    if (text === shown) return;
    shown = text;
    process.stderr.write(process.stderr.isTTY ? `\r\u001b[K${text}` : `${text}\n`);
  };
}

async function waitForEnd(account: ServerAccount, runId: string): Promise<Run> {
  const show = createProgressLine();
  const input = encodeURIComponent(JSON.stringify({ runId }));
  for (;;) {
    const run = await call<Run>(account, `runs.get?input=${input}`);
    show(run);
    if (run.state !== 'queued' && run.state !== 'running') {
      if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
      return run;
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

export const runCommand: Command = {
  summary: 'forecast and plan on the running server, and wait',
  async run(args) {
    const values = readArguments(args);
    if (values.help === true) {
      console.log(usage);
      return 0;
    }
    const account = findServerAccount(values);
    const { runId } = await call<{ runId: string }>(account, 'runs.start', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(values['as-of'] === undefined ? {} : { asOf: values['as-of'] }),
    });
    const run = await waitForEnd(account, runId);
    console.log(`Run ${runId} of ${account.organisation}: ${run.state}`);
    for (const [name, count] of Object.entries(run.counts)) {
      if (typeof count === 'number')
        console.log(`  ${name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)}: ${count}`);
    }
    const problemCount = run.counts['problems'];
    if (typeof problemCount === 'number' && problemCount > 0) {
      console.log(
        `${problemCount} item-locations could not be planned; the page of the run says why. For history that ended long ago give --as-of.`,
      );
    }
    if (run.state === 'done') return 0;
    console.error(run.error ?? 'It ended without a reason');
    return 1;
  },
};
