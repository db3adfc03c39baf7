import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { StartRefusal } from './ask.ts';

type Environment = Record<string, string>;

/** One of our processes under supervision. */
export type Child = {
  /** Ends it, politely first. */
  stop(): Promise<void>;
  /** Ends it at once (SIGKILL) and starts it again, with further variables for this one start. */
  relaunch(further: Environment): Promise<void>;
};

type Options = {
  name: string;
  script: string;
  cwd: string;
  environment: Environment;
  readyTimeoutMs: number;
  /** The process is added here as soon as it is launched, so that a start under way can be ended. */
  running: { stop(): Promise<void> }[];
  /** Told when the process cannot be kept alive; the whole product then ends. */
  onGivenUp(sentence: string): void;
};

type Line = { event?: string; level?: string; message?: string };

const stopTimeoutMs = 15_000;
const restartDelayMs = 300;
const restartsMax = 20;

function parseLine(text: string): Line {
  if (!text.startsWith('{')) return {};
  try {
    return JSON.parse(text) as Line;
  } catch {
    return {};
  }
}

/** One launch of the process: `ready` settles when it listens, `ended` when it is gone. */
type Launch = { child: ChildProcess; ready: Promise<void>; ended: Promise<void>; lastSentence(): string };

function launch(options: Options, further: Environment): Launch {
  const child = spawn(process.execPath, [options.script], {
    cwd: options.cwd,
    env: { ...process.env, ...options.environment, ...further },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let sentence = '';
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const ready = new Promise<void>((resolve, reject) => {
    const seconds = options.readyTimeoutMs / 1000;
    const refuse = (why: string): void => reject(new StartRefusal(sentence === '' ? why : sentence));
    const timer = setTimeout(
      () => refuse(`The ${options.name} did not start within ${seconds} s.`),
      options.readyTimeoutMs,
    );
    child.once('exit', (code) => {
      clearTimeout(timer);
      refuse(`The ${options.name} ended with code ${code} while starting.`);
    });
    const read = (text: string): void => {
      if (process.env['COPLAN_LOG'] === '1') process.stderr.write(`${text}\n`);
      const line = parseLine(text);
      if (line.level === 'fatal') sentence = line.message ?? sentence;
      else if (!text.startsWith('{') && !/^\s/.test(text) && text !== '') sentence = text;
      if (line.event !== 'listening') return;
      clearTimeout(timer);
      resolve();
    };
    for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', read);
  });
  return { child, ready, ended, lastSentence: () => sentence };
}

async function stopProcess({ child, ended }: Launch): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const timer = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs);
  child.kill('SIGTERM');
  await ended;
  clearTimeout(timer);
}

/** Starts a process and waits until it says `{"event":"listening"}`; starts it again when it dies later. */
export async function startChild(options: Options): Promise<Child> {
  let isStopping = false;
  let restartCount = 0;
  let current = launch(options, {});

  const watch = (launched: Launch): void => {
    launched.ready.catch(() => undefined);
    void launched.ended.then(() => {
      if (isStopping || launched !== current) return;
      restartCount += 1;
      if (restartCount > restartsMax) {
        options.onGivenUp(`The ${options.name} ended ${restartCount} times: ${launched.lastSentence()}`);
        return;
      }
      setTimeout(() => {
        if (isStopping || launched !== current) return;
        current = launch(options, {});
        watch(current);
      }, restartDelayMs * Math.min(restartCount, 10));
    });
  };

  const child: Child = {
    async stop() {
      isStopping = true;
      await stopProcess(current);
    },
    async relaunch(further) {
      const previous = current;
      previous.child.kill('SIGKILL');
      await previous.ended;
      current = launch(options, further);
      watch(current);
      await current.ready;
    },
  };
  options.running.push(child);
  await current.ready;
  watch(current);
  return child;
}

/** Runs a script to its end, its output shown; throws `StartRefusal` when it fails. */
export async function runToEnd(
  options: Pick<Options, 'name' | 'script' | 'cwd' | 'environment'>,
): Promise<void> {
  const child = spawn(process.execPath, [options.script], {
    cwd: options.cwd,
    env: { ...process.env, ...options.environment },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  if (code !== 0)
    throw new StartRefusal(`${options.name} failed with code ${code}: the lines above say why.`);
}
