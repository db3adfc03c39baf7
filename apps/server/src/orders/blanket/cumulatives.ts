import { isLocalDate, type LocalDate } from '@coplan/kernel';
import {
  type OrderFacts,
  receiptsInForce,
  type ShipmentFact,
  shipmentsInForce,
} from '../life/order-facts.ts';
import type { LineLife, OrderLife } from '../life/order-life.ts';
import type { BlanketFacts } from './blanket-facts.ts';

type About = { facts: OrderFacts & { blanket: BlanketFacts }; life: OrderLife; itemLine: string };

/**
 * Something that moves a sum, in thousandths. It belongs to the sums of `countsOn`: a receipt to those of the day on
 * which its goods left.
 */
export type Movement = { on: LocalDate; countsOn: LocalDate; amountMilli: number; reference: string };

const yearsLater = (day: LocalDate, years: number): LocalDate => {
  const year = String(Number(day.slice(0, 4)) + years).padStart(4, '0');
  const same = `${year}${day.slice(4)}`;
  return isLocalDate(same) ? same : (`${year}-02-28` as LocalDate);
};

/** The day from which sums are counted that hold on a day: the agreed one, or its latest anniversary. */
export function cumulativeStart(
  { cumulativeFrom, resetsYearly }: Pick<BlanketFacts, 'cumulativeFrom' | 'resetsYearly'>,
  on: LocalDate,
): LocalDate {
  if (!resetsYearly || on < cumulativeFrom) return cumulativeFrom;
  const years = Number(on.slice(0, 4)) - Number(cumulativeFrom.slice(0, 4));
  const anniversary = yearsLater(cumulativeFrom, years);
  return anniversary <= on ? anniversary : yearsLater(cumulativeFrom, years - 1);
}

const livesOf = ({ facts, life, itemLine }: About): LineLife[] => {
  const numbers = new Set(
    facts.blanket.callOffs.filter((one) => one.itemLine === itemLine).map(({ lineNumber }) => lineNumber),
  );
  return life.lines.filter(({ line }) => numbers.has(line.lineNumber));
};

/** What is called off, by the day on which it is due, less what was cancelled. */
export const requiredMovements = (about: About): Movement[] =>
  livesOf(about)
    .map(({ asked, orderedMilli, cancelledMilli, line }) => ({
      on: asked.terms.requestedOn,
      countsOn: asked.terms.requestedOn,
      amountMilli: orderedMilli - cancelledMilli,
      reference: line.lineNumber,
    }))
    .filter(({ amountMilli }) => amountMilli > 0);

const leftOn = ({ despatchedOn, writtenOn }: ShipmentFact): LocalDate => despatchedOn ?? writtenOn;

/** What ship notices announce, by the day on which it left, and what came without one. */
export function shippedMovements(about: About): Movement[] {
  const lives = livesOf(about);
  const numbers = new Set(lives.map(({ line }) => line.lineNumber));
  const announced = shipmentsInForce(about.facts).map((notice) => ({
    on: leftOn(notice),
    countsOn: leftOn(notice),
    amountMilli: notice.lines
      .filter(({ lineNumber }) => numbers.has(lineNumber))
      .reduce((sum, { shippedMilli }) => sum + shippedMilli, 0),
    reference: notice.shipmentNumber,
  }));
  const unannounced = lives.flatMap(({ line, announcedMilli, arrivedMilli }): Movement[] => {
    const last = receiptsInForce(about.facts)
      .filter(({ lines }) => lines.some(({ lineNumber }) => lineNumber === line.lineNumber))
      .reduce<{ on: LocalDate; reference: string } | null>(
        (latest, { receivedOn, receiptNumber }) =>
          latest === null || receivedOn > latest.on ? { on: receivedOn, reference: receiptNumber } : latest,
        null,
      );
    if (last === null) return [];
    return [{ ...last, countsOn: last.on, amountMilli: Math.max(0, arrivedMilli - announcedMilli) }];
  });
  return [...announced, ...unannounced].filter(({ amountMilli }) => amountMilli > 0);
}

/** What was counted and kept, by the day of the receipt. */
export function receivedMovements(about: About): Movement[] {
  const numbers = new Set(livesOf(about).map(({ line }) => line.lineNumber));
  const notices = shipmentsInForce(about.facts);
  const leftWith = (shipmentNumber: string | null): LocalDate | undefined => {
    const notice = notices.find((one) => one.shipmentNumber === shipmentNumber);
    return notice === undefined ? undefined : leftOn(notice);
  };
  return receiptsInForce(about.facts)
    .map(({ receivedOn, receiptNumber, shipmentNumber, lines }) => ({
      on: receivedOn,
      countsOn: leftWith(shipmentNumber) ?? receivedOn,
      amountMilli: lines
        .filter(({ lineNumber }) => numbers.has(lineNumber))
        .reduce((sum, { receivedMilli }) => sum + receivedMilli, 0),
      reference: shipmentNumber ?? receiptNumber,
    }))
    .filter(({ amountMilli }) => amountMilli > 0);
}

export type Cumulatives = {
  /** From when the sums count. */
  startsOn: LocalDate;
  /** Required before and not shipped then; negative: shipped ahead of it. Part of `requiredMilli`. */
  carriedMilli: number;
  /** Due until the day. */
  requiredMilli: number;
  shippedMilli: number;
  receivedMilli: number;
  /** Shipped less required: positive ahead, negative behind. The reset of sums does not move it. */
  aheadMilli: number;
  /** Of all time: called off, shipped, and called off but not shipped. */
  calledOffMilli: number;
  shippedEverMilli: number;
  openMilli: number;
  lastShipped: Movement | null;
  lastReceived: Movement | null;
};

const sum = (movements: readonly Movement[]): number =>
  movements.reduce((total, { amountMilli }) => total + amountMilli, 0);
const latest = (movements: readonly Movement[]): Movement | null =>
  movements.reduce<Movement | null>((last, one) => (last === null || one.on >= last.on ? one : last), null);

/** The sums of an item on a day, from what was called off, shipped and received until then. */
export function readCumulatives(about: About, on: LocalDate): Cumulatives {
  const startsOn = cumulativeStart(about.facts.blanket, on);
  const required = requiredMovements(about);
  const shipped = shippedMovements(about).filter((one) => one.on <= on);
  const received = receivedMovements(about).filter((one) => one.on <= on);
  const due = required.filter((one) => one.on <= on);
  const since = (movements: readonly Movement[]) => sum(movements.filter((one) => one.countsOn >= startsOn));
  const before = (movements: readonly Movement[]) => sum(movements.filter((one) => one.countsOn < startsOn));
  const carriedMilli = before(due) - before(shipped);
  const requiredMilli = carriedMilli + since(due);
  const shippedMilli = since(shipped);
  const lives = livesOf(about);
  return {
    startsOn,
    carriedMilli,
    requiredMilli,
    shippedMilli,
    receivedMilli: since(received),
    aheadMilli: shippedMilli - requiredMilli,
    calledOffMilli: sum(required),
    shippedEverMilli: lives.reduce((total, one) => total + one.shippedMilli, 0),
    openMilli: lives.reduce((total, one) => total + one.openMilli, 0),
    lastShipped: latest(shipped),
    lastReceived: latest(received),
  };
}

/** Points of the three sums since the start that holds on `on`, one per day on which any of them moves. */
export function cumulativeCurve(
  about: About,
  on: LocalDate,
): { on: LocalDate; requiredMilli: number; shippedMilli: number | null; receivedMilli: number | null }[] {
  const startsOn = cumulativeStart(about.facts.blanket, on);
  const required = requiredMovements(about);
  const shipped = shippedMovements(about);
  const received = receivedMovements(about);
  const carried =
    sum(required.filter((one) => one.on < startsOn)) - sum(shipped.filter((one) => one.on < startsOn));
  const until = (movements: readonly Movement[], day: LocalDate) =>
    sum(movements.filter((one) => one.countsOn >= startsOn && one.on <= day));
  const days = [...required, ...shipped, ...received].map((one) => one.on).filter((day) => day >= startsOn);
  return [...new Set([startsOn, on, ...days])].sort().map((day) => ({
    on: day,
    requiredMilli: carried + until(required, day),
    shippedMilli: day > on ? null : until(shipped, day),
    receivedMilli: day > on ? null : until(received, day),
  }));
}
