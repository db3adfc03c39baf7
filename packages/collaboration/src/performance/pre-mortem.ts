import { formatMoney } from '@coplan/kernel';
import { estimateComponents, jointChance, type OpenLine, type RiskHistory } from './estimate-risk.ts';
import { type RiskComponent, riskComponents } from './past-line.ts';

/** Raised whenever the same history could foretell otherwise. */
export const preMortemVersion = 'pre-mortem-1';

/** What could be done about an open line, and what doing it costs in minor units. */
export type ActionOffer = {
  actionId: string;
  lineId: string;
  name: string;
  actionMinor: number;
  effect: /** It comes so many hours earlier than it else would. */
    | { kind: 'gain-hours'; hours: number }
    /** It is ordered from somebody else now. */
    | { kind: 're-source'; supplierId: string; laneId: string }
    /** So much of the failures of one component is avoided, in millionths. */
    | { kind: 'avoid'; component: RiskComponent; avoidedMicros: number };
};

/** An offer with what it saves: the expected loss it takes away, less its cost. Negative: better left alone. */
export type PricedAction = {
  actionId: string;
  name: string;
  actionMinor: number;
  lossAfterMinor: number;
  savesMinor: number;
};

export type LineRisk = {
  preMortemVersion: string;
  lineId: string;
  /** Chance that the line will not be perfect, in millionths. */
  failsMicros: number;
  components: Record<
    RiskComponent,
    { failsMicros: number; matchedCount: number; basis: string; lossMinor: number }
  >;
  likeliest: RiskComponent;
  /** Sum over components of chance × cost. */
  expectedLossMinor: number;
  /** Most saving first. */
  actions: PricedAction[];
  best: PricedAction | null;
  text: string;
};

const micros = (chance: number): number => Math.round(chance * 1_000_000);

const lossOf = (fails: Record<RiskComponent, number>, { costMinor }: OpenLine): number =>
  riskComponents.reduce((sum, component) => sum + fails[component] * costMinor[component], 0);

type Chances = Record<RiskComponent, number>;
const failing = (components: ReturnType<typeof estimateComponents>): Chances => ({
  'in-full': 1 - components['in-full'].holds,
  'on-date': 1 - components['on-date'].holds,
  papers: 1 - components.papers.holds,
  condition: 1 - components.condition.holds,
});

/** What would fail after an action. */
function failingAfter({ effect }: ActionOffer, open: OpenLine, history: RiskHistory, now: Chances): Chances {
  switch (effect.kind) {
    case 'avoid':
      return { ...now, [effect.component]: now[effect.component] * (1 - effect.avoidedMicros / 1_000_000) };
    case 'gain-hours':
      return failing(estimateComponents(open, history, effect.hours));
    case 're-source': {
      const fresh: OpenLine = {
        ...open,
        supplierId: effect.supplierId,
        laneId: effect.laneId,
        isAcknowledged: false,
        isConfirmedInFull: false,
        shippedAtHours: null,
        isShippedInFull: null,
        shipNotice: 'not-due',
      };
      // Only orders that were placed as late as this one would be tell what a new one has to expect.
      const asLate = history.all.filter(({ orderedAtHours }) => orderedAtHours >= open.nowHours);
      if (asLate.length === 0) return now;
      const own = asLate.filter(({ supplierId }) => supplierId === effect.supplierId);
      const onLane = asLate.filter(({ laneId }) => laneId === effect.laneId);
      const lateHistory: RiskHistory = {
        all: asLate,
        bySupplier: new Map([[effect.supplierId, own]]),
        byLane: new Map([[effect.laneId, onLane]]),
      };
      return failing(estimateComponents({ ...fresh, nowHours: open.nowHours - 1e-6 }, lateHistory));
    }
  }
}

const componentNames: Record<RiskComponent, string> = {
  'in-full': 'short',
  'on-date': 'not on its day',
  papers: 'wrong papers',
  condition: 'damage or defects',
};

function tell(risk: Omit<LineRisk, 'text'>, currency: string): string {
  const { failsMicros, likeliest, components, expectedLossMinor, best } = risk;
  const chance = (value: number): string => `${Math.round(value / 10_000)} %`;
  const { failsMicros: ofLikeliest, matchedCount, basis } = components[likeliest];
  const loss = formatMoney({ amountMinor: expectedLossMinor, currency });
  const head = `Fails with ${chance(failsMicros)}, most likely by ${componentNames[likeliest]} (${chance(ofLikeliest)}, from ${matchedCount} ${basis}); expected loss ${loss}.`;
  return best === null
    ? `${head} No action is worth its cost.`
    : `${head} "${best.name}" saves ${formatMoney({ amountMinor: best.savesMinor, currency })}.`;
}

/** The pre-mortem of one open line. */
function foretell(
  open: OpenLine,
  offers: readonly ActionOffer[],
  history: RiskHistory,
  currency: string,
): LineRisk {
  const estimated = estimateComponents(open, history);
  const now = failing(estimated);
  const lossBefore = lossOf(now, open);
  const components = {} as LineRisk['components'];
  let likeliest: RiskComponent = 'in-full';
  for (const component of riskComponents) {
    const { matchedCount, basis } = estimated[component];
    const lossMinor = Math.round(now[component] * open.costMinor[component]);
    components[component] = { failsMicros: micros(now[component]), matchedCount, basis, lossMinor };
    if (now[component] > now[likeliest]) likeliest = component;
  }
  // What is late is counted as short as well; the cause is the day.
  if (likeliest === 'in-full' && estimated['in-full'].holdsOnDate >= estimated['on-date'].holds)
    likeliest = 'on-date';
  const actions = offers
    .map((offer): PricedAction => {
      const lossAfterMinor = Math.round(lossOf(failingAfter(offer, open, history, now), open));
      const { actionId, name, actionMinor } = offer;
      return {
        actionId,
        name,
        actionMinor,
        lossAfterMinor,
        savesMinor: Math.round(lossBefore) - lossAfterMinor - actionMinor,
      };
    })
    .sort((a, b) => b.savesMinor - a.savesMinor || (a.actionId < b.actionId ? -1 : 1));
  const first = actions[0];
  const risk = {
    preMortemVersion,
    lineId: open.lineId,
    failsMicros: micros(1 - jointChance(estimated, open.supplierId, history)),
    components,
    likeliest,
    expectedLossMinor: Math.round(lossBefore),
    actions,
    best: first !== undefined && first.savesMinor > 0 ? first : null,
  };
  return { ...risk, text: tell(risk, currency) };
}

/**
 * For each open line: the chance that it will not be perfect, the component that will fail, what that is expected to cost,
 * and which action saves most. From what became of earlier lines that stood alike at the same distance from their window's
 * end; few lines of a supplier are drawn towards everybody's. Most money to be saved first, then the highest loss.
 */
export function preMortem(
  lines: readonly OpenLine[],
  { history, offers, currency }: { history: RiskHistory; offers: readonly ActionOffer[]; currency: string },
): LineRisk[] {
  const byLine = new Map<string, ActionOffer[]>();
  for (const offer of offers) byLine.set(offer.lineId, [...(byLine.get(offer.lineId) ?? []), offer]);
  return lines
    .map((line) => foretell(line, byLine.get(line.lineId) ?? [], history, currency))
    .sort(
      (a, b) =>
        (b.best?.savesMinor ?? 0) - (a.best?.savesMinor ?? 0) ||
        b.expectedLossMinor - a.expectedLossMinor ||
        (a.lineId < b.lineId ? -1 : 1),
    );
}
