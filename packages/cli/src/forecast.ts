import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { modelNames, type PooledForecaster } from '@coplan/forecasting';
import { type Command, UsageError } from './command.ts';
import { forecastLines, type LineBatch, learnFromLines } from './forecast-lines.ts';
import type { BatchAnswer } from './forecast-worker.ts';

const usage = `coplan forecast --input FILE --output FILE [--levels 0.1,0.5,0.9] [--models a,b] [--threads N]

Reads one JSON object a line: {"id", "m", "m2"?, "h", "train": [number or null], "x"?: {name: [number or null]}}
(m: periods in a season, 1 for none; m2: in a second one; h: periods to forecast; null: nothing is known;
x: known regressors over train and horizon alike; an id whose parts are separated by colons, store:item, says
which lines share a store or an item: the pooled model looks at what they did together) and writes one a line in the same order:
{"id", "model", "demandClass", "mean": [h numbers], "quantiles": {"0.1": [h numbers], …}}.
--levels   quantile levels between 0 and 1 (default: M5's nine, with 0.1 and 0.9)
--models   only these models, averaged by how they did on each series' past: ${modelNames.join(', ')}
           (default: those that suit the demand, and what was learnt from the whole file)
--threads  worker threads (default: as many as the machine has processors, fewer for a small file)`;

/** The nine levels of the M5 uncertainty competition, whose tails safety stock needs, and the band that pages draw. */
const defaultLevels = '0.005,0.025,0.1,0.165,0.25,0.5,0.75,0.835,0.9,0.975,0.995';
const pooledLinesMax = 250;
const plainLinesMax = 100;
/** Starting a thread costs as much as forecasting some so many bytes of input. */
const bytesPerThread = 400_000;
const threadsMax = 64;

type Options = {
  readonly inputPath: string;
  readonly outputPath: string;
  readonly levels: readonly number[];
  readonly models: readonly string[] | undefined;
  readonly threads: number | undefined;
};

const readOptions = (args: readonly string[]): Options | 'help' => {
  let values: Partial<Record<'input' | 'output' | 'levels' | 'models' | 'threads', string>> & {
    help?: boolean;
  };
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        input: { type: 'string' },
        output: { type: 'string' },
        levels: { type: 'string' },
        models: { type: 'string' },
        threads: { type: 'string' },
        help: { type: 'boolean' },
      },
    }));
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
  if (values.help === true) return 'help';
  if (values.input === undefined) throw new UsageError('--input FILE is missing');
  if (values.output === undefined) throw new UsageError('--output FILE is missing');
  const levels = (values.levels ?? defaultLevels).split(',').map(Number);
  if (levels.some((level) => !(level > 0 && level < 1))) {
    throw new UsageError('--levels takes numbers between 0 and 1, separated by commas');
  }
  const threads = values.threads === undefined ? undefined : Number(values.threads);
  if (threads !== undefined && !(Number.isInteger(threads) && threads >= 1 && threads <= threadsMax)) {
    throw new UsageError(`--threads takes a whole number from 1 to ${threadsMax}`);
  }
  const models = readModels(values.models);
  return { inputPath: values.input, outputPath: values.output, levels, models, threads };
};

const readModels = (text: string | undefined): string[] | undefined => {
  if (text === undefined) return undefined;
  const models = text.split(',').map((name) => name.trim());
  const unknown = models.filter((name) => !modelNames.includes(name));
  if (unknown.length === 0) return models;
  const what = unknown.map((name) => `"${name}"`).join(', ');
  throw new UsageError(`--models does not know ${what}: choose from ${modelNames.join(', ')}`);
};

/**
 * The file in batches. Effects of regressors are pooled over a batch where no pooled model was learnt, so such
 * lines go in large ones; the cut depends on the file alone, never on the threads, which therefore do not change
 * the result.
 */
const batchesOf = (
  bytes: Uint8Array,
  { levels, models }: Pick<Options, 'levels' | 'models'>,
): LineBatch[] => {
  const batches: LineBatch[] = [];
  let firstLineNumber = 1;
  let fromByte = 0;
  while (fromByte < bytes.length) {
    const firstEnd = endOfLine(bytes, fromByte);
    const first = Buffer.from(bytes.buffer, fromByte, firstEnd - fromByte);
    const linesMax = first.includes('"x":') ? pooledLinesMax : plainLinesMax;
    let toByte = firstEnd;
    let lineCount = 1;
    for (; lineCount < linesMax && toByte < bytes.length; lineCount++) toByte = endOfLine(bytes, toByte);
    batches.push({ bytes, fromByte, toByte, firstLineNumber, lineCount, levels, models });
    firstLineNumber += lineCount;
    fromByte = toByte;
  }
  return batches;
};

const newline = 10;

/** The byte after the line that begins here. */
const endOfLine = (bytes: Uint8Array, fromByte: number): number => {
  const end = bytes.indexOf(newline, fromByte);
  return end < 0 ? bytes.length : end + 1;
};

/** Tells on stderr how far the work is, at most every two seconds; short work says nothing. */
const startProgress = (batchCount: number) => {
  const startedMs = performance.now();
  let toldMs = startedMs;
  let done = 0;
  return () => {
    done += 1;
    const nowMs = performance.now();
    if (nowMs - toldMs < 2000 || done === batchCount) return;
    toldMs = nowMs;
    const seconds = ((nowMs - startedMs) / 1000).toFixed(0);
    console.error(`coplan forecast: ${Math.floor((100 * done) / batchCount)} % after ${seconds} s`);
  };
};

const runInThreads = async (
  batches: readonly LineBatch[],
  { threads, pooled }: { readonly threads: number; readonly pooled: PooledForecaster | undefined },
): Promise<Uint8Array[]> => {
  const results = new Array<Uint8Array>(batches.length);
  const tellProgress = startProgress(batches.length);
  let next = 0;
  let refused: { readonly batchIndex: number; readonly message: string } | undefined;
  const workers = Array.from(
    { length: threads },
    () => new Worker(new URL('./forecast-worker.ts', import.meta.url), { workerData: pooled }),
  );
  const runWorker = (worker: Worker): Promise<void> =>
    new Promise((resolve, reject) => {
      let current = -1;
      const giveNext = (): void => {
        current = next;
        next += 1;
        const batch = refused === undefined ? batches[current] : undefined;
        if (batch === undefined) resolve();
        else worker.postMessage(batch);
      };
      worker.on('error', reject);
      worker.on('message', (answer: BatchAnswer) => {
        if ('output' in answer) {
          results[current] = answer.output;
          tellProgress();
        } else if (refused === undefined || current < refused.batchIndex) {
          // Batches go out in order, so every earlier one is under way: the first bad line is what is told.
          refused = { batchIndex: current, message: answer.refusal };
        }
        giveNext();
      });
      giveNext();
    });
  try {
    await Promise.all(workers.map(runWorker));
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  if (refused !== undefined) throw new UsageError(refused.message);
  return results;
};

const runHere = (batches: readonly LineBatch[], pooled: PooledForecaster | undefined): Uint8Array[] => {
  const tellProgress = startProgress(batches.length);
  return batches.map((batch) => {
    const output = forecastLines(batch, pooled);
    tellProgress();
    return output;
  });
};

/** The file in memory that every thread sees. */
const readInput = async (path: string): Promise<Uint8Array> => {
  try {
    const content = await readFile(path);
    const shared = new Uint8Array(new SharedArrayBuffer(content.length));
    shared.set(content);
    return shared;
  } catch (error) {
    throw new UsageError(
      `--input ${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      {
        cause: error,
      },
    );
  }
};

/** Written beside its place and then renamed: a reader never sees half a file. */
const writeOutput = async (path: string, parts: readonly Uint8Array[]): Promise<void> => {
  const temporaryPath = `${path}.${process.pid}.part`;
  try {
    await writeFile(temporaryPath, parts);
    await rename(temporaryPath, path);
  } catch (error) {
    await rm(temporaryPath, { force: true });
    throw new UsageError(
      `--output ${path} cannot be written: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  }
};

/** `coplan forecast`: JSON lines in, JSON lines out. */
export const forecastCommand: Command = {
  summary: 'forecast demand series: JSON lines in, means and quantiles out',
  async run(args) {
    const options = readOptions(args);
    if (options === 'help') {
      console.log(usage);
      return 0;
    }
    const bytes = await readInput(options.inputPath);
    const batches = batchesOf(bytes, options);
    const pooled = options.models === undefined ? learnFromLines(batches) : undefined;
    const worthwhile = Math.min(availableParallelism(), 8, Math.ceil(bytes.length / bytesPerThread));
    const threads = Math.min(options.threads ?? worthwhile, batches.length);
    const parts = threads > 1 ? await runInThreads(batches, { threads, pooled }) : runHere(batches, pooled);
    await writeOutput(options.outputPath, parts);
    return 0;
  },
};
