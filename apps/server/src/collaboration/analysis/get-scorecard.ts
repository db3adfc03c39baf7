import {
  type ExclusionReason,
  findMetricDefinition,
  type MetricDirection,
  type MetricScore,
  type MetricStatus,
  type MetricUnit,
  scoreAll,
  scoreMetric,
} from '@coplan/collaboration';
import { addDays, isoWeekLabel, type LocalDate } from '@coplan/kernel';
import { z } from 'zod';
import { rowsOf } from '../../partners/index.ts';
import type { Context } from '../../platform/index.ts';
import { type AgreementInForce, findAgreementInForce } from '../plans/index.ts';
import {
  addSums,
  type MetricParty,
  noSums,
  resultColumns,
  type StoredResult,
  type Sums,
  statusOf,
  valueOfSums,
} from './metric-result-rows.ts';

export const getScorecardInput = z.object({
  agreementId: z.uuid(),
  /** Buckets that the number is made of; the trend goes twice as far back. */
  periodCount: z.int().min(1).max(52).default(13),
});

export type TrendPoint = {
  metricResultId: string;
  startsOn: LocalDate;
  endsBefore: LocalDate;
  label: string;
  asScored: number | null;
  asAgreed: number | null;
  n: number;
  status: MetricStatus;
  state: StoredResult['state'];
  version: number;
};

export type ScorecardLine = {
  metricCode: string;
  name: string;
  party: MetricParty;
  formula: string;
  definitionVersion: number;
  unit: MetricUnit;
  direction: MetricDirection;
  goal: number;
  weight: number;
  lagPeriods: number;
  /** Over the buckets chosen, as the ratio of their sums; disputes aside, and with what was agreed in them. */
  asScored: number | null;
  asAgreed: number | null;
  numerator: number;
  denominator: number;
  n: number;
  excluded: Partial<Record<ExclusionReason, number>>;
  status: MetricStatus;
  note: string;
  score: MetricScore;
  /** What is better or worse than in as many buckets before. */
  change: number | null;
  openDisputeCount: number;
  trend: TrendPoint[];
};

export type Scorecard = {
  agreementId: string;
  agreementName: string;
  agreementVersionId: string;
  period: { startsOn: LocalDate | null; endsBefore: LocalDate | null; count: number };
  disputeDays: number;
  /** Attainment by weight, as agreed, per side whose performance it is. */
  totals: { party: 'buyer' | 'seller'; score: number | null; scoredWeight: number }[];
  lines: ScorecardLine[];
};

const listResults = `
select ${resultColumns} from metric_results result
where result.agreement_id = $1 and result.starts_on >= (
  select min(bucket.starts_on) from (
    select distinct starts_on from metric_results where agreement_id = $1 order by starts_on desc limit $2) bucket)
order by result.starts_on`;

const scored = ({ numerator, denominator, n, excluded }: StoredResult): Sums => ({
  numerator,
  denominator,
  n,
  excluded,
});

const agreedOf = (result: StoredResult): Sums =>
  result.agreedN === null
    ? scored(result)
    : {
        numerator: result.agreedNumerator ?? 0,
        denominator: result.agreedDenominator ?? 0,
        n: result.agreedN,
        excluded: result.agreedExcluded ?? {},
      };

function toPoint(result: StoredResult): TrendPoint {
  const { metricCode, metricResultId, startsOn, endsBefore, state, n, version } = result;
  const asScored = valueOfSums(metricCode, scored(result)).value;
  const bucketDays = Math.round((Date.parse(endsBefore) - Date.parse(startsOn)) / 86_400_000);
  return {
    metricResultId,
    startsOn,
    endsBefore,
    // A week is named after the ISO week in which most of its days lie.
    label: bucketDays === 1 ? startsOn : isoWeekLabel(addDays(startsOn, 3)),
    asScored,
    asAgreed: valueOfSums(metricCode, agreedOf(result)).value,
    n,
    status: statusOf(state, asScored),
    state,
    version,
  };
}

type Goal = AgreementInForce['content']['metrics'][number];

function toLine(
  goal: Goal,
  party: MetricParty,
  results: readonly StoredResult[],
  periodCount: number,
): ScorecardLine[] {
  const definition = findMetricDefinition(goal.code);
  if (definition === undefined) return [];
  const recent = results.slice(-periodCount);
  const before = results.slice(-2 * periodCount, -periodCount);
  const sums = recent.map(scored).reduce(addSums, noSums);
  const { value: asScored, note } = valueOfSums(goal.code, sums);
  const asAgreed = valueOfSums(goal.code, recent.map(agreedOf).reduce(addSums, noSums)).value;
  const earlier = valueOfSums(goal.code, before.map(agreedOf).reduce(addSums, noSums)).value;
  const isFinal = recent.every(({ state, n }) => state !== 'provisional' || n === 0);
  const newest = results.at(-1);
  return [
    {
      metricCode: goal.code,
      name: definition.name,
      party,
      formula: newest?.formula ?? definition.formula,
      definitionVersion: newest?.definitionVersion ?? definition.definitionVersion,
      unit: definition.unit,
      direction: goal.direction,
      goal: goal.goal,
      weight: goal.weight,
      lagPeriods: goal.lagPeriods,
      asScored,
      asAgreed,
      ...sums,
      status: statusOf(isFinal ? 'final' : 'provisional', asScored),
      note: note === '' || sums.n === 0 ? (newest?.note ?? '') || note : note,
      score: scoreMetric({ value: asAgreed }, goal),
      change: asAgreed === null || earlier === null ? null : asAgreed - earlier,
      openDisputeCount: results.filter(({ state }) => state === 'disputed').length,
      trend: results.map(toPoint),
    },
  ];
}

const order: readonly MetricParty[] = ['buyer', 'seller', 'consensus', 'both'];

/** The scorecard of an agreement: the same for both sides, each number with its formula, goal, trend and sums. */
export async function getScorecard(
  { db }: Context,
  { agreementId, periodCount }: z.output<typeof getScorecardInput>,
): Promise<Scorecard> {
  const agreement = await findAgreementInForce(db, agreementId);
  const { content } = agreement;
  const results = await rowsOf<StoredResult>(db, listResults, [agreementId, 2 * periodCount]);
  const lines = content.metrics.flatMap((goal) => {
    const own = results.filter(
      ({ metricCode, lagPeriods }) => metricCode === goal.code && lagPeriods === goal.lagPeriods,
    );
    const parties = order.filter((party) => own.some((result) => result.party === party));
    return (parties.length === 0 ? (['both'] as const) : parties).flatMap((party) =>
      toLine(
        goal,
        party,
        own.filter((result) => result.party === party),
        periodCount,
      ),
    );
  });
  const starts = [...new Set(results.map(({ startsOn }) => startsOn))].slice(-periodCount);
  return {
    agreementId,
    agreementName: agreement.name,
    agreementVersionId: agreement.agreementVersionId,
    period: {
      startsOn: starts[0] ?? null,
      endsBefore: results.at(-1)?.endsBefore ?? null,
      count: starts.length,
    },
    disputeDays: content.disputeDays,
    totals: (['buyer', 'seller'] as const).map((party) => ({
      party,
      ...scoreAll(
        lines
          .filter((line) => line.party === party)
          .map((line) => ({
            result: { value: line.asAgreed },
            goal: { goal: line.goal, weight: line.weight, direction: line.direction },
          })),
      ),
    })),
    lines,
  };
}
