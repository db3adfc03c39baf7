import type { Criterion } from '@coplan/collaboration';

type Kind = Criterion['kind'];

const shared = (criterion: Criterion) => ({
  code: criterion.code,
  name: criterion.name,
  comparison: criterion.comparison,
  thresholds: criterion.thresholds,
  priority: criterion.priority,
  responseHours: criterion.responseHours,
  defaultResolution: criterion.defaultResolution,
  escalationHours: criterion.escalationHours,
  categories: criterion.categories,
  ...(criterion.volumeClasses === undefined ? {} : { volumeClasses: criterion.volumeClasses }),
  isBlocking: criterion.isBlocking,
});

/** The same criterion as another of the kinds: what both kinds have stays, the rest starts plain. */
export function reshapeCriterion(criterion: Criterion, kind: Kind): Criterion {
  if (criterion.kind === kind) return criterion;
  const base = shared(criterion);
  if (kind === 'operational') return { ...base, kind, activity: 'ON_HAND', test: 'projected-stock-out' };
  if (kind === 'data-quality') return { ...base, kind, test: 'stale-sales', bucketsMax: 2 };
  if (kind === 'metric') return { ...base, kind, metricCode: '', goal: 0, observationsMin: 8 };
  return {
    ...base,
    kind,
    test: 'party-comparison',
    purpose: 'sales',
    dataSource: 'buyer',
    comparisonDataSource: 'seller',
    window: 'all',
    ratioBase: 'larger-value',
  };
}

/** A criterion to fill in, under a code that is still free. */
export function newCriterion(criteria: readonly Criterion[]): Criterion {
  let number = criteria.length + 1;
  while (criteria.some(({ code }) => code === `criterion-${number}`)) number += 1;
  return {
    code: `criterion-${number}`,
    name: '',
    kind: 'forecast',
    test: 'party-comparison',
    purpose: 'sales',
    dataSource: 'buyer',
    comparisonDataSource: 'seller',
    window: 'all',
    ratioBase: 'larger-value',
    comparison: 'EXCEEDS_EXCEPTION_VALUE',
    thresholds: { ratio: 0.2, unitsMilli: 50_000 },
    priority: 'MEDIUM',
    responseHours: 16,
    defaultResolution: 'DEFAULT_TO_AVERAGE_OF_COMPARED_VALUES',
    escalationHours: [8, 16],
    categories: null,
    isBlocking: false,
  };
}
