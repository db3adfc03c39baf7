import { type ForecastEvidence, modelName, whyThisForecast } from '@coplan/forecasting';
import { addDays, type LocalDate } from '@coplan/kernel';
import { z } from 'zod';
import { readSalesHistory } from '../inventory/index.ts';
import type { Context, Database } from '../platform/index.ts';
import type { StoredCorrection } from './clean-history.ts';
import { cleanedPaths } from './cleaned-paths.ts';
import { findForecasts, findPublishedVersion, quantilePath } from './find-forecasts.ts';
import { findPlaces, getPlace, type PlannedPlace } from './find-place.ts';
import type { StoredAnalogues } from './forecast-from-analogues.ts';
import type { ForecastLayers } from './forecast-layers.ts';
import { type DecisionRow, type ShownCorrection, showCorrections } from './show-corrections.ts';

export const getItemForecastInput = z.object({ itemLocationId: z.uuid() });

const periodsShown = { 1: 365, 7: 156 } as const;
const noDay = '1970-01-01' as LocalDate;

export type ShownHistory = {
  bucketDays: 1 | 7;
  startsOn: LocalDate;
  soldMilli: (number | null)[];
  inStock: boolean[];
  /** What the models saw; null where it is unknown to them. */
  cleanedMilli: (number | null)[];
  /** Estimates where the shelf was empty; null elsewhere. */
  estimatedMilli: (number | null)[];
};

export type ShownForecast = ForecastLayers & {
  versionId: string;
  issuedAt: string;
  startsOn: LocalDate;
  bucketDays: 1 | 7;
  model: string;
  demandClass: string;
  /** Why it is what it is, in sentences for a planner. */
  reason: string[];
  /** base + event + override = total in each period, exactly. */
  baseMilli: number[];
  totalMilli: number[];
  p10Milli: number[];
  p90Milli: number[];
  /** How each candidate did on the item's own past; empty for a new item. */
  candidates: { model: string; name: string; weight: number; mase: number | null; pinball: number | null }[];
  analogues: (StoredAnalogues & { names: PlannedPlace[] }) | null;
};

export type ShownOverride = {
  overrideId: string;
  startsOn: LocalDate;
  endsBefore: LocalDate;
  perPeriodMilli: number;
  expiresOn: LocalDate;
  reason: string;
  setBy: string;
  setAt: string;
  version: number;
};

export type ItemForecast = {
  place: PlannedPlace;
  history: ShownHistory;
  corrections: ShownCorrection[];
  forecast: ShownForecast | null;
  overrides: ShownOverride[];
  events: {
    name: string;
    startsOn: LocalDate;
    endsBefore: LocalDate;
    liftRatio: number | null;
    liftMilli: number | null;
  }[];
  namedAnalogues: { analogueIds: string[]; reason: string; namedBy: string; version: number } | null;
};

type Stored = ForecastLayers & {
  corrections: StoredCorrection[];
  analogues: StoredAnalogues | null;
  scores: Omit<ShownForecast['candidates'][number], 'name'>[];
  evidence: ForecastEvidence | null;
};

const storedQuery = `
select corrections, analogues, scores, evidence, to_json(event_milli) as "eventMilli", to_json(override_milli) as "overrideMilli"
from forecast_series
where org_id = (select current_setting('app.org')::uuid) and version_id = $1 and item_location_id = $2`;

const decisionsQuery = `
select kind, starts_on::text as "startsOn", ends_before::text as "endsBefore", choice, own_milli as "ownMilli", reason,
  decided_by as "decidedBy", to_char(decided_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "decidedAt",
  version
from forecast_decisions where item_location_id = $1 order by starts_on, kind limit 500`;

const overridesQuery = `
select id as "overrideId", starts_on::text as "startsOn", ends_before::text as "endsBefore",
  per_period_milli as "perPeriodMilli", expires_on::text as "expiresOn", reason, set_by as "setBy",
  to_char(set_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "setAt", version
from forecast_overrides where item_location_id = $1 and state = 'standing' order by starts_on, set_at limit 200`;

const eventsQuery = `
select name, starts_on::text as "startsOn", ends_before::text as "endsBefore", lift_ratio as "liftRatio",
  lift_milli as "liftMilli"
from forecast_events where item_location_id = $1 order by starts_on limit 200`;

const namedQuery = `
select to_json(analogue_ids) as "analogueIds", reason, named_by as "namedBy", version
from forecast_analogues where item_location_id = $1`;

async function readHistory(db: Database, itemLocationId: string, corrections: readonly StoredCorrection[]) {
  const [history] = await readSalesHistory(db, { itemLocationIds: [itemLocationId] });
  if (history === undefined)
    return {
      bucketDays: 7 as const,
      startsOn: noDay,
      soldMilli: [],
      inStock: [],
      cleanedMilli: [],
      estimatedMilli: [],
    };
  const paths = cleanedPaths(history, corrections);
  const skipped = Math.max(0, history.soldMilli.length - periodsShown[history.bucketDays]);
  return {
    bucketDays: history.bucketDays,
    startsOn: addDays(history.startsOn, skipped * history.bucketDays),
    soldMilli: history.soldMilli.slice(skipped),
    inStock: history.inStock.slice(skipped),
    cleanedMilli: paths.cleanedMilli.slice(skipped),
    estimatedMilli: paths.estimatedMilli.slice(skipped),
  };
}

const countChanged = (layerMilli: readonly number[] | null): number =>
  layerMilli?.filter((amount) => amount !== 0).length ?? 0;

async function readForecast(
  db: Database,
  itemLocationId: string,
): Promise<{ forecast: ShownForecast; corrections: StoredCorrection[] } | null> {
  const version = await findPublishedVersion(db);
  if (version === undefined) return null;
  const { versionId } = version;
  const [[stored], found] = await Promise.all([
    db.read<Stored>(storedQuery, [versionId, itemLocationId]),
    findForecasts(db, { versionId, itemLocationIds: [itemLocationId] }),
  ]);
  const published = found.get(itemLocationId);
  if (stored === undefined || published === undefined) return null;
  const { analogues, corrections, scores, evidence, eventMilli, overrideMilli } = stored;
  const names =
    analogues === null
      ? []
      : await findPlaces(
          db,
          analogues.items.map((item) => item.itemLocationId),
        );
  return {
    corrections,
    forecast: {
      versionId,
      issuedAt: version.issuedAt.toISOString(),
      startsOn: published.startsOn,
      bucketDays: published.bucketDays,
      model: published.model,
      demandClass: published.demandClass,
      reason: whyThisForecast({
        demandClass: published.demandClass,
        periodDays: published.bucketDays,
        scores,
        evidence,
        analogues: analogues === null ? null : { ...analogues, count: analogues.items.length },
        horizonPeriods: published.meanMilli.length,
        eventPeriods: countChanged(eventMilli),
        overridePeriods: countChanged(overrideMilli),
      }),
      baseMilli: published.baseMilli,
      eventMilli,
      overrideMilli,
      totalMilli: published.meanMilli,
      p10Milli: quantilePath(published, 0.1),
      p90Milli: quantilePath(published, 0.9),
      candidates: scores.map((score) => ({ ...score, name: modelName(score.model) })),
      analogues: analogues === null ? null : { ...analogues, names },
    },
  };
}

/**
 * Everything that explains the newest forecast of an item at a place: its history with what was corrected and why,
 * the layers, the band, how the candidates did, and what planners said that counts from the next forecast on.
 */
export async function getItemForecast(
  { db }: Context,
  { itemLocationId }: { itemLocationId: string },
): Promise<ItemForecast> {
  const place = await getPlace(db, itemLocationId);
  const [read, decisions, overrides, events, [named]] = await Promise.all([
    readForecast(db, itemLocationId),
    db.read<DecisionRow>(decisionsQuery, [itemLocationId]),
    db.read<ShownOverride>(overridesQuery, [itemLocationId]),
    db.read<ItemForecast['events'][number]>(eventsQuery, [itemLocationId]),
    db.read<NonNullable<ItemForecast['namedAnalogues']>>(namedQuery, [itemLocationId]),
  ]);
  const stored = read?.corrections ?? [];
  const history = await readHistory(db, itemLocationId, stored);
  return {
    place,
    history,
    corrections: showCorrections(stored, decisions, history.bucketDays),
    forecast: read?.forecast ?? null,
    overrides,
    events,
    namedAnalogues: named ?? null,
  };
}
