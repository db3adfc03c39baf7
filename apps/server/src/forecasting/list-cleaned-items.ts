import { correctionKinds } from '@coplan/forecasting';
import { z } from 'zod';
import type { Context } from '../platform/index.ts';
import { findPublishedVersion } from './find-forecasts.ts';

export const listCleanedItemsInput = z.object({
  kind: z.enum([...correctionKinds, 'new-item']).optional(),
  search: z.string().max(100).optional(),
  /** How many rows come before the page. */
  cursor: z.int().min(0).max(100_000).optional(),
  limit: z.int().min(1).max(200).default(50),
});

export type CleanedItemRow = {
  itemLocationId: string;
  itemNumber: string;
  description: string;
  unit: string;
  locationCode: string;
  locationName: string;
  /** Kinds of its corrections, each once. */
  kinds: string[];
  correctionCount: number;
  /** By how much the last year was changed, thousandths of the base unit, and what that is worth at the supplier's price. */
  changedMilli: number;
  changedMinor: number | null;
  currency: string | null;
  isNewItem: boolean;
  /** Corrections that a planner decided on. */
  decidedCount: number;
};

const listQuery = `
with found as (
  select series.item_location_id, series.item_id, series.location_id, series.supplier_id, series.corrections,
    series.cleaned_milli, series.analogues
  from forecast_series series
  where series.org_id = (select current_setting('app.org')::uuid) and series.version_id = $1
    and (series.cleaned_milli > 0 or series.analogues is not null or jsonb_array_length(series.corrections) > 0)
    and case when $2::text is null then true when $2 = 'new-item' then series.analogues is not null
      else series.corrections @> jsonb_build_array(jsonb_build_object('kind', $2::text)) end
)
select found.item_location_id as "itemLocationId", item.item_number as "itemNumber", item.description,
  item.base_unit as unit, place.code as "locationCode", place.name as "locationName",
  array(select distinct one ->> 'kind' from jsonb_array_elements(found.corrections) one order by 1) as kinds,
  jsonb_array_length(found.corrections) as "correctionCount", found.cleaned_milli as "changedMilli",
  round(found.cleaned_milli * terms.unit_price_micros / 1e7)::bigint as "changedMinor", terms.currency,
  found.analogues is not null as "isNewItem",
  (select count(*)::int from forecast_decisions decision
   where decision.item_location_id = found.item_location_id and decision.choice <> 'cleaned') as "decidedCount"
from found
  join items item on item.org_id = (select current_setting('app.org')::uuid) and item.id = found.item_id
  join locations place on place.org_id = item.org_id and place.id = found.location_id
  left join lateral (
    select unit_price_micros, currency from supplier_terms terms
    where terms.org_id = item.org_id and terms.item_id = found.item_id and terms.supplier_id = found.supplier_id
    order by valid_from desc limit 1) terms on true
where ($5::text is null or item.item_number ilike '%' || $5 || '%' or item.description ilike '%' || $5 || '%'
  or place.code ilike '%' || $5 || '%')
order by "changedMinor" desc nulls last, found.item_location_id limit $3 offset $4`;

export type CleanedItems = { rows: CleanedItemRow[]; nextCursor: number | null; versionId: string | null };

/** Items at places whose demand was corrected in the newest forecast, where it weighs most in money first. */
export async function listCleanedItems(
  { db }: Context,
  { kind, search, cursor, limit }: z.output<typeof listCleanedItemsInput>,
): Promise<CleanedItems> {
  const version = await findPublishedVersion(db);
  if (version === undefined) return { rows: [], nextCursor: null, versionId: null };
  const offset = cursor ?? 0;
  const words =
    search === undefined || search.trim() === '' ? null : search.trim().replaceAll(/[\\%_]/g, '\\$&');
  const rows = await db.read<CleanedItemRow>(listQuery, [
    version.versionId,
    kind ?? null,
    limit + 1,
    offset,
    words,
  ]);
  const page = rows.slice(0, limit);
  return {
    rows: page,
    nextCursor: rows.length > limit ? offset + limit : null,
    versionId: version.versionId,
  };
}
