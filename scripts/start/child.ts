import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { explainWords, StartRefusal } from './ask.ts';
import type { Running } from './running.ts';

type Environment = Record<string, string>;

/** One of our processes under supervision. */
export type Child = {
  /** Ends it, politely first. */
  stop(): Promise<void>;
  /** Ends it at once (SIGKILL) and starts it again, with further variables for this one start. */
  relaunch(further: Environment): Promise<void>;
  /** How often it died by itself; each time it was started again. */
  deathCount(): number;
};

type Options = {
  name: string;
  script: string;
  cwd: string;
  environment: Environment;
  readyTimeoutMs: number;
  /** The process is added here before it is launched, so that a start under way can be ended. */
  running: Running;
  /** Told when the process cannot be kept alive; the whole product then ends. */
  onGivenUp(sentence: string): void;
};

type Line = { event?: string; level?: string; message?: string };

const stopTimeoutMs = 8_000;
const restartDelayMs = 300;
const restartsMax = 20;
/** A process that lived this long was healthy: its death counts as the first one again. */
const healthyAfterMs = 60_000;

function parseLine(text: string): Line {
  if (!text.startsWith('{')) return {};
  try {
    return JSON.parse(text) as Line;
  } catch {
    return {};
  }
}

/**
 * In a session of its own, so that Ctrl-C reaches the supervisor alone, which ends all in order; and with a channel
 * to the supervisor, by whose closing the process notices that the supervisor died, however it died.
 */
function spawnOurs(
  { script, cwd, environment }: Pick<Options, 'script' | 'cwd' | 'environment'>,
  output: 'pipe' | 'inherit',
): ChildProcess {
  return spawn(process.execPath, [script], {
    cwd,
    env: { ...process.env, ...environment },
    stdio: ['ignore', output, output, 'ipc'],
    detached: true,
  });
}

/** One launch of the process: `ready` settles when it listens, `ended` when it is gone. */
type Launch = {
  child: ChildProcess;
  launchedAtMs: number;
  ready: Promise<void>;
  ended: Promise<void>;
  lastSentence(): string;
};

function launch(options: Options, further: Environment): Launch {
  const child = spawnOurs({ ...options, environment: { ...options.environment, ...further } }, 'pipe');
  let sentence = '';
  // 'close' comes after the last line was read, 'exit' may come before it.
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const ready = new Promise<void>((resolve, reject) => {
    const seconds = options.readyTimeoutMs / 1000;
    const refuse = (why: string): void =>
      reject(new StartRefusal(sentence === '' ? why : explainWords(sentence)));
    const timer = setTimeout(
      () => refuse(`The ${options.name} did not start within ${seconds} s.`),
      options.readyTimeoutMs,
    );
    child.once('close', (code) => {
      clearTimeout(timer);
      refuse(`The ${options.name} ended with code ${code} while starting.`);
    });
    const read = (text: string): void => {
      if (process.env['COPLAN_LOG'] === '1') process.stderr.write(`${text}\n`);
      const line = parseLine(text);
      if (line.level === 'fatal') sentence = line.message ?? sentence;
      else if (!text.startsWith('{') && !/^[\s}]/.test(text) && text !== '') sentence = text;
      if (line.event !== 'listening') return;
      clearTimeout(timer);
      resolve();
    };
    for (const stream of [child.stdout, child.stderr]) {
      if (stream !== null) createInterface({ input: stream }).on('line', read);
    }
  });
  return { child, launchedAtMs: performance.now(), ready, ended, lastSentence: () => sentence };
}

async function stopProcess(child: ChildProcess, ended: Promise<void>): Promise<void> {
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
  let deathCount = 0;
  /** Killed on purpose: its end is no reason to start it again. */
  let dismissed: Launch | undefined;
  let current: Launch;

  const watch = (launched: Launch): void => {
    launched.ready.catch(() => undefined);
    void launched.ended.then(() => {
      if (isStopping || launched === dismissed) return;
      deathCount += 1;
      restartCount = performance.now() - launched.launchedAtMs > healthyAfterMs ? 1 : restartCount + 1;
      if (restartCount > restartsMax) {
        options.onGivenUp(
          `The ${options.name} ended ${restartCount} times: ${explainWords(launched.lastSentence())}`,
        );
        return;
      }
      setTimeout(() => {
        if (isStopping) return;
        current = launch(options, {});
        watch(current);
      }, restartDelayMs * restartCount);
    });
  };

  const child: Child = {
    async stop() {
      isStopping = true;
      await stopProcess(current.child, current.ended);
    },
    async relaunch(further) {
      const previous = current;
      dismissed = previous;
      previous.child.kill('SIGKILL');
      await previous.ended;
      current = launch(options, further);
      watch(current);
      await current.ready;
    },
    deathCount: () => deathCount,
  };
  options.running.add(child);
  current = launch(options, {});
  await current.ready;
  watch(current);
  return child;
}

/** Runs a script to its end, its output shown; throws `StartRefusal` when it fails. */
export async function runToEnd(
  options: Pick<Options, 'name' | 'script' | 'cwd' | 'environment' | 'running'>,
): Promise<void> {
  let child: ChildProcess | undefined;
  let ended: Promise<void> = Promise.resolve();
  let isStopped = false;
  options.running.add({
    async stop() {
      isStopped = true;
      if (child !== undefined) await stopProcess(child, ended);
    },
  });
  const launched = spawnOurs(options, 'inherit');
  child = launched;
  ended = new Promise((resolve) => launched.once('exit', () => resolve()));
  await ended;
  if (isStopped) throw new StartRefusal(`${options.name} was ended.`);
  if (launched.exitCode !== 0) {
    const code = launched.exitCode ?? launched.signalCode;
    throw new StartRefusal(`${options.name} failed with code ${code}: the lines above say why.`);
  }
}
