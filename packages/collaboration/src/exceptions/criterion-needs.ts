import type { Criterion } from '../agreement-content.ts';
import type { ForecastPurpose, SharedMeasure, Side } from '../vocabulary.ts';
import { accuracyColumns } from './accuracy-tests.ts';
import { comparedColumns, comparedSide, type ForecastCriterion } from './compare-sources.ts';
import type { HistoryColumn, PlanColumn } from './evaluation-input.ts';
import { activityColumns, demandColumn, type OperationalCriterion } from './operational-tests.ts';
import { owedColumn } from './response-required.ts';

export type NeededColumns = { plan: PlanColumn[]; history: HistoryColumn[] };

function forecastNeeds(criterion: ForecastCriterion): NeededColumns {
  const { test, purpose } = criterion;
  if (test === 'accuracy' || test === 'bias') {
    const { actual, forecast } = accuracyColumns(criterion);
    return { plan: [], history: [actual, forecast] };
  }
  if (test === 'response-required') {
    return { plan: [owedColumn(criterion), `${purpose}.${comparedSide(criterion)}`], history: [] };
  }
  const { source, compared } = comparedColumns(criterion);
  return { plan: [source, compared], history: [] };
}

function operationalNeeds({ test, activity }: OperationalCriterion): NeededColumns {
  switch (test) {
    case 'value':
      return { plan: [], history: [activityColumns[activity]] };
    case 'projected-stock-out':
      return { plan: ['projected-balance'], history: [] };
    case 'projected-overstock':
      return { plan: ['projected-balance', demandColumn], history: [] };
    case 'zero-sales':
      return { plan: [], history: ['sales'] };
  }
}

/** The columns without which a criterion cannot be evaluated. */
export function columnsNeeded(criterion: Criterion): NeededColumns {
  switch (criterion.kind) {
    case 'forecast':
      return forecastNeeds(criterion);
    case 'operational':
      return operationalNeeds(criterion);
    case 'metric':
      return { plan: [], history: [] };
    case 'data-quality':
      if (criterion.test === 'stale-sales') return { plan: [], history: ['sales'] };
      if (criterion.test === 'frozen-on-hand') return { plan: [], history: ['on-hand', 'sales'] };
      return { plan: [], history: [] };
  }
}

/** Columns that a criterion reads when they are there. They are part of what both sides have to see. */
const alsoRead = (criterion: Criterion): NeededColumns => ({
  plan:
    criterion.kind === 'data-quality'
      ? [demandColumn]
      : criterion.kind === 'forecast' && columnsNeeded(criterion).plan.length > 0
        ? [`${criterion.purpose}.agreed`]
        : [],
  history:
    (criterion.kind === 'forecast' && (criterion.test === 'accuracy' || criterion.test === 'bias')) ||
    (criterion.kind === 'operational' && criterion.test === 'zero-sales')
      ? ['in-stock']
      : [],
});

/** Every column that any of the criteria may read. */
export function columnsRead(criteria: readonly Criterion[]): {
  plan: ReadonlySet<PlanColumn>;
  history: ReadonlySet<HistoryColumn>;
} {
  const all = criteria.flatMap((criterion) => [columnsNeeded(criterion), alsoRead(criterion)]);
  return {
    plan: new Set(all.flatMap(({ plan }) => plan)),
    history: new Set(all.flatMap(({ history }) => history)),
  };
}

/** Whose measure shines through the values of a column, so that it closes with that measure's sharing rule. */
export type ExposedMeasure = { readonly owner: Side; readonly measure: SharedMeasure };

const forecastOf = (column: string): ExposedMeasure[] => {
  const [purpose, owner] = column.split('.') as [ForecastPurpose, Side | 'agreed' | undefined];
  return ['sales', 'order', 'shipment'].includes(purpose) && (owner === 'buyer' || owner === 'seller')
    ? [{ owner, measure: 'forecast' }]
    : [];
};

const exposedByColumn: Readonly<Partial<Record<PlanColumn | HistoryColumn, readonly ExposedMeasure[]>>> = {
  sales: [{ owner: 'buyer', measure: 'pos' }],
  // Whether a shelf was empty is a matter of stock: whoever reads sales alone does not see it.
  'in-stock': [{ owner: 'buyer', measure: 'on-hand' }],
  'on-hand': [{ owner: 'buyer', measure: 'on-hand' }],
  commit: [{ owner: 'buyer', measure: 'forecast' }],
  'projected-balance': [
    { owner: 'buyer', measure: 'on-hand' },
    { owner: 'buyer', measure: 'on-order' },
    { owner: 'buyer', measure: 'forecast' },
  ],
};

/**
 * What each side has to be allowed to see for the column. Orders are known to both by nature; a commit shows the forecast
 * that it answers.
 */
export const measuresOfColumn = (column: PlanColumn | HistoryColumn): readonly ExposedMeasure[] =>
  exposedByColumn[column] ?? forecastOf(column);

/** Every measure that an exception of the criterion shows. */
export function measuresExposed(criterion: Criterion): ExposedMeasure[] {
  const needed = columnsNeeded(criterion);
  const also = alsoRead(criterion);
  const found = [...needed.plan, ...also.plan, ...needed.history, ...also.history].flatMap(measuresOfColumn);
  const byKey = new Map(found.map((exposed) => [`${exposed.owner} ${exposed.measure}`, exposed]));
  return [...byKey.keys()].sort().flatMap((key) => byKey.get(key) ?? []);
}
