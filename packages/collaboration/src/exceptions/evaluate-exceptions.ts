import { canonicalInput } from './canonical-input.ts';
import { byMoney, levelsOf, toPooledException } from './cause-groups.ts';
import type { EvaluationInput, HistoryColumn, PlanColumn } from './evaluation-input.ts';
import { findOutside, type Outside } from './find-outside.ts';
import type { Findings } from './findings.ts';
import { limitExceptions } from './limit-exceptions.ts';
import { markEvents } from './mark-events.ts';
import { poolCriterion } from './pool-criterion.ts';
import { type PooledException, smallDifferencesCode } from './pooled-exception.ts';

/** A criterion that could not be looked at, because these columns are not shared between the two sides. */
export type EvaluationNote = {
  readonly criterionCode: string;
  readonly missing: readonly (PlanColumn | HistoryColumn)[];
};

export type Evaluation = {
  /** One per criterion, in the order of `input.criteria` as made canonical. */
  readonly findings: readonly Findings[];
  readonly exceptions: readonly PooledException[];
  readonly notes: readonly EvaluationNote[];
  readonly totals: {
    readonly cellsOutside: number;
    readonly moneyMinor: number;
    /** Share of the money that stands in exceptions other than the small differences; 1 when there is nothing. */
    readonly coveredShare: number;
  };
};

/** From what each criterion found to exceptions by cause. `input` has to be canonical. */
export function poolFindings(input: EvaluationInput, outside: Outside): Evaluation {
  const levels = levelsOf(input);
  const eventOfCell = markEvents(input);
  const groups = outside.flatMap((outcome, criterionIndex) => {
    const criterion = input.criteria[criterionIndex];
    return criterion === undefined
      ? []
      : poolCriterion({ input, criterion, criterionIndex, outcome, eventOfCell, levels });
  });
  const limited = limitExceptions(input, groups);
  const moneyMinor = limited.reduce((sum, group) => sum + group.moneyMinor, 0);
  const small = limited.find(({ criterionCode }) => criterionCode === smallDifferencesCode)?.moneyMinor ?? 0;
  return {
    findings: outside.map(({ findings }) => findings),
    exceptions: limited.sort(byMoney).map(toPooledException),
    notes: outside.flatMap(({ missing }, index) =>
      missing.length === 0 ? [] : [{ criterionCode: input.criteria[index]?.code ?? '', missing }],
    ),
    totals: {
      cellsOutside: outside.reduce((sum, { findings }) => sum + findings.count, 0),
      moneyMinor,
      coveredShare: moneyMinor === 0 ? 1 : (moneyMinor - small) / moneyMinor,
    },
  };
}

/**
 * The exceptions of an agreement: every criterion over every item-location and bucket, priced, pooled by root cause. A
 * pure function of its input: whichever side assembles it, in whatever order of rows, gets the same bytes.
 */
export function evaluateExceptions(given: EvaluationInput): Evaluation {
  const input = canonicalInput(given);
  return poolFindings(
    input,
    findOutside(input, { fromRow: 0, beforeRow: input.rows.itemLocationIds.length }),
  );
}
