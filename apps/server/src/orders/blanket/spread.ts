import { linesWithItem } from '../life/find-line.ts';
import type { LineNames, OrderFacts } from '../life/order-facts.ts';
import { type LineLife, readOrderLife } from '../life/order-life.ts';

/** How much of a line is still to come, in thousandths; lines in the order in which they are due. */
export type Room = { lineNumber: string; roomMilli: number };
export type Share = { lineNumber: string; amountMilli: number };

/**
 * A quantity that names the item and no line, over the item's lines: the earliest first, each as far as it has room.
 * What is left when all are full goes to the last line, where the limits of that line judge it.
 */
export function spread(amountMilli: number, rooms: readonly Room[]): Share[] {
  const shares = new Map<string, number>();
  const give = (lineNumber: string, milli: number) =>
    shares.set(lineNumber, (shares.get(lineNumber) ?? 0) + milli);
  let left = amountMilli;
  for (const { lineNumber, roomMilli } of rooms) {
    const taken = Math.min(left, Math.max(0, roomMilli));
    if (taken > 0) give(lineNumber, taken);
    left -= taken;
  }
  const last = [...shares.keys()].at(-1) ?? rooms.at(-1)?.lineNumber;
  if (last !== undefined && (left > 0 || shares.size === 0)) give(last, left);
  return [...shares].map(([lineNumber, share]) => ({ lineNumber, amountMilli: share }));
}

/** What a document is about: goods that leave, goods that came, or money for them. */
export type Movement = 'shipped' | 'received' | 'invoiced';

const gone: readonly string[] = ['rejected', 'cancelled'];

function roomsOf(lives: readonly LineLife[], movement: Movement): Room[] {
  const room = (of: (life: LineLife) => number): Room[] =>
    lives.map((life) => ({ lineNumber: life.line.lineNumber, roomMilli: of(life) }));
  const wanted = ({ orderedMilli, cancelledMilli }: LineLife): number => orderedMilli - cancelledMilli;
  if (movement === 'shipped') return room((life) => wanted(life) - life.shippedMilli);
  if (movement === 'received') {
    return [
      ...room((life) => life.announcedMilli - life.arrivedMilli),
      ...room((life) => wanted(life) - life.shippedMilli),
    ];
  }
  return [
    ...room((life) => life.shippedMilli - life.invoicedMilli),
    ...room((life) => wanted(life) - Math.max(life.shippedMilli, life.invoicedMilli)),
  ];
}

/**
 * Deals what a document says about an item of a blanket order out over its call-offs, one line of the document after the
 * other; undefined where the order has no call-offs, or where one of them is clearly meant: its number is given, and
 * there is room in it. Nothing is taken twice within one document.
 */
export function openDeal(facts: OrderFacts, movement: Movement) {
  const lives = facts.blanket == null ? [] : readOrderLife(facts, 'sent').lines;
  const taken = new Map<string, number>();
  return (names: LineNames, amountMilli: number): Share[] | undefined => {
    const numbers = new Set(linesWithItem(facts, names).map(({ lineNumber }) => lineNumber));
    const about = lives
      .filter(({ line, state }) => numbers.has(line.lineNumber) && !gone.includes(state))
      .sort((left, right) => left.asked.terms.requestedOn.localeCompare(right.asked.terms.requestedOn));
    if (about.length === 0) return undefined;
    const used = new Map(taken);
    const rooms = roomsOf(about, movement).map(({ lineNumber, roomMilli }) => {
      const before = Math.min(used.get(lineNumber) ?? 0, Math.max(0, roomMilli));
      used.set(lineNumber, (used.get(lineNumber) ?? 0) - before);
      return { lineNumber, roomMilli: Math.max(0, roomMilli) - before };
    });
    const isMeant = rooms.some(
      ({ lineNumber, roomMilli }) => lineNumber === names.lineNumber && roomMilli > 0,
    );
    const shares = isMeant
      ? [{ lineNumber: names.lineNumber as string, amountMilli }]
      : spread(amountMilli, rooms);
    for (const share of shares) {
      taken.set(share.lineNumber, (taken.get(share.lineNumber) ?? 0) + share.amountMilli);
    }
    return shares;
  };
}
