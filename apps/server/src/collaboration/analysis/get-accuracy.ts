import {
  computeMetric,
  type ExclusionReason,
  type ForecastFact,
  factsAtLevel,
  findMetricDefinition,
  forecastSteps,
  type MetricStatus,
} from '@coplan/collaboration';
import type { LocalDate } from '@coplan/kernel';
import { z } from 'zod';
import type { Context } from '../../platform/index.ts';
import { findAgreementInForce } from '../plans/index.ts';
import type { ForecastSource } from './forecast-sources.ts';
import {
  type AccuracyFacts,
  type AccuracyLine,
  axisUntilToday,
  endOf,
  readAccuracyFacts,
} from './read-accuracy-facts.ts';

export const levels = ['all', 'category', 'location', 'item', 'item-location'] as const;
export const parties = forecastSteps.map(({ code }) => code) as [ForecastSource, ...ForecastSource[]];

export const getAccuracyInput = z.object({
  agreementId: z.uuid(),
  /** Buckets between forecast and bucket; the agreement's own lag by default. */
  lagPeriods: z.int().min(0).max(52).optional(),
  periodCount: z.int().min(1).max(104).default(13),
  level: z.enum(levels).default('all'),
  party: z.enum(parties).optional(),
  search: z.string().max(100).optional(),
  sort: z.enum(['name', 'worst']).default('worst'),
  offset: z.int().min(0).default(0),
  limit: z.int().min(1).max(500).default(100),
});

export type AccuracyMeasures = {
  party: ForecastSource;
  status: MetricStatus;
  /** Why there is no number; empty where there is one. */
  note: string;
  wape: number | null;
  accuracy: number | null;
  /** Above 0: too much was forecast. */
  biasRatio: number | null;
  /** Above 0: too little was forecast; an alarm beyond ±4. Needs six buckets. */
  trackingSignal: number | null;
  maeMilli: number | null;
  actualMilli: number;
  forecastMilli: number;
  /** Buckets (times members of the level that err together) that count, and those that do not, by reason. */
  n: number;
  excluded: Partial<Record<ExclusionReason, number>>;
};

export type AccuracyRow = {
  key: string;
  label: string;
  itemId: string | null;
  itemNumber: string | null;
  description: string | null;
  category: string | null;
  locationId: string | null;
  locationCode: string | null;
  measures: AccuracyMeasures[];
};

export type Accuracy = {
  lagPeriods: number;
  bucketDays: number;
  period: { startsOn: LocalDate; endsBefore: LocalDate; count: number };
  level: (typeof levels)[number];
  demandBasis: string;
  formulas: { code: string; name: string; formula: string; definitionVersion: number }[];
  missing: AccuracyFacts['missing'];
  parties: { party: ForecastSource; name: string }[];
  rows: AccuracyRow[];
  rowCount: number;
};

const demandBasis =
  'Sales at the point of sale, returns not deducted; weeks in which the shelf was empty are left out and counted';

type Group = Omit<AccuracyRow, 'measures'> & { lines: AccuracyLine[] };

const noParts = {
  itemId: null,
  itemNumber: null,
  description: null,
  category: null,
  locationId: null,
  locationCode: null,
};

function groupOf(line: AccuracyLine, level: (typeof levels)[number]): Omit<Group, 'lines'> {
  const { itemId, itemNumber, description, category, locationId, locationCode, itemLocationId } = line;
  switch (level) {
    case 'all':
      return { ...noParts, key: 'all', label: 'All items and places' };
    case 'category':
      return { ...noParts, key: category ?? '', label: category ?? 'Without a category', category };
    case 'location':
      return { ...noParts, key: locationId, label: locationCode, locationId, locationCode };
    case 'item':
      return { ...noParts, key: itemId, label: itemNumber, itemId, itemNumber, description, category };
    case 'item-location': {
      const label = `${itemNumber} · ${locationCode}`;
      return {
        key: itemLocationId,
        label,
        itemId,
        itemNumber,
        description,
        category,
        locationId,
        locationCode,
      };
    }
  }
}

function groupsOf(lines: readonly AccuracyLine[], level: (typeof levels)[number], search: string): Group[] {
  const groups = new Map<string, Group>();
  for (const line of lines) {
    const about = groupOf(line, level);
    if (search !== '' && !`${about.label} ${about.description ?? ''}`.toLowerCase().includes(search))
      continue;
    const group = groups.get(about.key);
    if (group === undefined) groups.set(about.key, { ...about, lines: [line] });
    else group.lines.push(line);
  }
  return [...groups.values()];
}

/** Observations of some lines: one per line and bucket, the bucket as its key. */
const forecastFactsOf = (lines: readonly AccuracyLine[], source: ForecastSource): ForecastFact[] =>
  lines.flatMap(({ actualMilli, forecasts, exclusions }) =>
    actualMilli.map((actual, index): ForecastFact => {
      const excluded = exclusions[index] ?? null;
      return {
        kind: 'forecast',
        key: String(index),
        actualMilli: actual,
        forecastMilli: forecasts[source][index] ?? null,
        ...(excluded === null ? {} : { excluded: excluded as ExclusionReason }),
      };
    }),
  );

const sum = (facts: readonly ForecastFact[], of: 'actualMilli' | 'forecastMilli'): number =>
  facts.reduce(
    (total, fact) =>
      fact.actualMilli === null || fact.forecastMilli === null || fact.excluded !== undefined
        ? total
        : total + (fact[of] ?? 0),
    0,
  );

function measure(lines: readonly AccuracyLine[], party: ForecastSource): AccuracyMeasures {
  const facts = factsAtLevel(forecastFactsOf(lines, party), ({ key }) => key).sort(
    (left, right) => Number(left.key) - Number(right.key),
  );
  const wape = computeMetric('wape', facts);
  return {
    party,
    status: wape.status,
    note: wape.note,
    wape: wape.value,
    accuracy: computeMetric('forecast-accuracy', facts).value,
    biasRatio: computeMetric('forecast-bias', facts).value,
    trackingSignal: computeMetric('tracking-signal', facts).value,
    maeMilli: computeMetric('mae', facts).value,
    actualMilli: sum(facts, 'actualMilli'),
    forecastMilli: sum(facts, 'forecastMilli'),
    n: wape.n,
    excluded: wape.excluded,
  };
}

const shownCodes = ['wape', 'forecast-accuracy', 'forecast-bias', 'tracking-signal', 'mae'];

const formulas: Accuracy['formulas'] = shownCodes.flatMap((code) => {
  const definition = findMetricDefinition(code);
  if (definition === undefined) return [];
  const { name, formula, definitionVersion } = definition;
  return [{ code, name, formula, definitionVersion }];
});

const worstOf = ({ measures }: AccuracyRow): number =>
  Math.max(-1, ...measures.map(({ wape, maeMilli }) => (wape === null ? -1 : (maeMilli ?? 0))));

/** The lag at which an agreement measures forecasts. */
export const contractLagOf = ({
  metrics,
}: {
  metrics: readonly { code: string; lagPeriods: number }[];
}): number => metrics.find(({ code }) => code === 'forecast-accuracy' || code === 'wape')?.lagPeriods ?? 1;

/**
 * How good each side's forecast was at the contract lag, at the level asked for: actuals and forecasts are added up
 * before errors are taken, so the level always stands beside the number.
 */
export async function getAccuracy(
  context: Context,
  input: z.output<typeof getAccuracyInput>,
): Promise<Accuracy> {
  const { db } = context;
  const agreement = await findAgreementInForce(db, input.agreementId);
  const axis = axisUntilToday(context, agreement, input.periodCount);
  const lagPeriods = input.lagPeriods ?? contractLagOf(agreement.content);
  const facts = await readAccuracyFacts(context, db, { agreement, lagPeriods, axis });
  const shown = parties.filter((party) => input.party === undefined || party === input.party);
  const groups = groupsOf(facts.lines, input.level, input.search?.toLowerCase() ?? '');
  const rows = groups.map(
    ({ lines, ...about }): AccuracyRow => ({
      ...about,
      measures: shown.map((party) => measure(lines, party)),
    }),
  );
  if (input.sort === 'worst') rows.sort((left, right) => worstOf(right) - worstOf(left));
  else rows.sort((left, right) => left.label.localeCompare(right.label));
  return {
    lagPeriods,
    bucketDays: axis.bucketDays,
    period: { startsOn: axis.startsOn, endsBefore: endOf(axis), count: axis.bucketCount },
    level: input.level,
    demandBasis,
    formulas,
    missing: facts.missing,
    parties: forecastSteps
      .filter(({ code }) => shown.includes(code))
      .map(({ code, name }) => ({ party: code, name })),
    rows: rows.slice(input.offset, input.offset + input.limit),
    rowCount: rows.length,
  };
}
