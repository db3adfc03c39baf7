import { assert } from '@coplan/kernel';

/** An allocated line that may be picked. `cutoffAtMs`: when its carrier leaves. `sequence`: of its bin on the walk. */
export type PickableLine = {
  lineId: string;
  orderId: string;
  carrierId: string;
  cutoffAtMs: number;
  priority: number;
  itemId: string;
  lotId: string;
  zone: string;
  bin: string;
  sequence: number;
  quantityMilli: number;
  weightGrams: number;
};

export type WaveLimits = { linesMax: number; weightGramsMax: number };

/** Lines that are released together, because their truck leaves together. */
export type Wave = { waveNumber: number; carrierId: string; cutoffAtMs: number; lineIds: string[] };

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const sumGrams = (lines: readonly PickableLine[]): number =>
  lines.reduce((sum, { weightGrams }) => sum + weightGrams, 0);

/** Orders in the order in which they must leave: cut-off, carrier, priority, id. */
function ordersOf(lines: readonly PickableLine[]): PickableLine[][] {
  const orders = new Map<string, PickableLine[]>();
  for (const line of lines) orders.set(line.orderId, [...(orders.get(line.orderId) ?? []), line]);
  const first = (order: readonly PickableLine[]) => ({
    cutoffAtMs: Math.min(...order.map(({ cutoffAtMs }) => cutoffAtMs)),
    priority: Math.min(...order.map(({ priority }) => priority)),
    carrierId: order.map(({ carrierId }) => carrierId).sort()[0]!,
  });
  return [...orders.values()]
    .map((order) => ({ order: order.sort((a, b) => compare(a.lineId, b.lineId)), ...first(order) }))
    .sort(
      (a, b) =>
        a.cutoffAtMs - b.cutoffAtMs ||
        compare(a.carrierId, b.carrierId) ||
        a.priority - b.priority ||
        compare(a.order[0]!.orderId, b.order[0]!.orderId),
    )
    .map(({ order }) => order);
}

/**
 * Waves by cut-off and carrier, each within its limits; an order is never divided, so one that is larger than the limits is
 * a wave by itself. Earliest cut-off first. With limits of one line it is waveless release.
 */
export function buildWaves(lines: readonly PickableLine[], { linesMax, weightGramsMax }: WaveLimits): Wave[] {
  assert(linesMax >= 1 && weightGramsMax >= 1, 'a wave has room for something');
  const waves: Wave[] = [];
  let open: { wave: Wave; grams: number } | undefined;
  for (const order of ordersOf(lines)) {
    const { carrierId, cutoffAtMs } = order[0]!;
    const grams = sumGrams(order);
    const fits =
      open !== undefined &&
      open.wave.carrierId === carrierId &&
      open.wave.cutoffAtMs === cutoffAtMs &&
      open.wave.lineIds.length + order.length <= linesMax &&
      open.grams + grams <= weightGramsMax;
    if (open === undefined || !fits) {
      open = { wave: { waveNumber: waves.length + 1, carrierId, cutoffAtMs, lineIds: [] }, grams: 0 };
      waves.push(open.wave);
    }
    open.wave.lineIds.push(...order.map(({ lineId }) => lineId));
    open.grams += grams;
  }
  return waves;
}

/** One stop of a walk: so much from a bin, for one line or, in a batch, for several. */
export type PickStop = {
  zone: string;
  bin: string;
  itemId: string;
  lotId: string;
  quantityMilli: number;
  forLines: { lineId: string; orderId: string; quantityMilli: number }[];
};

export type PickList = {
  listNumber: number;
  zone: string | null;
  orderIds: string[];
  stops: PickStop[];
  weightGrams: number;
};

export type PickMethod =
  /** One order at a time, all zones. */
  | { kind: 'order' }
  /** Each zone by itself; orders come together at packing. */
  | { kind: 'zone'; stopsMax: number }
  /** Several orders on one cart, sorted while walking. */
  | { kind: 'batch'; ordersMax: number };

/** Stops in walking order; what lies in one bin is one stop. */
function walk(lines: readonly PickableLine[]): PickStop[] {
  const sorted = [...lines].sort(
    (a, b) =>
      compare(a.zone, b.zone) ||
      a.sequence - b.sequence ||
      compare(a.bin, b.bin) ||
      compare(a.lotId, b.lotId) ||
      compare(a.lineId, b.lineId),
  );
  const stops: PickStop[] = [];
  for (const { zone, bin, itemId, lotId, lineId, orderId, quantityMilli } of sorted) {
    const last = stops.at(-1);
    const forLine = { lineId, orderId, quantityMilli };
    if (
      last !== undefined &&
      last.bin === bin &&
      last.zone === zone &&
      last.lotId === lotId &&
      last.itemId === itemId
    ) {
      last.quantityMilli += quantityMilli;
      last.forLines.push(forLine);
    } else stops.push({ zone, bin, itemId, lotId, quantityMilli, forLines: [forLine] });
  }
  return stops;
}

function chunks<Value>(values: readonly Value[], size: number): Value[][] {
  assert(Number.isSafeInteger(size) && size >= 1, 'a list has room for something');
  const parts: Value[][] = [];
  for (let from = 0; from < values.length; from += size) parts.push(values.slice(from, from + size));
  return parts;
}

function groupsFor(
  lines: readonly PickableLine[],
  method: PickMethod,
): { zone: string | null; lines: PickableLine[] }[] {
  const orders = ordersOf(lines);
  if (method.kind === 'order') return orders.map((order) => ({ zone: null, lines: order }));
  if (method.kind === 'batch') {
    return chunks(orders, method.ordersMax).map((batch) => ({ zone: null, lines: batch.flat() }));
  }
  const zones = [...new Set(lines.map(({ zone }) => zone))].sort();
  return zones.flatMap((zone) => {
    const stops = walk(lines.filter((line) => line.zone === zone));
    const byId = new Map(lines.map((line) => [line.lineId, line]));
    return chunks(stops, method.stopsMax).map((part) => ({
      zone,
      lines: part.flatMap(({ forLines }) => forLines.map(({ lineId }) => byId.get(lineId)!)),
    }));
  });
}

/** Pick lists of a wave: every line is on exactly one list, once, in walking order. */
export function buildPickLists(lines: readonly PickableLine[], method: PickMethod): PickList[] {
  return groupsFor(lines, method).map(({ zone, lines: ofList }, index) => ({
    listNumber: index + 1,
    zone,
    orderIds: [...new Set(ofList.map(({ orderId }) => orderId))].sort(),
    stops: walk(ofList),
    weightGrams: sumGrams(ofList),
  }));
}

/** What a picker found at a stop. */
export type ShortPick = {
  picked: { lineId: string; quantityMilli: number }[];
  /** What each line still needs; to be allocated again, or to wait. */
  residual: { lineId: string; quantityMilli: number }[];
  /** The bin holds less than the books say: count it. Undefined where everything was found. */
  countTask: { bin: string; itemId: string; lotId: string; missingMilli: number } | undefined;
};

/** Divides what was found among the lines of a stop, in the order of the list. Conserves: picked + residual = asked for. */
export function recordPick(
  { forLines, bin, itemId, lotId, quantityMilli }: PickStop,
  foundMilli: number,
): ShortPick {
  assert(
    Number.isSafeInteger(foundMilli) && foundMilli >= 0 && foundMilli <= quantityMilli,
    'nobody picks more than the list says',
  );
  const picked: ShortPick['picked'] = [];
  const residual: ShortPick['residual'] = [];
  let left = foundMilli;
  for (const { lineId, quantityMilli: asked } of forLines) {
    const part = Math.min(left, asked);
    left -= part;
    if (part > 0) picked.push({ lineId, quantityMilli: part });
    if (asked > part) residual.push({ lineId, quantityMilli: asked - part });
  }
  const missingMilli = quantityMilli - foundMilli;
  return { picked, residual, countTask: missingMilli > 0 ? { bin, itemId, lotId, missingMilli } : undefined };
}
