import { engineVersion } from '@coplan/forecasting';
import { addDays, type ItemId, type LocalDate, localDateAt } from '@coplan/kernel';
import { z } from 'zod';
import { findTerms, listPlannedItemLocations } from '../../catalog/index.ts';
import type { Context } from '../../platform/index.ts';
import { startComputePool } from '../compute-pool.ts';
import type { ForecastRow } from '../forecast-batch.ts';
import { totalMilli } from '../forecast-layers.ts';
import { forecastVersionNotFound, versionsNotComparable } from '../forecasting.errors.ts';
import { readForecastInputs } from '../read-forecast-inputs.ts';
import {
  type CauseGroup,
  type ChangePart,
  type ExplainedLine,
  groupByCause,
  isSame,
  type Path,
  partsOf,
  pathBetween,
  unexplained,
} from './explain-change.ts';
import { type ForecastFacts, forecastCauses } from './forecast-causes.ts';

export const compareVersionsInput = z.object({
  beforeId: z.uuid(),
  afterId: z.uuid(),
  /** Lists the item-locations in which this cause takes part. */
  cause: z.string().max(60).optional(),
  limit: z.int().min(1).max(200).default(50),
});

/** So many changes with several causes are split among them, the largest first. */
const splitMax = 1_000;

type Version = {
  versionId: string;
  issuedAt: string;
  engineVersion: string;
  state: string;
  startsOn: LocalDate;
};

export type ChangedForecast = ExplainedLine & {
  itemNumber: string;
  description: string;
  locationCode: string;
};

export type VersionComparison = {
  before: Version;
  after: Version;
  /** The weeks that both versions speak of; changes are of their total. */
  window: { startsOn: LocalDate; endsBefore: LocalDate } | null;
  currency: string | null;
  changedCount: number;
  unchangedCount: number;
  addedCount: number;
  removedCount: number;
  unexplainedCount: number;
  causes: CauseGroup[];
  rows: ChangedForecast[];
};

/** A stored forecast as far as a comparison needs it. */
type Output = Pick<ForecastRow, 'startsOn' | 'bucketDays' | 'meanMilli' | 'eventMilli' | 'overrideMilli'> & {
  itemLocationId: string;
  itemId: string;
};
type Window = { startsOn: LocalDate; endsBefore: LocalDate };

const endOf = ({ startsOn, bucketDays, meanMilli }: Output): LocalDate =>
  addDays(startsOn, meanMilli.length * bucketDays);

/** Base, events and overrides of the periods that lie whole inside the window. */
function measure(output: Output | undefined, { startsOn, endsBefore }: Window): number {
  if (output === undefined) return 0;
  let sum = 0;
  totalMilli(output.meanMilli, output).forEach((milli, index) => {
    const from = addDays(output.startsOn, index * output.bucketDays);
    if (from >= startsOn && addDays(from, output.bucketDays) <= endsBefore) sum += milli;
  });
  return sum;
}

async function readVersion({ db }: Context, versionId: string): Promise<Version> {
  const [version] = await db.read<Version>(
    `select id as "versionId", to_char(issued_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "issuedAt",
       engine_version as "engineVersion", state, starts_on::text as "startsOn" from forecast_versions
     where org_id = (select current_setting('app.org')::uuid) and id = $1`,
    [versionId],
  );
  if (version === undefined) throw forecastVersionNotFound(versionId);
  if (version.state !== 'published') throw versionsNotComparable(versionId);
  return version;
}

async function readOutputs({ db }: Context, versionId: string): Promise<Map<string, Output>> {
  const rows = await db.read<Output>(
    `select item_location_id as "itemLocationId", item_id as "itemId", starts_on::text as "startsOn",
       bucket_days as "bucketDays", to_json(mean_milli) as "meanMilli", to_json(event_milli) as "eventMilli",
       to_json(override_milli) as "overrideMilli"
     from forecast_series where org_id = (select current_setting('app.org')::uuid) and version_id = $1`,
    [versionId],
  );
  return new Map(rows.map((row) => [row.itemLocationId, row]));
}

async function readFacts({ db }: Context, versionId: string): Promise<Map<string, ForecastFacts>> {
  const facts = new Map<string, ForecastFacts>();
  for await (const { series, ...shared } of readForecastInputs(db, versionId)) {
    for (const one of series) facts.set(one.itemLocationId, { ...one, shared });
  }
  return facts;
}

/** From the later start to the earlier end over all forecasts of both versions. */
function windowOf(outputs: readonly Output[]): Window | null {
  const starts = outputs.map(({ startsOn }) => startsOn).sort();
  const ends = outputs.map(endOf).sort();
  const startsOn = starts.at(-1);
  const endsBefore = ends[0];
  return startsOn === undefined || endsBefore === undefined || startsOn >= endsBefore
    ? null
    : { startsOn, endsBefore };
}

/** Forecasts of inputs that never were: those on the way from one version to the other. */
async function computeInputs(inputs: readonly ForecastFacts[]): Promise<Output[]> {
  if (inputs.length === 0) return [];
  const pool = startComputePool({
    moduleUrl: new URL('../forecast-batch.ts', import.meta.url),
    threadCount: 1,
  });
  try {
    const outputs = new Array<Output>(inputs.length);
    const groups = Map.groupBy(inputs.keys(), (index) => JSON.stringify(inputs[index]?.shared));
    for (const indexes of groups.values()) {
      const series = indexes.map((index) => {
        const { shared: _, ...one } = inputs[index] as ForecastFacts;
        return one;
      });
      const batch = { ...inputs[indexes[0] ?? 0]?.shared, series };
      const bytes = await pool.compute(new TextEncoder().encode(JSON.stringify(batch)));
      const rows = JSON.parse(new TextDecoder().decode(bytes)) as Output[];
      for (const [place, index] of indexes.entries()) outputs[index] = rows[place] as Output;
    }
    return outputs;
  } finally {
    await pool.close();
  }
}

type Pair = {
  itemLocationId: string;
  before: Output | undefined;
  after: Output | undefined;
  path: Path<ForecastFacts>;
  beforeMilli: number;
  afterMilli: number;
};

/** With another engine the first step is the old input computed anew: what the engine alone did. */
function wayBetween(
  before: ForecastFacts | undefined,
  after: ForecastFacts | undefined,
  isOtherEngine: boolean,
): Path<ForecastFacts> {
  if (before === undefined || after === undefined) return { codes: [], inputs: [] };
  const path = pathBetween(before, after, forecastCauses);
  if (!isOtherEngine || path.codes.length === 0) return path;
  return { codes: ['engine', ...path.codes], inputs: [before, ...path.inputs] };
}

const isOtherOutput = ({ before, after }: Pair): boolean =>
  !isSame(
    before && [before.startsOn, totalMilli(before.meanMilli, before)],
    after && [after.startsOn, totalMilli(after.meanMilli, after)],
  );

/** Without recomputation: nothing, one cause, an engine of another version, or several together. */
function simpleParts(pair: Pair, isOtherEngine: boolean): ChangePart[] | undefined {
  const { before, after, path, beforeMilli, afterMilli } = pair;
  const changeMilli = afterMilli - beforeMilli;
  if (before === undefined) return [{ code: 'added', changeMilli }];
  if (after === undefined) return [{ code: 'removed', changeMilli }];
  if (path.codes.length === 0) {
    if (!isOtherOutput(pair)) return [];
    return [{ code: isOtherEngine ? 'engine' : unexplained, changeMilli }];
  }
  const [only] = path.codes;
  return path.codes.length === 1 && only !== undefined ? [{ code: only, changeMilli }] : undefined;
}

/** The others, the largest first: computed again cause by cause. */
async function splitParts(pairs: readonly Pair[], window: Window): Promise<Map<string, ChangePart[]>> {
  const size = ({ beforeMilli, afterMilli }: Pair): number => Math.abs(afterMilli - beforeMilli);
  const split = pairs.toSorted((left, right) => size(right) - size(left)).slice(0, splitMax);
  const outputs = await computeInputs(split.flatMap(({ path }) => path.inputs));
  const parts = new Map<string, ChangePart[]>();
  let at = 0;
  for (const { itemLocationId, path, beforeMilli, afterMilli } of split) {
    const way = outputs.slice(at, at + path.inputs.length).map((output) => measure(output, window));
    at += path.inputs.length;
    parts.set(itemLocationId, partsOf(path.codes, [beforeMilli, ...way, afterMilli]));
  }
  for (const { itemLocationId, beforeMilli, afterMilli } of pairs) {
    if (parts.has(itemLocationId)) continue;
    parts.set(itemLocationId, [{ code: 'several', changeMilli: afterMilli - beforeMilli }]);
  }
  return parts;
}

/** Purchase prices in the buyer's terms of today, per item; the cheapest where several suppliers deliver. */
async function pricesOf({ db, clock }: Context, itemIds: readonly string[]) {
  const on = localDateAt(clock.now(), 'UTC');
  const prices = new Map<string, { unitPriceMicros: number; currency: string }>();
  for (const { itemId, unitPriceMicros, currency } of await findTerms(db, {
    itemIds: itemIds as ItemId[],
    on,
  })) {
    const known = prices.get(itemId);
    if (known === undefined || unitPriceMicros < known.unitPriceMicros)
      prices.set(itemId, { unitPriceMicros, currency });
  }
  return prices;
}

/** Thousandths of a unit times millionths of money, in hundredths of money. */
export const minorOf = (changeMilli: number, unitPriceMicros: number): number =>
  Math.round((changeMilli * unitPriceMicros) / 1e7);

/**
 * Why one version of the forecast differs from another: every item-location whose forecast changed, with the parts of its
 * input that changed and what each did to the total over the weeks that both speak of. An unchanged input with a changed
 * forecast is `unexplained`, which cannot be.
 */
export async function compareVersions(
  context: Context,
  { beforeId, afterId, cause, limit }: z.output<typeof compareVersionsInput>,
): Promise<VersionComparison> {
  const [before, after] = [await readVersion(context, beforeId), await readVersion(context, afterId)];
  const [outputsBefore, outputsAfter] = [
    await readOutputs(context, beforeId),
    await readOutputs(context, afterId),
  ];
  const [factsBefore, factsAfter] = [await readFacts(context, beforeId), await readFacts(context, afterId)];
  const window = windowOf([...outputsBefore.values(), ...outputsAfter.values()]);
  const isOtherEngine = before.engineVersion !== after.engineVersion || after.engineVersion !== engineVersion;
  const pairs = [...new Set([...outputsBefore.keys(), ...outputsAfter.keys()])]
    .sort()
    .map((itemLocationId): Pair => {
      const [old, now] = [outputsBefore.get(itemLocationId), outputsAfter.get(itemLocationId)];
      const [from, to] = [factsBefore.get(itemLocationId), factsAfter.get(itemLocationId)];
      return {
        itemLocationId,
        before: old,
        after: now,
        path: wayBetween(from, to, isOtherEngine),
        beforeMilli: window === null ? 0 : measure(old, window),
        afterMilli: window === null ? 0 : measure(now, window),
      };
    });
  const known = new Map(pairs.map((pair) => [pair.itemLocationId, simpleParts(pair, isOtherEngine)]));
  const open = pairs.filter(({ itemLocationId }) => known.get(itemLocationId) === undefined);
  const split = window === null ? new Map<string, ChangePart[]>() : await splitParts(open, window);
  const itemOf = new Map([...outputsBefore, ...outputsAfter].map(([id, { itemId }]) => [id, itemId]));
  const prices = await pricesOf(context, [...new Set(itemOf.values())]);
  const lines = pairs.flatMap(({ itemLocationId, beforeMilli, afterMilli }): ExplainedLine[] => {
    const parts = known.get(itemLocationId) ?? split.get(itemLocationId) ?? [];
    if (parts.length === 0) return [];
    const price = prices.get(itemOf.get(itemLocationId) ?? '');
    const valueMinor = price === undefined ? null : minorOf(afterMilli - beforeMilli, price.unitPriceMicros);
    return [{ itemLocationId, beforeMilli, afterMilli, parts, valueMinor }];
  });
  const has = (code: string) => lines.filter(({ parts }) => parts.some((part) => part.code === code)).length;
  return {
    before,
    after,
    window,
    currency: [...prices.values()][0]?.currency ?? null,
    changedCount: lines.length,
    unchangedCount: pairs.length - lines.length,
    addedCount: has('added'),
    removedCount: has('removed'),
    unexplainedCount: has(unexplained),
    causes: groupByCause(lines),
    rows: await nameLines(context, lines, { cause, limit }),
  };
}

/** The lines with the largest change, of one cause if asked, with the names of item and place. */
export async function nameLines<Line extends ExplainedLine>(
  { db }: Context,
  lines: readonly Line[],
  { cause, limit }: { cause: string | undefined; limit: number },
): Promise<(Line & { itemNumber: string; description: string; locationCode: string })[]> {
  const sizeOf = ({ parts, beforeMilli, afterMilli }: Line): number =>
    Math.abs(parts.find(({ code }) => code === cause)?.changeMilli ?? afterMilli - beforeMilli);
  const shown = lines
    .filter(({ parts }) => cause === undefined || parts.some(({ code }) => code === cause))
    .toSorted((left, right) => sizeOf(right) - sizeOf(left))
    .slice(0, limit);
  const places = await listPlannedItemLocations(db, {
    itemLocationIds: shown.map(({ itemLocationId }) => itemLocationId),
  });
  const byId = new Map(places.map((place) => [place.itemLocationId, place]));
  return shown.map((line) => {
    const place = byId.get(line.itemLocationId);
    return {
      ...line,
      itemNumber: place?.itemNumber ?? '',
      description: place?.description ?? '',
      locationCode: place?.locationCode ?? '',
    };
  });
}
