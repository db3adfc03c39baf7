import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { StartRefusal } from './ask.ts';

/** One of our processes under supervision. */
export type Child = { name: string; stop(): Promise<void> };

type Options = {
  name: string;
  script: string;
  cwd: string;
  environment: Record<string, string>;
  readyTimeoutMs: number;
  /** Told when the process cannot be kept alive; the whole product then ends. */
  onGivenUp(sentence: string): void;
};

const stopTimeoutMs = 15_000;
const restartDelayMs = 500;
const restartsMax = 20;

type Line = { event?: string; level?: number | string; msg?: string };

function parse(text: string): Line {
  if (!text.startsWith('{')) return {};
  try {
    return JSON.parse(text) as Line;
  } catch {
    return {};
  }
}

/** Starts a process and waits until it says `{"event":"listening"}`; starts it again when it is killed later. */
export async function startChild(options: Options): Promise<Child> {
  let current: ChildProcess | undefined;
  let isStopping = false;
  let restartCount = 0;
  let lastSentence = '';

  const launch = (onReady: () => void, onExit: (code: number | null) => void): void => {
    const child = spawn(process.execPath, [options.script], {
      cwd: options.cwd,
      env: { ...process.env, ...options.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    current = child;
    const read = (text: string): void => {
      const line = parse(text);
      if (line.event === 'listening') onReady();
      if (line.level === 'fatal' || line.level === 60) lastSentence = line.msg ?? lastSentence;
      if (process.env['COPLAN_LOG'] === '1') process.stderr.write(`${text}\n`);
      else if (!text.startsWith('{') && text.trim() !== '') lastSentence = text.trim();
    };
    if (child.stdout !== null) createInterface({ input: child.stdout }).on('line', read);
    if (child.stderr !== null) createInterface({ input: child.stderr }).on('line', read);
    child.once('exit', onExit);
  };

  const restart = (): void => {
    restartCount += 1;
    if (restartCount > restartsMax) {
      options.onGivenUp(`The ${options.name} ended ${restartCount} times: ${lastSentence}`);
      return;
    }
    setTimeout(() => {
      if (!isStopping)
        launch(
          () => undefined,
          () => !isStopping && restart(),
        );
    }, restartDelayMs * Math.min(restartCount, 10));
  };

  await new Promise<void>((resolve, reject) => {
    let isReady = false;
    const timer = setTimeout(
      () =>
        reject(
          new StartRefusal(
            `The ${options.name} did not start within ${options.readyTimeoutMs / 1000} s: ${lastSentence}`,
          ),
        ),
      options.readyTimeoutMs,
    );
    launch(
      () => {
        isReady = true;
        clearTimeout(timer);
        resolve();
      },
      (code) => {
        clearTimeout(timer);
        if (isStopping) return;
        if (isReady) restart();
        else
          reject(
            new StartRefusal(lastSentence || `The ${options.name} ended with code ${code} while starting.`),
          );
      },
    );
  });

  return {
    name: options.name,
    async stop() {
      isStopping = true;
      await stopProcess(current);
    },
  };
}

function stopProcess(child: ChildProcess | undefined): Promise<void> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
    child.kill('SIGTERM');
  });
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
