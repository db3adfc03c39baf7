import { allocate } from '@coplan/collaboration';
import { addDays, daysBetween, isoWeekday, type LocalDate } from '@coplan/kernel';
import type { PlanEventContent } from './plan-event-content.ts';

/** One item at one place, with its base forecast per bucket. */
export type LayerLine = {
  itemLocationId: string;
  itemId: string;
  locationId: string;
  baseMilli: readonly (number | null)[];
};

export type Axis = { startsOn: LocalDate; bucketDays: number; bucketCount: number };

/** What one event adds to (or takes from) each bucket of the lines it touches, thousandths of the base unit. */
type EventEffect = Map<string, number[]>;

/** Weekday weights are whole numbers inside, so that every split is exact. */
const weightScale = 1_000;
const evenWeek = [weightScale, weightScale, weightScale, weightScale, weightScale, weightScale, weightScale];

const weekOf = ({ weekdayWeights }: PlanEventContent): readonly number[] =>
  weekdayWeights === null ? evenWeek : weekdayWeights.map((weight) => Math.round(weight * weightScale));

function weightBetween(from: LocalDate, before: LocalDate, week: readonly number[]): number {
  let sum = 0;
  const dayCount = daysBetween(from, before);
  for (let day = 0; day < dayCount; day++) sum += week[isoWeekday(addDays(from, day)) - 1] ?? 0;
  return sum;
}

const later = (left: LocalDate, right: LocalDate): LocalDate => (left > right ? left : right);
const earlier = (left: LocalDate, right: LocalDate): LocalDate => (left < right ? left : right);

type BucketShare = { index: number; inside: number; whole: number };

/** Buckets that the sell-through touches, and how much of each by the weekdays' weights. */
function touchedBuckets(content: PlanEventContent, axis: Axis): BucketShare[] {
  const week = weekOf(content);
  const { startsOn, endsBefore } = content.sellThrough;
  const shares: BucketShare[] = [];
  for (let index = 0; index < axis.bucketCount; index++) {
    const from = addDays(axis.startsOn, index * axis.bucketDays);
    const before = addDays(from, axis.bucketDays);
    if (before <= startsOn || from >= endsBefore) continue;
    const inside = weightBetween(later(from, startsOn), earlier(before, endsBefore), week);
    if (inside > 0) shares.push({ index, inside, whole: weightBetween(from, before, week) });
  }
  return shares;
}

const emptyLine = ({ bucketCount }: Axis): number[] => new Array<number>(bucketCount).fill(0);

function liftByShare(
  lines: readonly LayerLine[],
  ratio: number,
  { axis, shares }: { axis: Axis; shares: readonly BucketShare[] },
): EventEffect {
  const effect: EventEffect = new Map();
  for (const line of lines) {
    const amounts = emptyLine(axis);
    for (const { index, inside, whole } of shares) {
      amounts[index] = Math.round(((line.baseMilli[index] ?? 0) * ratio * inside) / whole);
    }
    effect.set(line.itemLocationId, amounts);
  }
  return effect;
}

/** Units over the whole window; what lies outside the plan's buckets stays outside. Exact: the parts add up. */
function liftByUnits(
  lines: readonly LayerLine[],
  liftMilli: number,
  { axis, shares, content }: { axis: Axis; shares: readonly BucketShare[]; content: PlanEventContent },
): EventEffect {
  const effect: EventEffect = new Map(lines.map((line) => [line.itemLocationId, emptyLine(axis)]));
  const { startsOn, endsBefore } = content.sellThrough;
  const insidePlan = shares.reduce((sum, { inside }) => sum + inside, 0);
  const outsidePlan = weightBetween(startsOn, endsBefore, weekOf(content)) - insidePlan;
  if (lines.length === 0 || insidePlan === 0) return effect;
  const [total = 0] = allocate(liftMilli, [insidePlan, outsidePlan]);
  const sizes = lines.map(({ baseMilli }) =>
    shares.reduce((sum, { index }) => sum + Math.max(0, baseMilli[index] ?? 0), 0),
  );
  const isEven = sizes.every((size) => size === 0);
  const ofLines = allocate(
    total,
    sizes.map((size) => (isEven ? 1 : size)),
  );
  for (const [position, line] of lines.entries()) {
    const parts = allocate(
      ofLines[position] ?? 0,
      shares.map(({ inside }) => inside),
    );
    const amounts = effect.get(line.itemLocationId) ?? [];
    for (const [rank, { index }] of shares.entries()) amounts[index] = parts[rank] ?? 0;
  }
  return effect;
}

const byItem = (lines: readonly LayerLine[]): Map<string, LayerLine[]> => {
  const groups = new Map<string, LayerLine[]>();
  for (const line of lines) groups.set(line.itemId, [...(groups.get(line.itemId) ?? []), line]);
  return groups;
};

/** What the event does to each line that it covers. Lines that it does not cover are absent. */
export function effectOfEvent(
  content: PlanEventContent,
  lines: readonly LayerLine[],
  axis: Axis,
): EventEffect {
  const shares = touchedBuckets(content, axis);
  const places = content.locationIds === null ? null : new Set(content.locationIds);
  const covered = byItem(lines.filter(({ locationId }) => places === null || places.has(locationId)));
  const cannibalised = new Map(content.cannibalised.map((row) => [row.itemId, row.liftRatio]));
  const named = new Map(content.items.map((row) => [row.itemId, row]));
  const effect: EventEffect = new Map();
  for (const [itemId, itemLines] of covered) {
    const own = named.get(itemId);
    const loss = cannibalised.get(itemId);
    if (loss === undefined && own === undefined && named.size > 0) continue;
    const part =
      own?.liftMilli != null
        ? liftByUnits(itemLines, own.liftMilli, { axis, shares, content })
        : liftByShare(itemLines, loss ?? own?.liftRatio ?? content.liftRatio ?? 0, { axis, shares });
    for (const [itemLocationId, amounts] of part) effect.set(itemLocationId, amounts);
  }
  return effect;
}

/**
 * The event layer of every line that an event covers: the sum over all events. Base and layer together never fall
 * below zero. Same events and base, same layer: computing it again changes nothing.
 */
export function computeEventLayer(
  contents: readonly PlanEventContent[],
  lines: readonly LayerLine[],
  axis: Axis,
): EventEffect {
  const layer: EventEffect = new Map();
  for (const content of contents) {
    for (const [itemLocationId, amounts] of effectOfEvent(content, lines, axis)) {
      const sum = layer.get(itemLocationId) ?? emptyLine(axis);
      layer.set(
        itemLocationId,
        sum.map((amount, index) => amount + (amounts[index] ?? 0)),
      );
    }
  }
  for (const { itemLocationId, baseMilli } of lines) {
    const sum = layer.get(itemLocationId);
    if (sum === undefined) continue;
    layer.set(
      itemLocationId,
      sum.map((amount, index) => Math.max(amount, -Math.max(0, baseMilli[index] ?? 0))),
    );
  }
  return layer;
}

/** Cells in which any of these contents could have an effect. */
export function coveredCells(
  contents: readonly PlanEventContent[],
  lines: readonly LayerLine[],
  axis: Axis,
): Map<string, Set<number>> {
  const covered = new Map<string, Set<number>>();
  for (const content of contents) {
    const places = touchedBuckets(content, axis).map(({ index }) => index);
    for (const itemLocationId of effectOfEvent(content, lines, axis).keys()) {
      const cells = covered.get(itemLocationId) ?? new Set();
      for (const place of places) cells.add(place);
      covered.set(itemLocationId, cells);
    }
  }
  return covered;
}
