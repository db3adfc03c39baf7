import { assert, type LocalDate } from '@coplan/kernel';
import { type JudgedValue, judgeAddedValue, type PairedErrors } from './paired-bootstrap.ts';

/** The steps of making a forecast, in their order: each is compared with the one before it. */
export const forecastSteps = [
  { code: 'naive', name: 'Seasonal naive' },
  { code: 'statistical', name: 'Statistical' },
  { code: 'buyer', name: 'Buyer' },
  { code: 'seller', name: 'Seller' },
  { code: 'consensus', name: 'Consensus' },
] as const;
export type ForecastStepCode = (typeof forecastSteps)[number]['code'];

/** One item, place and bucket: what came and what each step said at the lag, in thousandths; null: not known. */
export type StairstepCell = {
  startsOn: LocalDate;
  actualMilli: number | null;
  forecastMilli: Partial<Record<ForecastStepCode, number | null>>;
};

export type StairstepResult = StepResult<ForecastStepCode>;

export type Stairstep = {
  steps: StairstepResult[];
  /** Cells in which the actual and every step are known: all steps are measured by the same cells. */
  cellCount: number;
  /** Cells left out because a value is missing. */
  excludedCount: number;
  bucketCount: number;
};

/** One bucket over its cells: demand, and the absolute error of each step in the order of the chain. */
export type BucketSums = { demand: number; errors: number[] };

export type StepResult<Code extends string> = JudgedValue & {
  code: Code;
  name: string;
  /** WAPE after this step; null without demand. */
  wape: number | null;
  /** The step it is compared with; null for the first one. */
  comparedWith: Code | null;
};

/**
 * Forecast value added from step to step: WAPE before minus WAPE after, over the cells that all steps know. Significance
 * by paired bootstrap over buckets, because the items of one week err together; fewer than 13 buckets are not judged.
 * `steps` leaves steps out that the agreement does not have (or that the reader may not see).
 */
export function forecastValueAdded(
  cells: readonly StairstepCell[],
  { steps, seed }: { steps: readonly ForecastStepCode[]; seed: number },
): Stairstep {
  const chain = forecastSteps.filter(({ code }) => steps.includes(code));
  assert(chain.length > 0, 'a stairstep has at least one step');
  const buckets = new Map<LocalDate, BucketSums>();
  let cellCount = 0;
  for (const { startsOn, actualMilli, forecastMilli } of cells) {
    if (actualMilli === null) continue;
    const values = chain.map(({ code }) => forecastMilli[code] ?? null);
    if (values.some((value) => value === null)) continue;
    cellCount += 1;
    let sums = buckets.get(startsOn);
    if (sums === undefined) {
      sums = { demand: 0, errors: chain.map(() => 0) };
      buckets.set(startsOn, sums);
    }
    sums.demand += Math.abs(actualMilli);
    for (let step = 0; step < values.length; step++)
      sums.errors[step]! += Math.abs(actualMilli - values[step]!);
  }
  // Buckets in order of time, so that the interval does not depend on the order of the cells.
  const ordered = [...buckets].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, sums]) => sums);
  const results = judgeSteps(chain, ordered, seed);
  return { steps: results, cellCount, excludedCount: cells.length - cellCount, bucketCount: ordered.length };
}

/**
 * Each step of a chain against the one before it, from sums per bucket in order of time: WAPE, what the step added and
 * whether that is more than chance.
 */
export function judgeSteps<Code extends string>(
  chain: readonly { code: Code; name: string }[],
  buckets: readonly BucketSums[],
  seed: number,
): StepResult<Code>[] {
  return chain.map(({ code, name }, index): StepResult<Code> => {
    const wape = wapeOf(buckets, index);
    const before = chain[index - 1];
    if (before === undefined) {
      const unjudged = {
        addedValue: null,
        interval: null,
        n: buckets.length,
        verdict: 'not-enough-data',
      } as const;
      return { code, name, wape, comparedWith: null, ...unjudged };
    }
    const units = buckets.map(
      ({ demand, errors }): PairedErrors => ({
        demand,
        errorBefore: errors[index - 1]!,
        errorAfter: errors[index]!,
      }),
    );
    const judged = judgeAddedValue(units, { seed, isOrdered: true });
    return { code, name, wape, comparedWith: before.code, ...judged };
  });
}

function wapeOf(buckets: readonly BucketSums[], step: number): number | null {
  let error = 0;
  let demand = 0;
  for (const bucket of buckets) {
    error += bucket.errors[step]!;
    demand += bucket.demand;
  }
  return demand > 0 ? error / demand : null;
}
