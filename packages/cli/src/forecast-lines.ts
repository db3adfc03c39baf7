import {
  forecastBatch,
  type PooledForecaster,
  type Regressors,
  type SeriesForecast,
  type SeriesInput,
  trainPooled,
} from '@coplan/forecasting';
import { UsageError } from './command.ts';

/** One line of the input: {id, m, m2?, h, train: (number|null)[], x?: {name: (number|null)[]}}. */
type SeriesLine = {
  readonly id: string;
  readonly input: SeriesInput;
};

const refuse = (lineNumber: number, what: string): never => {
  throw new UsageError(`line ${lineNumber}: ${what}`);
};

const readCount = (value: unknown, name: string, lineNumber: number): number => {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 100_000) return value;
  return refuse(
    lineNumber,
    `"${name}" must be a whole number from 1 to 100000, not ${JSON.stringify(value)}`,
  );
};

/** A list of numbers; null is a period of which nothing is known. */
const readNumbers = (value: unknown, name: string, lineNumber: number): Float64Array => {
  if (!Array.isArray(value)) return refuse(lineNumber, `"${name}" must be a list of numbers`);
  return Float64Array.from(value, (entry: unknown, index) => {
    if (typeof entry === 'number' && Number.isFinite(entry)) return entry;
    if (entry === null) return Number.NaN;
    return refuse(
      lineNumber,
      `"${name}" has ${JSON.stringify(entry)} at position ${index + 1}: write a number, or null where nothing is known`,
    );
  });
};

const readRegressors = (value: unknown, periods: number, lineNumber: number): Regressors | undefined => {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'object' || Array.isArray(value)) {
    return refuse(lineNumber, '"x" must be an object of lists, one per regressor');
  }
  const entries = Object.entries(value).map(([name, list]): [string, Float64Array] => {
    const numbers = readNumbers(list, `x.${name}`, lineNumber);
    if (numbers.length !== periods) {
      refuse(lineNumber, `"x.${name}" has ${numbers.length} values; train and h together are ${periods}`);
    }
    return [name, numbers];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
};

const partSeparator = ':';

/** The parts of an id by their place: `store:item` belongs to a store and to an item. */
const groupsOf = (id: string): Record<string, string> | undefined => {
  const parts = id.split(partSeparator);
  return parts.length < 2
    ? undefined
    : Object.fromEntries(parts.map((part, index) => [`part-${index + 1}`, part]));
};

/** Reads one line or refuses it with its number, the field and the remedy. */
const readLine = (text: string, lineNumber: number, levels: readonly number[]): SeriesLine => {
  let record: unknown;
  try {
    record = JSON.parse(text);
  } catch (error) {
    return refuse(lineNumber, `is not JSON (${error instanceof Error ? error.message : String(error)})`);
  }
  if (typeof record !== 'object' || record === null || Array.isArray(record)) {
    return refuse(lineNumber, 'must be a JSON object with id, m, h and train');
  }
  const { id, m, m2, h, train, x } = record as Record<string, unknown>;
  if (typeof id !== 'string' || id === '') return refuse(lineNumber, '"id" must be a text that is not empty');
  const history = readNumbers(train, 'train', lineNumber);
  if (!history.some((demand) => !Number.isNaN(demand))) {
    return refuse(lineNumber, '"train" has no known demand: give at least one number');
  }
  const horizonPeriods = readCount(h, 'h', lineNumber);
  const regressors = readRegressors(x, history.length + horizonPeriods, lineNumber);
  const groups = groupsOf(id);
  return {
    id,
    input: {
      history,
      seasonPeriods: readCount(m, 'm', lineNumber),
      horizonPeriods,
      levels,
      isNonNegative: history.every((demand) => !(demand < 0)),
      ...(m2 === undefined || m2 === null ? {} : { secondSeasonPeriods: readCount(m2, 'm2', lineNumber) }),
      ...(regressors === undefined ? {} : { regressors }),
      ...(groups === undefined ? {} : { groups }),
    },
  };
};

/** A part of the input file: the bytes of its lines and the number of the first one. */
export type LineBatch = {
  /** The whole file; shared between threads, never copied. */
  readonly bytes: Uint8Array;
  readonly fromByte: number;
  readonly toByte: number;
  readonly firstLineNumber: number;
  readonly lineCount: number;
  readonly levels: readonly number[];
  /** The models to use; undefined leaves the choice to the engine. */
  readonly models: readonly string[] | undefined;
};

const linesOf = ({ bytes, fromByte, toByte }: LineBatch): string[] => {
  // A decoder refuses shared memory, so the batch alone is copied.
  const own = Buffer.from(bytes.slice(fromByte, toByte).buffer, 0, toByte - fromByte);
  return own.toString('utf8').split('\n');
};

/** Reads a batch of lines; empty lines are passed over. Throws UsageError at the first bad one. */
export const readSeriesLines = (batch: LineBatch): SeriesLine[] =>
  linesOf(batch).flatMap((line, index) =>
    line.trim() === '' ? [] : [readLine(line, batch.firstLineNumber + index, batch.levels)],
  );

const listOf = (values: Float64Array): string => `[${values.join(',')}]`;

/** As JSON.stringify would write it; numbers are joined straight from their arrays. */
const writeLine = (id: string, { model, demandClass, mean, quantiles }: SeriesForecast): string => {
  const paths = [...quantiles].map(([level, path]) => `"${level}":${listOf(path)}`);
  const head = `{"id":${JSON.stringify(id)},"model":${JSON.stringify(model)},"demandClass":"${demandClass}"`;
  return `${head},"mean":${listOf(mean)},"quantiles":{${paths.join(',')}}}\n`;
};

/**
 * Input lines in, the bytes of the output lines out, in the same order; `pooled` is what was learnt from the
 * whole file.
 */
export const forecastLines = (
  batch: LineBatch,
  pooled: PooledForecaster | undefined,
): Uint8Array<ArrayBuffer> => {
  const series = readSeriesLines(batch);
  const shared = {
    ...(pooled === undefined ? {} : { pooled }),
    ...(batch.models === undefined ? {} : { models: batch.models }),
  };
  const forecasts = forecastBatch(series.map(({ input }) => ({ ...input, ...shared })));
  return new TextEncoder().encode(series.map(({ id }, index) => writeLine(id, forecasts[index]!)).join(''));
};

/** An even sample of so many lines is learnt from. */
const learntLinesMax = 2000;

/**
 * One model over the series of a whole file, or undefined where it is not worth it (see `trainPooled`). Bad
 * lines are passed over: they are refused where they are forecast.
 */
export const learnFromLines = (batches: readonly LineBatch[]): PooledForecaster | undefined => {
  const lineCount = batches.reduce((sum, batch) => sum + batch.lineCount, 0);
  const stride = Math.max(1, Math.ceil(lineCount / learntLinesMax));
  const inputs: SeriesInput[] = [];
  for (const batch of batches) {
    linesOf(batch).forEach((line, index) => {
      const lineNumber = batch.firstLineNumber + index;
      if (lineNumber % stride !== 0 || line.trim() === '') return;
      try {
        inputs.push(readLine(line, lineNumber, batch.levels).input);
      } catch (error) {
        if (!(error instanceof UsageError)) throw error;
      }
    });
  }
  return trainPooled(inputs);
};
