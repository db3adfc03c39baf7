import type { Criterion } from '../agreement-content.ts';
import { testAccuracy, testBias } from './accuracy-tests.ts';
import { compareSources, type ForecastCriterion } from './compare-sources.ts';
import { columnsNeeded } from './criterion-needs.ts';
import { testCumulativeCommit } from './cumulative-commit.ts';
import { type DataQualityCriterion, testDataQuality } from './data-quality-tests.ts';
import type { EvaluationInput, HistoryColumn, PlanColumn } from './evaluation-input.ts';
import { emptyFindings, emptySums, type Findings, joinFindings, type RowSums } from './findings.ts';
import { markEvents } from './mark-events.ts';
import { type MetricCriterion, testMetric } from './metric-tests.ts';
import {
  type OperationalCriterion,
  testActivityValue,
  testOverstock,
  testStockOut,
  testZeroSales,
} from './operational-tests.ts';
import { testResponses } from './response-required.ts';
import { type Testing, testingOf } from './row-range.ts';

/** What one criterion found, beside what it compared. `missing`: not evaluated, because these columns are not shared. */
export type CriterionOutcome = {
  findings: Findings;
  sums: RowSums;
  missing: readonly (PlanColumn | HistoryColumn)[];
};
/** One outcome per criterion, in their order. */
export type Outside = readonly CriterionOutcome[];

const forecastTests: Readonly<
  Record<ForecastCriterion['test'], (testing: Testing<ForecastCriterion>) => void>
> = {
  'party-comparison': compareSources,
  'version-change': compareSources,
  'commit-mismatch': compareSources,
  'cumulative-commit-mismatch': testCumulativeCommit,
  accuracy: testAccuracy,
  bias: testBias,
  'response-required': testResponses,
};

const operationalTests: Readonly<
  Record<OperationalCriterion['test'], (testing: Testing<OperationalCriterion>) => void>
> = {
  value: testActivityValue,
  'projected-stock-out': testStockOut,
  'projected-overstock': testOverstock,
  'zero-sales': testZeroSales,
};

function runTest(testing: Testing): void {
  const { criterion } = testing;
  if (criterion.kind === 'forecast') {
    forecastTests[criterion.test](testing as Testing<ForecastCriterion>);
  } else if (criterion.kind === 'operational') {
    operationalTests[criterion.test](testing as Testing<OperationalCriterion>);
  } else if (criterion.kind === 'metric') {
    testMetric(testing as Testing<MetricCriterion>);
  } else {
    testDataQuality(testing as Testing<DataQualityCriterion>);
  }
}

function missingColumns(input: EvaluationInput, criterion: Criterion): (PlanColumn | HistoryColumn)[] {
  const { plan, history } = columnsNeeded(criterion);
  return [
    ...plan.filter((column) => input.plan[column] === undefined),
    ...history.filter((column) => input.history[column] === undefined),
  ];
}

/** Tests every criterion over rows `fromRow` to `beforeRow`. Ranges may be tested in threads and joined afterwards. */
export function findOutside(
  input: EvaluationInput,
  { fromRow, beforeRow }: { fromRow: number; beforeRow: number },
): Outside {
  const eventOfCell = markEvents(input);
  return input.criteria.map((criterion) => {
    const missing = missingColumns(input, criterion);
    if (missing.length > 0) return { findings: emptyFindings(), sums: emptySums(0), missing };
    const testing = testingOf(input, criterion, { fromRow, beforeRow, eventOfCell });
    runTest(testing);
    return { findings: testing.findings, sums: testing.sums, missing };
  });
}

function addInto(total: Float64Array | Int32Array, part: Float64Array | Int32Array): void {
  for (let row = 0; row < total.length; row++) total[row] = (total[row] as number) + (part[row] as number);
}

/** The outcome of neighbouring ranges as if they had been tested in one go, byte for byte. */
export function joinOutside(parts: readonly Outside[]): Outside {
  const [first = []] = parts;
  return first.map((outcome, index) => {
    const all = parts.map((part) => part[index] as CriterionOutcome);
    const sums = emptySums(outcome.sums.cells.length);
    for (const part of all) {
      addInto(sums.signedMinor, part.sums.signedMinor);
      addInto(sums.baseMinor, part.sums.baseMinor);
      addInto(sums.cells, part.sums.cells);
    }
    return { findings: joinFindings(all.map(({ findings }) => findings)), sums, missing: outcome.missing };
  });
}
