import {
  amountOf,
  costOfAdding,
  coverDaysAt,
  lossOfTaking,
  type Measure,
  type OrderCandidate,
  totalOf,
} from './order-candidate.ts';

/** One change of one line, by whole packs that followed each other. */
export type PackMove = {
  id: string;
  fromMilli: number;
  toMilli: number;
  /** Net cost in millionths: of adding, holding less spared shortage; of taking, shortage less spared holding. */
  costMicros: number;
  /** By how much the measure changes, never below zero. */
  amount: number;
};

export type MoveResult = {
  quantitiesMilli: number[];
  moves: PackMove[];
  /** The measure after the moves, and whether it is where it should be. */
  amount: number;
  isReached: boolean;
  /** Highest net cost of a unit of the measure among the moves, not below zero; 0 without moves. */
  dearestPerAmount: number;
};

/** A move that could be made next for one line. */
type Option = { toMilli: number; costMicros: number; amount: number };

/** So many moves are made at most; a load has far fewer packs. */
const movesMax = 200_000;

function record(moves: PackMove[], move: PackMove): void {
  const last = moves.at(-1);
  if (last === undefined || last.id !== move.id) {
    moves.push(move);
    return;
  }
  last.toMilli = move.toMilli;
  last.costMicros += move.costMicros;
  last.amount += move.amount;
}

function cheapestOf(options: readonly (Option | undefined)[]): number {
  let best = -1;
  let least = Number.POSITIVE_INFINITY;
  options.forEach((option, index) => {
    if (option === undefined) return;
    const perAmount = option.costMicros / option.amount;
    if (perAmount >= least) return;
    least = perAmount;
    best = index;
  });
  return best;
}

type Amounts = Map<Measure, number>;

function makeMoves(input: {
  candidates: readonly OrderCandidate[];
  measure: Measure;
  /** Further measures that the options look at. */
  alsoMeasured: readonly Measure[];
  optionOf: (candidate: OrderCandidate, quantityMilli: number, amounts: Amounts) => Option | undefined;
  isDone: (amount: number) => boolean;
}): MoveResult {
  const { candidates, measure, alsoMeasured, optionOf, isDone } = input;
  const quantitiesMilli = candidates.map(({ quantityMilli }) => quantityMilli);
  const amounts: Amounts = new Map(
    [measure, ...alsoMeasured].map((each) => [each, totalOf(candidates, each, quantitiesMilli)]),
  );
  const amountNow = (): number => amounts.get(measure) ?? 0;
  const options = candidates.map((candidate, index) =>
    optionOf(candidate, quantitiesMilli[index] ?? 0, amounts),
  );
  const moves: PackMove[] = [];
  let dearestPerAmount = 0;
  for (let count = 0; count < movesMax && !isDone(amountNow()); count++) {
    const chosen = cheapestOf(options);
    const candidate = candidates[chosen];
    if (candidate === undefined) break;
    const fromMilli = quantitiesMilli[chosen] ?? 0;
    // Room may have shrunk since the option was found.
    const option = optionOf(candidate, fromMilli, amounts);
    options[chosen] = undefined;
    if (option === undefined) continue;
    record(moves, { id: candidate.id, fromMilli, ...option });
    dearestPerAmount = Math.max(dearestPerAmount, option.costMicros / option.amount);
    quantitiesMilli[chosen] = option.toMilli;
    for (const [each, amount] of amounts)
      amounts.set(
        each,
        amount + amountOf(candidate, each, option.toMilli) - amountOf(candidate, each, fromMilli),
      );
    options[chosen] = optionOf(candidate, option.toMilli, amounts);
  }
  return {
    quantitiesMilli,
    moves,
    amount: amountNow(),
    isReached: isDone(amountNow()),
    dearestPerAmount,
  };
}

const nextUp = ({ minimumMilli, stepMilli }: OrderCandidate, quantityMilli: number): number =>
  quantityMilli > 0
    ? quantityMilli + stepMilli
    : Math.max(stepMilli, Math.ceil(minimumMilli / stepMilli) * stepMilli);

/**
 * Adds packs until the measure is at least `least`, always the pack that costs least per unit of it: net of the shortage
 * that it spares, held for as long as what is there before it lasts. So items with few days of cover and cheap holding
 * come first. Never beyond a line's room, `most` of any given measure, or `coverDaysMax` of cover.
 */
export function addPacks(input: {
  candidates: readonly OrderCandidate[];
  measure: Measure;
  least: number;
  capacities: readonly { measure: Measure; most: number }[];
  coverDaysMax?: number;
}): MoveResult {
  const { candidates, measure, least, capacities, coverDaysMax = Number.POSITIVE_INFINITY } = input;
  return makeMoves({
    candidates,
    measure,
    alsoMeasured: capacities.map((capacity) => capacity.measure),
    isDone: (amount) => amount >= least,
    optionOf(candidate, quantityMilli, amounts) {
      const toMilli = nextUp(candidate, quantityMilli);
      const { roomMilli, dailyDemandMilli } = candidate;
      if ((roomMilli !== null && toMilli > roomMilli) || dailyDemandMilli <= 0) return undefined;
      if (coverDaysAt(candidate, toMilli) > coverDaysMax) return undefined;
      const moreOf = (each: Measure): number =>
        amountOf(candidate, each, toMilli) - amountOf(candidate, each, quantityMilli);
      if (capacities.some((each) => (amounts.get(each.measure) ?? 0) + moreOf(each.measure) > each.most))
        return undefined;
      const amount = moreOf(measure);
      if (amount <= 0) return undefined;
      return { toMilli, costMicros: costOfAdding(candidate, quantityMilli, toMilli), amount };
    },
  });
}

/**
 * Takes packs away until the measure is at most `most`, always the pack whose loss per unit of it is least. Below its
 * minimum a line is dropped whole. The order in which packs go does not depend on `most`: a higher one never takes more
 * of any line.
 */
export function takePacks(input: {
  candidates: readonly OrderCandidate[];
  measure: Measure;
  most: number;
}): MoveResult {
  const { candidates, measure, most } = input;
  return makeMoves({
    candidates,
    measure,
    alsoMeasured: [],
    isDone: (amount) => amount <= most,
    optionOf(candidate, quantityMilli) {
      if (quantityMilli <= 0) return undefined;
      const lessMilli = quantityMilli - candidate.stepMilli;
      const toMilli = lessMilli <= 0 || lessMilli < candidate.minimumMilli ? 0 : lessMilli;
      const amount = amountOf(candidate, measure, quantityMilli) - amountOf(candidate, measure, toMilli);
      if (amount <= 0) return undefined;
      return { toMilli, costMicros: lossOfTaking(candidate, quantityMilli, toMilli), amount };
    },
  });
}
