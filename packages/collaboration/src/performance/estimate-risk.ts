import { type PastLine, type RiskComponent, riskComponents } from './past-line.ts';

/** An open line as it stands now. Hours are counted from the end of its window: −48 is two days before. */
export type OpenLine = {
  lineId: string;
  supplierId: string;
  laneId: string;
  nowHours: number;
  /** Start of the window; null: any earlier arrival is welcome. */
  windowStartHours: number | null;
  isAcknowledged: boolean;
  isConfirmedInFull: boolean;
  shippedAtHours: number | null;
  /** Of what has been shipped, as announced; null: nothing has. */
  isShippedInFull: boolean | null;
  /** The ship notice that the agreement asks for. */
  shipNotice: 'not-due' | 'sent' | 'missed';
  /** What each failing component would cost, in minor units. */
  costMinor: Readonly<Record<RiskComponent, number>>;
};

/** Chance that a component holds, how many earlier lines like this one say so, and which those are. */
export type ComponentRisk = { holds: number; matchedCount: number; basis: string };
/** `holdsOnDate`: the chance in full of a line that comes on its day. */
export type QuantityRisk = ComponentRisk & { holdsOnDate: number };
export type LineChances = Record<Exclude<RiskComponent, 'in-full'>, ComponentRisk> & {
  'in-full': QuantityRisk;
};

/** Earlier lines by supplier and lane, so that each open line looks at those of its own. */
export type RiskHistory = {
  all: readonly PastLine[];
  bySupplier: ReadonlyMap<string, readonly PastLine[]>;
  byLane: ReadonlyMap<string, readonly PastLine[]>;
};

function groupBy(lines: readonly PastLine[], keyOf: (line: PastLine) => string): Map<string, PastLine[]> {
  const groups = new Map<string, PastLine[]>();
  for (const line of lines) {
    const key = keyOf(line);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [line]);
    else known.push(line);
  }
  return groups;
}

export const riskHistory = (lines: readonly PastLine[]): RiskHistory => ({
  all: lines,
  bySupplier: groupBy(lines, ({ supplierId }) => supplierId),
  byLane: groupBy(lines, ({ laneId }) => laneId),
});

/** So many lines of everybody stand behind a supplier's own. */
const priorWeight = 20;

type Outcome = (line: PastLine) => boolean | null;

const count = (lines: readonly PastLine[], outcome: Outcome): { good: number; n: number } => {
  let good = 0;
  let n = 0;
  for (const line of lines) {
    const held = outcome(line);
    if (held === null) continue;
    n += 1;
    if (held) good += 1;
  }
  return { good, n };
};

/** The own rate, drawn towards everybody's: (good + 20 · everybody's) / (n + 20); everybody's by Laplace's rule. */
function drawnRate(
  own: readonly PastLine[],
  all: readonly PastLine[],
  outcome: Outcome,
): { rate: number; n: number } {
  const everybody = count(all, outcome);
  const prior = (everybody.good + 1) / (everybody.n + 2);
  const { good, n } = count(own, outcome);
  return { rate: (good + priorWeight * prior) / (n + priorWeight), n };
}

const after = (hours: number | null, now: number): boolean => hours === null || hours > now;

/** Whether an earlier line stood, at the same distance from its window's end, where this one stands now. */
const stoodAlike =
  ({ nowHours, isAcknowledged }: OpenLine) =>
  (line: PastLine): boolean =>
    after(line.shippedAtHours, nowHours) && after(line.acknowledgedAtHours, nowHours) === !isAcknowledged;

/** On its way: the transits of its lane that took longer than this one has taken so far. */
function onDateShipped(open: OpenLine, history: RiskHistory, gainedHours: number): ComponentRisk {
  const { nowHours, windowStartHours, laneId } = open;
  const shippedAtHours = open.shippedAtHours!;
  const elapsed = nowHours - shippedAtHours;
  const outcome: Outcome = ({ shippedAtHours: left, arrivedAtHours: came }) => {
    if (left === null) return null;
    const transit = came === null ? Number.POSITIVE_INFINITY : came - left;
    if (transit <= elapsed) return null;
    const arrives = shippedAtHours + transit - gainedHours;
    return arrives <= 0 && (windowStartHours === null || arrives >= windowStartHours);
  };
  const { rate, n } = drawnRate(history.byLane.get(laneId) ?? [], history.all, outcome);
  return {
    holds: rate,
    matchedCount: n,
    basis: `transits of lane ${laneId} longer than the ${Math.max(0, Math.round(elapsed))} h so far`,
  };
}

/** Not on its way yet: what became of lines that were not either, as long before their window's end. */
function onDateWaiting(open: OpenLine, history: RiskHistory, gainedHours: number): ComponentRisk {
  const isAlike = stoodAlike(open);
  const outcome: Outcome = (line) => {
    if (!isAlike(line)) return null;
    const { arrivedAtHours } = line;
    if (gainedHours === 0 || arrivedAtHours === null) return line.held['on-date'];
    return line.held['on-date'] || (arrivedAtHours > 0 && arrivedAtHours - gainedHours <= 0);
  };
  const { rate, n } = drawnRate(history.bySupplier.get(open.supplierId) ?? [], history.all, outcome);
  const state = open.isAcknowledged ? 'acknowledged and not shipped' : 'not acknowledged';
  return {
    holds: rate,
    matchedCount: n,
    basis: `lines of ${open.supplierId} that were ${state} ${Math.round(-open.nowHours)} h before the end`,
  };
}

/** Whether an earlier line is evidence on the quantity of this one: shipped alike, confirmed alike, or silent alike. */
function tellsOfQuantity({ isShippedInFull, isAcknowledged, isConfirmedInFull, nowHours }: OpenLine) {
  return (line: PastLine): boolean => {
    if (isShippedInFull !== null)
      return line.shippedAtHours !== null && line.wasShippedInFull === isShippedInFull;
    if (!after(line.shippedAtHours, nowHours)) return false;
    if (isAcknowledged) return line.wasConfirmedInFull === isConfirmedInFull;
    return after(line.acknowledgedAtHours, nowHours);
  };
}

/**
 * Units outside the window are not in full, so lateness and quantity are told apart first: the chance in full of what comes
 * on its day, of what does not, and both together.
 */
function inFull(open: OpenLine, history: RiskHistory, onDate: ComponentRisk): QuantityRisk {
  const { isShippedInFull, isAcknowledged, isConfirmedInFull, supplierId } = open;
  const isEvidence = tellsOfQuantity(open);
  const own = history.bySupplier.get(supplierId) ?? [];
  const rateWhen = (isOnDate: boolean) =>
    drawnRate(own, history.all, (line) =>
      line.held['on-date'] === isOnDate && isEvidence(line) ? line.held['in-full'] : null,
    );
  const inTime = rateWhen(true);
  const late = rateWhen(false);
  const state =
    isShippedInFull !== null
      ? `shipped ${isShippedInFull ? 'in full' : 'short'}`
      : isAcknowledged
        ? `confirmed ${isConfirmedInFull ? 'in full' : 'short'}`
        : 'not acknowledged by then';
  return {
    holds: onDate.holds * inTime.rate + (1 - onDate.holds) * late.rate,
    holdsOnDate: inTime.rate,
    matchedCount: inTime.n + late.n,
    basis: `lines of ${supplierId} ${state}`,
  };
}

function rateOf(component: 'papers' | 'condition', open: OpenLine, history: RiskHistory): ComponentRisk {
  if (component === 'papers' && open.shipNotice === 'missed') {
    return { holds: 0, matchedCount: 0, basis: 'the ship notice is late already' };
  }
  const own =
    component === 'papers' ? history.bySupplier.get(open.supplierId) : history.byLane.get(open.laneId);
  const outcome: Outcome = (line) => (line.arrivedAtHours === null ? null : line.held[component]);
  const { rate, n } = drawnRate(own ?? [], history.all, outcome);
  const whose = component === 'papers' ? `of ${open.supplierId}` : `on lane ${open.laneId}`;
  return { holds: rate, matchedCount: n, basis: `delivered lines ${whose}` };
}

/** The chance that each component of an open line holds. `gainedHours`: by how much it would come earlier than usual. */
export function estimateComponents(open: OpenLine, history: RiskHistory, gainedHours = 0): LineChances {
  const onDate =
    open.shippedAtHours === null
      ? onDateWaiting(open, history, gainedHours)
      : onDateShipped(open, history, gainedHours);
  return {
    'in-full': inFull(open, history, onDate),
    'on-date': onDate,
    papers: rateOf('papers', open, history),
    condition: rateOf('condition', open, history),
  };
}

const isPerfect = ({ held }: PastLine): boolean => riskComponents.every((component) => held[component]);

/**
 * How much more often all four held together than their chances would say if only quantity and day hung together, among a
 * supplier's lines, drawn towards everybody's: bad weeks spoil papers and goods at once.
 */
function dependence(lines: readonly PastLine[], prior: number, weight: number): number {
  const onDate = lines.filter(({ held }) => held['on-date']);
  const share = (of: readonly PastLine[], component: RiskComponent): number =>
    of.length === 0 ? 0 : of.filter(({ held }) => held[component]).length / of.length;
  const product =
    share(lines, 'on-date') * share(onDate, 'in-full') * share(lines, 'papers') * share(lines, 'condition');
  if (product === 0) return prior;
  const own = lines.filter(isPerfect).length / lines.length / product;
  return (own * lines.length + prior * weight) / (lines.length + weight);
}

const dependences = new WeakMap<RiskHistory, Map<string, number>>();

/** The dependence of a supplier's components, computed once for a history. */
function dependenceOf(supplierId: string, history: RiskHistory): number {
  let known = dependences.get(history);
  if (known === undefined) {
    known = new Map();
    dependences.set(history, known);
  }
  const found = known.get(supplierId);
  if (found !== undefined) return found;
  const everybody = known.get('') ?? dependence(history.all, 1, priorWeight);
  known.set('', everybody);
  const own = dependence(history.bySupplier.get(supplierId) ?? [], everybody, priorWeight * 5);
  known.set(supplierId, own);
  return own;
}

/**
 * The chance that all four hold: on its day × in full when on its day × papers × condition × how these hang together, inside
 * what any dependence allows (Fréchet 1951).
 */
export function jointChance(chances: LineChances, supplierId: string, history: RiskHistory): number {
  const all = riskComponents.map((component) => chances[component].holds);
  const { 'on-date': onDate, 'in-full': full, papers, condition } = chances;
  const product = onDate.holds * full.holdsOnDate * papers.holds * condition.holds;
  const least = Math.max(0, all.reduce((sum, chance) => sum + chance, 0) - (all.length - 1));
  return Math.min(Math.max(product * dependenceOf(supplierId, history), least), Math.min(...all));
}
