import { assert, type LocalDate, lineTotalMinor } from '@coplan/kernel';

/** Raised whenever the same decisions could be compared otherwise. */
export const counterfactualVersion = 'untouched-1';

/** A proposal that was decided: what the machine asked for and what people made of it (0: rejected), by weeks of the span. */
export type DecidedProposal = {
  /** Week in which it was decided, and in which it was to arrive. */
  decidedWeek: number;
  arrivalWeek: number;
  proposedMilli: number;
  decidedMilli: number;
};

/** One item at one place over some weeks; quantities are thousandths of its unit. */
export type DecidedItem = {
  key: string;
  openingMilli: number;
  unitPriceMicros: number;
  /** What was wanted in each week: sold, or where the shelf was empty what would have been. */
  demandMilli: readonly number[];
  /** What arrived in each week without a proposal. */
  otherMilli: readonly number[];
  /** Oldest first. */
  proposals: readonly DecidedProposal[];
};

/** One week of one world. `averageStockMinor` values the mean of opening and closing stock. */
export type WorldWeek = {
  demandMilli: number;
  servedMilli: number;
  orderedMilli: number;
  orderedMinor: number;
  averageStockMinor: number;
};

export type UntouchedWeek = {
  startsOn: LocalDate;
  actual: WorldWeek;
  untouched: WorldWeek;
  /** Proposals decided in the week, and those of them that people changed or rejected. */
  decidedCount: number;
  touchedCount: number;
};

type World = { stockMilli: number; arriving: number[]; positionMilli: number };

const newWorld = ({ openingMilli, demandMilli }: DecidedItem): World => ({
  stockMilli: openingMilli,
  arriving: demandMilli.map(() => 0),
  positionMilli: openingMilli,
});

const emptyWeek = (): WorldWeek => ({
  demandMilli: 0,
  servedMilli: 0,
  orderedMilli: 0,
  orderedMinor: 0,
  averageStockMinor: 0,
});

function order(world: World, quantityMilli: number, { arrivalWeek }: DecidedProposal): void {
  world.positionMilli += quantityMilli;
  if (arrivalWeek < world.arriving.length) {
    world.arriving[arrivalWeek] = (world.arriving[arrivalWeek] ?? 0) + quantityMilli;
  }
}

/** Arrivals come before the week's demand; what is not there is lost. */
function live(world: World, item: DecidedItem, week: number): { servedMilli: number; averageMilli: number } {
  const other = item.otherMilli[week] ?? 0;
  const opening = world.stockMilli + (world.arriving[week] ?? 0) + other;
  const servedMilli = Math.min(opening, item.demandMilli[week] ?? 0);
  world.stockMilli = opening - servedMilli;
  world.positionMilli += other - servedMilli;
  return { servedMilli, averageMilli: Math.round((opening + world.stockMilli) / 2) };
}

/**
 * Two worlds side by side, week by week: in one, people decided as they did; in the other every proposal was accepted as
 * it was. Proposals fill up to a level, so one that follows an untouched earlier one asks for as much less (or more) as
 * that earlier one brought. The same demand meets both; lost demand does not come back. Weeks are those of `startsOn`.
 * Where nothing was changed both worlds are equal, byte for byte.
 */
export function compareUntouched(
  items: readonly DecidedItem[],
  startsOn: readonly LocalDate[],
): UntouchedWeek[] {
  const weeks: UntouchedWeek[] = startsOn.map((day) => ({
    startsOn: day,
    actual: emptyWeek(),
    untouched: emptyWeek(),
    decidedCount: 0,
    touchedCount: 0,
  }));
  for (const item of items) addItem(weeks, item);
  return weeks;
}

function addItem(weeks: readonly UntouchedWeek[], item: DecidedItem): void {
  assert(item.demandMilli.length === weeks.length, `item ${item.key} has a demand for every week`);
  const worlds = { actual: newWorld(item), untouched: newWorld(item) };
  for (const [week, row] of weeks.entries()) {
    for (const proposal of item.proposals.filter(({ decidedWeek }) => decidedWeek === week)) {
      const { proposedMilli, decidedMilli } = proposal;
      const ahead = worlds.untouched.positionMilli - worlds.actual.positionMilli;
      const ordered = { actual: decidedMilli, untouched: Math.max(0, proposedMilli - ahead) };
      row.decidedCount += 1;
      if (proposedMilli !== decidedMilli) row.touchedCount += 1;
      for (const which of ['actual', 'untouched'] as const) {
        order(worlds[which], ordered[which], proposal);
        row[which].orderedMilli += ordered[which];
        row[which].orderedMinor += worthOf(ordered[which], item);
      }
    }
    for (const which of ['actual', 'untouched'] as const) {
      const { servedMilli, averageMilli } = live(worlds[which], item, week);
      row[which].demandMilli += item.demandMilli[week] ?? 0;
      row[which].servedMilli += servedMilli;
      row[which].averageStockMinor += worthOf(averageMilli, item);
    }
  }
}

const worthOf = (quantityMilli: number, { unitPriceMicros }: DecidedItem): number =>
  lineTotalMinor({ quantityMilli, unitPriceMicros });
