/** Which queries an event of the server makes stale. Pure, so that it can be tested without a browser. */
export type TouchedQuery = { path: readonly string[]; id?: string };

type SubjectRule = { lists: readonly (readonly string[])[]; details?: readonly string[] };

const rules: Readonly<Record<string, SubjectRule>> = {
  proposal: { lists: [['proposals', 'list']], details: ['proposals', 'get'] },
  run: { lists: [['runs', 'list']], details: ['runs', 'get'] },
  backtest: { lists: [['backtests', 'list']], details: ['backtests', 'get'] },
  order: {
    lists: [
      ['orders', 'list'],
      ['supplier', 'home'],
      ['orders', 'payable'],
      ['orders', 'payments'],
      ['orders', 'blankets'],
      ['fulfillment'],
    ],
    details: ['orders', 'get'],
  },
  dispute: {
    lists: [
      ['orders', 'disputes'],
      ['orders', 'get'],
      ['orders', 'list'],
      ['performance', 'line'],
    ],
  },
  import: { lists: [['imports', 'list']], details: ['imports', 'get'] },
  items: { lists: [['catalog'], ['inventory']] },
  terms: { lists: [['catalog']] },
  locations: { lists: [['partners'], ['inventory']] },
  stock: { lists: [['inventory'], ['fulfillment']] },
  transfer: { lists: [['transfers'], ['inventory']] },
  reservations: { lists: [['fulfillment'], ['salesOrders'], ['warehouse', 'waves', 'candidates']] },
  'sales-order': { lists: [['salesOrders'], ['fulfillment']] },
  'forecast-version': { lists: [['forecasting'], ['supplier']] },
  'item-forecast': { lists: [['forecasting']] },
  user: { lists: [['users'], ['session']] },
  rules: { lists: [['rules'], ['tolerances']] },
  agreement: { lists: [['agreements'], ['cycles'], ['sharing'], ['businessPlans']] },
  sharing: {
    lists: [['sharing'], ['agreements', 'list'], ['businessPlans'], ['plans'], ['exceptions'], ['supplier']],
  },
  cycle: { lists: [['cycles']] },
  'business-plan': { lists: [['businessPlans', 'get']] },
  'plan-event': {
    lists: [
      ['businessPlans', 'events', 'list'],
      ['businessPlans', 'events', 'suggestLift'],
      ['businessPlans', 'events', 'evaluation'],
    ],
    details: ['businessPlans', 'events', 'get'],
  },
  exception: {
    lists: [
      ['exceptions', 'list'],
      ['exceptions', 'evaluations'],
    ],
    details: ['exceptions', 'get'],
  },
  commit: { lists: [['commits'], ['orderForecasts']] },
  scenario: { lists: [['scenarios']] },
  metric: { lists: [['analysis']] },
  verdict: { lists: [['performance']] },
  warehouse: { lists: [['warehouse']] },
  'api-key': { lists: [['apiKeys']] },
};

/**
 * A run tells its progress twice a second, but only its end changes the proposals. Edited cells have a subscription of
 * their own that carries their content; only a plan's own changes make it be read afresh.
 */
const listsOfType: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'replenishment.run-ended': [['proposals']],
  'collaboration.plan-changed': [['plans']],
  'collaboration.thread-posted': [['threads']],
};

/** Lists are touched whole; a detail only when it shows the event's subject. Unknown subjects touch nothing. */
export function queriesTouchedBy(event: {
  type: string;
  subjectKind: string;
  subjectId: string;
}): TouchedQuery[] {
  const { lists = [], details } = rules[event.subjectKind] ?? {};
  const touched: TouchedQuery[] = [...lists, ...(listsOfType[event.type] ?? [])].map((path) => ({ path }));
  return details === undefined ? touched : [...touched, { path: details, id: event.subjectId }];
}

/** tRPC keys are `[path, { input, type }]`: the path must start alike, and the input must name the subject. */
export function isTouched(queryKey: readonly unknown[], { path, id }: TouchedQuery): boolean {
  const [keyPath, options] = queryKey;
  if (!Array.isArray(keyPath) || path.some((part, index) => keyPath[index] !== part)) return false;
  if (id === undefined) return true;
  const input: unknown =
    typeof options === 'object' && options !== null && 'input' in options ? options.input : undefined;
  return typeof input === 'object' && input !== null && Object.values(input).includes(id);
}

const subjectNames: Readonly<Record<string, readonly [one: string, many: string]>> = {
  proposal: ['proposal', 'proposals'],
  order: ['order', 'orders'],
  run: ['run', 'runs'],
  import: ['import', 'imports'],
  agreement: ['agreement', 'agreements'],
  sharing: ['sharing rule', 'sharing rules'],
  'plan-event': ['event', 'events'],
  exception: ['exception', 'exceptions'],
  commit: ['commit', 'commits'],
  scenario: ['scenario', 'scenarios'],
};

/** What a screen reader says of the changes since it last spoke: "2 proposals and 1 order changed". */
export function announceChanges(subjectKinds: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const kind of subjectKinds) if (kind in subjectNames) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const parts = [...counts].map(
    ([kind, count]) => `${count} ${subjectNames[kind]?.[count === 1 ? 0 : 1] ?? kind}`,
  );
  if (parts.length === 0) return '';
  const last = parts.pop();
  return `${parts.length === 0 ? '' : `${parts.join(', ')} and `}${last} changed`;
}
