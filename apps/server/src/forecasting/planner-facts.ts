import type { CorrectionChoice, CorrectionKind } from '@coplan/forecasting';
import type { LocalDate } from '@coplan/kernel';
import type { Database } from '../platform/index.ts';

type Window = { startsOn: LocalDate; endsBefore: LocalDate };

export type PlannerDecision = Window & {
  kind: CorrectionKind;
  choice: CorrectionChoice;
  /** With `own`: each period's demand, thousandths of the base unit. */
  ownMilli?: number;
};
export type ForecastEvent = Window & {
  name: string;
  /** What it adds as a share of the base, or in thousandths of the base unit over its window; one of the two. */
  liftRatio?: number;
  liftMilli?: number;
};
export type ForecastOverride = Window & { perPeriodMilli: number };

/** What people and agreements say about an item-location: part of the snapshot, so that a replay knows it too. */
export type PlannerFacts = {
  decisions?: PlannerDecision[];
  events?: ForecastEvent[];
  overrides?: ForecastOverride[];
};

/**
 * Facts of these item-locations; those about which nobody said anything are absent. Overrides that have expired on
 * `day` no longer count. In a fixed order, so that equal facts are equal bytes.
 */
export async function readPlannerFacts(
  db: Database,
  { itemLocationIds, day }: { itemLocationIds: readonly string[]; day: LocalDate },
): Promise<Map<string, PlannerFacts>> {
  const rows = await db.read<{ itemLocationId: string; facts: PlannerFacts }>(
    `with asked as (select unnest($1::uuid[]) as id), decisions as (
       select item_location_id as id, json_agg(json_build_object('kind', kind, 'startsOn', starts_on,
         'endsBefore', ends_before, 'choice', choice, 'ownMilli', own_milli)
         order by starts_on, ends_before, kind) as list
       from forecast_decisions where item_location_id = any ($1::uuid[]) and (choice <> 'cleaned' or kind = 'level-shift')
       group by 1
     ), events as (
       select item_location_id as id, json_agg(json_build_object('name', name, 'startsOn', starts_on,
         'endsBefore', ends_before, 'liftRatio', lift_ratio, 'liftMilli', lift_milli)
         order by starts_on, source_id) as list
       from forecast_events where item_location_id = any ($1::uuid[]) group by 1
     ), overrides as (
       select item_location_id as id, json_agg(json_build_object('startsOn', starts_on, 'endsBefore', ends_before,
         'perPeriodMilli', per_period_milli) order by set_at, id) as list
       from forecast_overrides where item_location_id = any ($1::uuid[]) and state = 'standing' and expires_on >= $2
       group by 1
     )
     select asked.id as "itemLocationId", json_strip_nulls(json_build_object('decisions', decisions.list,
       'events', events.list, 'overrides', overrides.list)) as facts
     from asked left join decisions using (id) left join events using (id) left join overrides using (id)
     where coalesce(decisions.list, events.list, overrides.list) is not null`,
    [itemLocationIds, day],
  );
  return new Map(rows.map(({ itemLocationId, facts }) => [itemLocationId, facts]));
}
