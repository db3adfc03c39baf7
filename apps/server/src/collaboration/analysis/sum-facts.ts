import { type MetricFact, metricRows } from '@coplan/collaboration';
import { addSums, noSums, type Sums } from './metric-result-rows.ts';

/** Numerator and denominator of observations before they are made into a value. */
export const sumFacts = (code: string, facts: readonly MetricFact[]): Sums =>
  metricRows(code, facts).reduce<Sums>(
    (sums, { numerator, denominator, excluded }) =>
      addSums(
        sums,
        excluded === null
          ? { numerator, denominator, n: 1, excluded: {} }
          : { ...noSums, excluded: { [excluded]: 1 } },
      ),
    noSums,
  );
