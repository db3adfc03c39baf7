import type { MetricFact, SharedMeasure } from '@coplan/collaboration';
import { findMetricDefinition } from '@coplan/collaboration';
import type { Context, Database, Transaction } from '../../platform/index.ts';
import type { AgreementInForce } from '../plans/index.ts';
import { type Axis, type ForecastSource, readForecastsAtLag, type SourceValues } from './forecast-sources.ts';
import type { MetricParty } from './metric-result-rows.ts';
import { type AccuracyFacts, readAccuracyFacts } from './read-accuracy-facts.ts';
import { readCommitFacts } from './read-commit-facts.ts';
import { readInStockFacts, readResponseFacts, readTouchlessFacts } from './read-share-facts.ts';

/** Observations of one party, bucket by bucket, and which measures of the other side they show to each reader. */
export type MetricSource = {
  party: MetricParty;
  buyerReads: SharedMeasure[];
  sellerReads: SharedMeasure[];
  /** By bucket of the axis. */
  facts: Map<number, MetricFact[]>;
  /** Why there can be none; empty where there are. */
  note: string;
};

export type MetricQuestion = {
  context: Context;
  source: Database | Transaction;
  agreement: AgreementInForce;
  axis: Axis;
  code: string;
  lagPeriods: number;
  /** Forecasts beside sales at a lag: several metrics are made of the same ones, which are read once. */
  factsAtLag(lagPeriods: number): Promise<AccuracyFacts>;
};

/** Reads forecasts beside sales once per lag. */
export function rememberFacts(
  context: Context,
  source: Database | Transaction,
  about: { agreement: AgreementInForce; axis: Axis },
): MetricQuestion['factsAtLag'] {
  const read = new Map<number, Promise<AccuracyFacts>>();
  return (lagPeriods) => {
    const facts = read.get(lagPeriods) ?? readAccuracyFacts(context, source, { ...about, lagPeriods });
    read.set(lagPeriods, facts);
    return facts;
  };
}

const push = (facts: Map<number, MetricFact[]>, place: number, fact: MetricFact): void => {
  const held = facts.get(place);
  if (held === undefined) facts.set(place, [fact]);
  else held.push(fact);
};

const readsOf = {
  buyer: { buyerReads: [], sellerReads: ['pos', 'forecast'] },
  seller: { buyerReads: ['forecast'], sellerReads: ['pos'] },
  consensus: { buyerReads: [], sellerReads: ['pos'] },
} as const satisfies Record<string, { buyerReads: SharedMeasure[]; sellerReads: SharedMeasure[] }>;

const measured = ['buyer', 'seller', 'consensus'] as const satisfies readonly ForecastSource[];

function forecastSourcesOf({ lines, missing }: AccuracyFacts): MetricSource[] {
  return measured.map((party): MetricSource => {
    const facts = new Map<number, MetricFact[]>();
    for (const { itemLocationId, actualMilli, forecasts, exclusions } of lines) {
      for (const [place, actual] of actualMilli.entries()) {
        const excluded = exclusions[place] ?? null;
        push(facts, place, {
          kind: 'forecast',
          key: itemLocationId,
          actualMilli: actual,
          forecastMilli: forecasts[party][place] ?? null,
          ...(excluded === null ? {} : { excluded: excluded as NonNullable<MetricFact['excluded']> }),
        });
      }
    }
    const note = missing.find(({ source }) => source === party)?.reason ?? '';
    return { party, ...copyReads(party), facts, note };
  });
}

const copyReads = (party: keyof typeof readsOf) => ({
  buyerReads: [...readsOf[party].buyerReads],
  sellerReads: [...readsOf[party].sellerReads],
});

function versionFacts(current: SourceValues, previous: SourceValues, axis: Axis): Map<number, MetricFact[]> {
  const facts = new Map<number, MetricFact[]>();
  for (const [key, values] of current) {
    for (let place = 0; place < axis.bucketCount; place++) {
      const previousMilli = previous.get(key)?.[place] ?? null;
      push(facts, place, { kind: 'version', key, previousMilli, currentMilli: values[place] ?? null });
    }
  }
  return facts;
}

async function volatilitySources({ context, source, ...asked }: MetricQuestion): Promise<MetricSource[]> {
  const { agreement, axis, lagPeriods } = asked;
  const about = { agreement, axis, purpose: 'sales' };
  const now = await readForecastsAtLag(context, source, { ...about, lagPeriods });
  const before = await readForecastsAtLag(context, source, { ...about, lagPeriods: lagPeriods + 1 });
  return measured.map((party) => ({
    party,
    buyerReads: party === 'seller' ? ['forecast'] : [],
    sellerReads: party === 'buyer' ? ['forecast'] : [],
    facts: versionFacts(now.forecasts[party], before.forecasts[party], axis),
    note: '',
  }));
}

/** What was promised to be there and was: the buyer's sales, the seller's forecast, where their rules share them. */
function completenessSources(facts: AccuracyFacts, { agreement }: MetricQuestion): MetricSource[] {
  const promised = ({ side, measure }: { side: string; measure: string }) =>
    agreement.content.sharing.some((rule) => rule.owner === side && rule.measure === measure);
  const of = (
    party: 'buyer' | 'seller',
    valuesOf: (line: AccuracyFacts['lines'][number]) => readonly (number | null)[],
  ) => {
    const byPlace = new Map<number, MetricFact[]>();
    for (const line of facts.lines) {
      for (const [place, value] of valuesOf(line).entries())
        push(byPlace, place, {
          kind: 'share',
          key: line.itemLocationId,
          hitCount: value === null ? 0 : 1,
          ofCount: 1,
        });
    }
    return { party, buyerReads: [], sellerReads: [], facts: byPlace, note: '' };
  };
  return [
    ...(promised({ side: 'buyer', measure: 'pos' }) ? [of('buyer', ({ actualMilli }) => actualMilli)] : []),
    ...(promised({ side: 'seller', measure: 'forecast' })
      ? [of('seller', ({ forecasts }) => forecasts.seller)]
      : []),
  ];
}

/**
 * The observations of a metric for each party that it measures. A code of which this server has no facts yields a source
 * that says so: its number is NO_DATA and never 0.
 */
export async function readMetricSources(question: MetricQuestion): Promise<MetricSource[]> {
  const { code, lagPeriods } = question;
  const definition = findMetricDefinition(code);
  if (definition?.factKind === 'forecast') return forecastSourcesOf(await question.factsAtLag(lagPeriods));
  switch (code) {
    case 'forecast-volatility':
      return volatilitySources(question);
    case 'data-completeness':
      return completenessSources(await question.factsAtLag(lagPeriods), question);
    case 'commit-reliability':
      return readCommitFacts(question);
    case 'in-stock':
      return readInStockFacts(question);
    case 'response-rate':
      return readResponseFacts(question);
    case 'touchless-rate':
      return readTouchlessFacts(question);
    default: {
      const note = 'No receipts of order lines are recorded here yet, so that nothing can be measured';
      return [{ party: 'both', buyerReads: [], sellerReads: [], facts: new Map(), note }];
    }
  }
}
