import { addDays, assert, DomainError, formatMilli, type LocalDate } from '@coplan/kernel';
import { floorTo } from './supply-and-demand.ts';

/** A place an order may be shipped from, with what a shipment from there costs and how long it takes. */
export type SourcePlace = {
  locationId: string;
  /** Minor units: for each shipment, and for each whole unit in it. */
  shipmentMinor: number;
  perUnitMinor: number;
  transitDays: number;
  /** By item, in thousandths: what can be promised there now. */
  availableMilli: Readonly<Record<string, number>>;
};

export type SourceLine = {
  lineId: string;
  itemId: string;
  quantityMilli: number;
  multipleMilli: number;
  mayBeSplit: boolean;
};

export type SourcingInput = {
  today: LocalDate;
  requestedOn: LocalDate;
  lines: readonly SourceLine[];
  places: readonly SourcePlace[];
  /** At most so many shipments. */
  shipmentsMax: number;
  /** Minor units for each further shipment (who receives must receive twice) and for each unit and day that is late or short. */
  furtherShipmentMinor: number;
  latePerUnitDayMinor: number;
  shortPerUnitMinor: number;
};

export type SourcedPart = { lineId: string; locationId: string; quantityMilli: number; arrivesOn: LocalDate };

export type SourcingOption = {
  locationIds: string[];
  parts: SourcedPart[];
  shortMilli: number;
  /** The score is money: freight, further shipments, lateness and what is short, in minor units. */
  cost: {
    freightMinor: number;
    furtherMinor: number;
    lateMinor: number;
    shortMinor: number;
    totalMinor: number;
  };
  lastArrivesOn: LocalDate | null;
};

/** The cheapest option, the two next, and why it is that one. */
export type Sourcing = {
  sourcingVersion: string;
  best: SourcingOption;
  alternatives: SourcingOption[];
  text: string;
};

export const sourcingVersion = 'sourcing-1';
const placesMax = 20;

/** Whole units, a started one counting as one. */
const unitsOf = (quantityMilli: number): number => Math.ceil(quantityMilli / 1_000);

const lateDays = (place: SourcePlace, { today, requestedOn }: SourcingInput): number => {
  const arrivesOn = addDays(today, place.transitDays);
  return arrivesOn <= requestedOn
    ? 0
    : Math.round((Date.parse(arrivesOn) - Date.parse(requestedOn)) / 86_400_000);
};

/** What a unit from a place costs beside the shipment: freight and lateness. */
const unitMinor = (place: SourcePlace, input: SourcingInput): number =>
  place.perUnitMinor + lateDays(place, input) * input.latePerUnitDayMinor;

/** Splits one line over places, the cheapest unit first; whole multiples from each. */
function fillLine(
  line: SourceLine,
  places: readonly SourcePlace[],
): { place: SourcePlace; quantityMilli: number }[] {
  const there = (place: SourcePlace): number =>
    floorTo(place.availableMilli[line.itemId] ?? 0, line.multipleMilli);
  if (!line.mayBeSplit) {
    const whole = places.find((place) => there(place) >= line.quantityMilli);
    return whole === undefined ? [] : [{ place: whole, quantityMilli: line.quantityMilli }];
  }
  const parts: { place: SourcePlace; quantityMilli: number }[] = [];
  let left = line.quantityMilli;
  for (const place of places) {
    const quantityMilli = Math.min(left, there(place));
    if (quantityMilli <= 0) continue;
    parts.push({ place, quantityMilli });
    left -= quantityMilli;
  }
  return parts;
}

/** The best that a set of places can do; two lines of one item share what is there. */
function tryPlaces(chosen: readonly SourcePlace[], input: SourcingInput): SourcingOption {
  const left = chosen.map((place) => ({ ...place, availableMilli: { ...place.availableMilli } }));
  left.sort(
    (a, b) =>
      unitMinor(a, input) - unitMinor(b, input) ||
      a.transitDays - b.transitDays ||
      (a.locationId < b.locationId ? -1 : 1),
  );
  const parts: SourcedPart[] = [];
  const used = new Set<SourcePlace>();
  let freightMinor = 0;
  let lateMinor = 0;
  let shortMilli = 0;
  for (const line of input.lines) {
    let open = line.quantityMilli;
    for (const { place, quantityMilli } of fillLine(line, left)) {
      const { lineId, itemId } = line;
      (place.availableMilli as Record<string, number>)[itemId] =
        (place.availableMilli[itemId] ?? 0) - quantityMilli;
      used.add(place);
      freightMinor += unitsOf(quantityMilli) * place.perUnitMinor;
      lateMinor += unitsOf(quantityMilli) * lateDays(place, input) * input.latePerUnitDayMinor;
      parts.push({
        lineId,
        locationId: place.locationId,
        quantityMilli,
        arrivesOn: addDays(input.today, place.transitDays),
      });
      open -= quantityMilli;
    }
    shortMilli += open;
  }
  for (const place of used) freightMinor += place.shipmentMinor;
  const furtherMinor = Math.max(0, used.size - 1) * input.furtherShipmentMinor;
  const shortMinor = unitsOf(shortMilli) * input.shortPerUnitMinor;
  const totalMinor = freightMinor + furtherMinor + lateMinor + shortMinor;
  const arrivals = parts.map(({ arrivesOn }) => arrivesOn).sort();
  return {
    locationIds: [...used].map(({ locationId }) => locationId).sort(),
    parts,
    shortMilli,
    cost: { freightMinor, furtherMinor, lateMinor, shortMinor, totalMinor },
    lastArrivesOn: arrivals.at(-1) ?? null,
  };
}

/** Every set of up to so many places. */
function* setsOf<Value>(values: readonly Value[], sizeMax: number, from = 0): Generator<Value[]> {
  for (let index = from; index < values.length; index++) {
    yield [values[index]!];
    if (sizeMax > 1)
      for (const rest of setsOf(values, sizeMax - 1, index + 1)) yield [values[index]!, ...rest];
  }
}

const byCost = (a: SourcingOption, b: SourcingOption): number =>
  a.cost.totalMinor - b.cost.totalMinor ||
  a.locationIds.length - b.locationIds.length ||
  ((a.lastArrivesOn ?? '') < (b.lastArrivesOn ?? '')
    ? -1
    : (a.lastArrivesOn ?? '') > (b.lastArrivesOn ?? '')
      ? 1
      : 0) ||
  (a.locationIds.join() < b.locationIds.join() ? -1 : a.locationIds.join() > b.locationIds.join() ? 1 : 0);

/**
 * From which places an order is shipped: every set of at most `shipmentsMax` places is tried and priced, so within the model
 * the answer is the cheapest; equal costs go to fewer shipments, then the earlier arrival. Throws `DomainError` where there
 * are more than 20 places: name those that come into question.
 */
export function sourceOrder(input: SourcingInput): Sourcing {
  const { places, shipmentsMax } = input;
  assert(Number.isSafeInteger(shipmentsMax) && shipmentsMax >= 1, 'an order leaves in at least one shipment');
  if (places.length > placesMax) {
    const message = `${places.length} places are more than the ${placesMax} that can be tried in all combinations: name the nearest.`;
    throw new DomainError('invalid', 'fulfillment.too-many-places', { count: places.length }, message);
  }
  const found = new Map<string, SourcingOption>();
  for (const chosen of setsOf(places, Math.min(shipmentsMax, 4))) {
    const option = tryPlaces(chosen, input);
    const key = option.locationIds.join();
    const known = found.get(key);
    if (known === undefined || byCost(option, known) < 0) found.set(key, option);
  }
  const options = [...found.values()].sort(byCost);
  const best = options[0] ?? tryPlaces([], input);
  const [next] = options.slice(1);
  const from =
    best.locationIds.length === 0 ? 'No place has any of it' : `From ${best.locationIds.join(' and ')}`;
  const short = best.shortMilli === 0 ? '' : `, ${formatMilli(best.shortMilli)} short`;
  const than =
    next === undefined ? '' : `; next would be ${next.locationIds.join(' and ')} at ${next.cost.totalMinor}`;
  const text = `${from} at ${best.cost.totalMinor} minor units${short}${than}.`;
  return { sourcingVersion, best, alternatives: options.slice(1, 3), text };
}
