import { assert, DomainError } from '@coplan/kernel';

export type Size = { lengthMm: number; widthMm: number; heightMm: number };

/** One thing to pack, so many times. */
export type PackItem = Size & {
  lineId: string;
  unitCount: number;
  weightGrams: number;
  /** It must stand on its base: only turned about the vertical. */
  isUpright: boolean;
  /** Things of different groups never share a carton; absent: with anything. */
  keepApart?: string;
};

/** Inner size, what it may carry, and what it costs to send. */
export type CartonType = Size & {
  cartonTypeId: string;
  carriesGrams: number;
  emptyGrams: number;
  costMinor: number;
};

/** Where the lower left front corner of a thing is, and how it lies. */
export type Placement = Size & { lineId: string; xMm: number; yMm: number; zMm: number };

export type PackedCarton = {
  cartonTypeId: string;
  placements: Placement[];
  weightGrams: number;
  /** Of the inner volume, 0 to 1. */
  filledRatio: number;
};

export type Packing = {
  packingVersion: string;
  cartons: PackedCarton[];
  costMinor: number;
  /** No packing needs fewer cartons: volume and weight over those of the largest carton. */
  cartonsAtLeast: number;
};

export const packingVersion = 'packing-1';
const unitsMax = 2_000;

type Unit = Omit<PackItem, 'unitCount'>;
type Open = {
  type: CartonType;
  placements: Placement[];
  corners: [number, number, number][];
  grams: number;
  group: string | undefined;
};

const volume = ({ lengthMm, widthMm, heightMm }: Size): number => lengthMm * widthMm * heightMm;

/** The ways in which a thing may lie, each size once. */
function turns({ lengthMm: a, widthMm: b, heightMm: c, isUpright }: Unit): [number, number, number][] {
  const all: [number, number, number][] = [
    [a, b, c],
    [b, a, c],
    ...(isUpright
      ? []
      : ([
          [a, c, b],
          [c, a, b],
          [b, c, a],
          [c, b, a],
        ] as [number, number, number][])),
  ];
  const seen = new Set<string>();
  return all.filter((turn) => !seen.has(turn.join()) && seen.add(turn.join()));
}

const overlaps = (
  x: number,
  y: number,
  z: number,
  size: [number, number, number],
  other: Placement,
): boolean =>
  x < other.xMm + other.lengthMm &&
  other.xMm < x + size[0] &&
  y < other.yMm + other.widthMm &&
  other.yMm < y + size[1] &&
  z < other.zMm + other.heightMm &&
  other.zMm < z + size[2];

/** The lowest, then hindmost, then leftmost free corner that takes the thing in one of its turns. */
function findPlace(carton: Open, unit: Unit): { at: number; size: [number, number, number] } | undefined {
  const { lengthMm, widthMm, heightMm } = carton.type;
  const sizes = turns(unit);
  for (const [at, [x, y, z]] of carton.corners.entries()) {
    for (const size of sizes) {
      const fits = x + size[0] <= lengthMm && y + size[1] <= widthMm && z + size[2] <= heightMm;
      if (fits && !carton.placements.some((other) => overlaps(x, y, z, size, other))) return { at, size };
    }
  }
  return undefined;
}

/** Puts a thing into a carton if it goes in; says whether it did. */
function put(carton: Open, unit: Unit): boolean {
  const { type, group } = carton;
  if (carton.grams + unit.weightGrams > type.carriesGrams) return false;
  if (carton.placements.length > 0 && group !== unit.keepApart) return false;
  const place = findPlace(carton, unit);
  if (place === undefined) return false;
  const [x, y, z] = carton.corners[place.at]!;
  const [lengthMm, widthMm, heightMm] = place.size;
  carton.placements.push({ lineId: unit.lineId, xMm: x, yMm: y, zMm: z, lengthMm, widthMm, heightMm });
  carton.corners.splice(place.at, 1, [x + lengthMm, y, z], [x, y + widthMm, z], [x, y, z + heightMm]);
  carton.corners.sort((a, b) => a[2] - b[2] || a[1] - b[1] || a[0] - b[0]);
  carton.grams += unit.weightGrams;
  carton.group = unit.keepApart;
  return true;
}

const emptyCarton = (type: CartonType): Open => ({
  type,
  placements: [],
  corners: [[0, 0, 0]],
  grams: 0,
  group: undefined,
});

/** Fills one carton of a type with what goes in, largest first; returns what stays out. */
function fill(type: CartonType, units: readonly Unit[]): { carton: Open; rest: Unit[] } {
  const carton = emptyCarton(type);
  const rest = units.filter((unit) => !put(carton, unit));
  return { carton, rest };
}

function unitsOf(items: readonly PackItem[], cartons: readonly CartonType[]): Unit[] {
  const units: Unit[] = [];
  for (const { unitCount, ...item } of items) {
    for (const size of [item.lengthMm, item.widthMm, item.heightMm]) {
      assert(Number.isSafeInteger(size) && size > 0, 'sizes are whole millimetres above 0');
    }
    assert(Number.isSafeInteger(unitCount) && unitCount >= 0, 'a count is a whole number');
    if (unitCount > 0 && !cartons.some((type) => fill(type, [item]).rest.length === 0)) {
      throw new DomainError(
        'invalid',
        'fulfillment.no-carton-fits',
        { lineId: item.lineId },
        `A unit of line ${item.lineId} (${item.lengthMm} × ${item.widthMm} × ${item.heightMm} mm, ${item.weightGrams} g) goes into no carton: add a larger one or ship it as it is.`,
      );
    }
    for (let index = 0; index < unitCount; index++) units.push(item);
  }
  if (units.length > unitsMax) {
    throw new DomainError(
      'invalid',
      'fulfillment.too-many-units',
      { count: units.length },
      `${units.length} units are more than ${unitsMax} at once: pack the order in parts.`,
    );
  }
  const key = ({ keepApart, lineId }: Unit): string => `${keepApart ?? ''} ${lineId}`;
  return units.sort(
    (a, b) =>
      volume(b) - volume(a) ||
      b.weightGrams - a.weightGrams ||
      (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0),
  );
}

/** Cheapest carton that takes all that is left; else the one that costs least for the volume it takes. */
function nextCarton(types: readonly CartonType[], units: readonly Unit[]): { carton: Open; rest: Unit[] } {
  const filled = types.map((type) => fill(type, units)).filter(({ carton }) => carton.placements.length > 0);
  const whole = filled.filter(({ rest }) => rest.length === 0);
  if (whole.length > 0)
    return whole.reduce((best, one) => (one.carton.type.costMinor < best.carton.type.costMinor ? one : best));
  const perVolume = ({ carton }: { carton: Open }): number =>
    carton.type.costMinor / carton.placements.reduce((sum, placement) => sum + volume(placement), 0);
  return filled.reduce((best, one) => (perVolume(one) < perVolume(best) ? one : best));
}

/**
 * Packs units into cartons: largest first into the lowest free corner (extreme points, Crainic, Perboli & Tadei 2008),
 * turned as allowed, within the weight, groups apart. A heuristic: how far it may be from the best shows beside
 * `cartonsAtLeast`. Sizes are whole millimetres, weights whole grams.
 * Throws `DomainError` when a unit goes into no carton, or at more than 2,000 units.
 */
export function packCartons(items: readonly PackItem[], cartons: readonly CartonType[]): Packing {
  const types = [...cartons].sort(
    (a, b) =>
      a.costMinor - b.costMinor || volume(a) - volume(b) || (a.cartonTypeId < b.cartonTypeId ? -1 : 1),
  );
  let units = unitsOf(items, types);
  const needed = {
    volume: units.reduce((sum, unit) => sum + volume(unit), 0),
    grams: units.reduce((sum, { weightGrams }) => sum + weightGrams, 0),
  };
  const packed: PackedCarton[] = [];
  let costMinor = 0;
  while (units.length > 0) {
    const { carton, rest } = nextCarton(types, units);
    assert(rest.length < units.length, 'each carton takes at least one unit');
    const { type, placements, grams } = carton;
    const filledRatio = placements.reduce((sum, placement) => sum + volume(placement), 0) / volume(type);
    packed.push({
      cartonTypeId: type.cartonTypeId,
      placements,
      weightGrams: grams + type.emptyGrams,
      filledRatio,
    });
    costMinor += type.costMinor;
    units = rest;
  }
  const byVolume = Math.max(1, ...types.map(volume));
  const byGrams = Math.max(1, ...types.map(({ carriesGrams }) => carriesGrams));
  const cartonsAtLeast = Math.max(Math.ceil(needed.volume / byVolume), Math.ceil(needed.grams / byGrams));
  return { packingVersion, cartons: packed, costMinor, cartonsAtLeast };
}
