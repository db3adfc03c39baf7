import type { LocalDate, UnitCode } from '@coplan/kernel';
import { z } from 'zod';
import { likeText } from '../partners/index.ts';
import type { Context } from '../platform/index.ts';
import { quantilePath } from './find-forecasts.ts';

export const listSharedForecastInput = z.object({
  buyerId: z.uuid().optional(),
  search: z.string().max(100).optional(),
  cursor: z
    .string()
    .regex(/^[0-9a-f-]{36}:[0-9a-f-]{36}$/)
    .optional(),
  limit: z.int().min(1).max(200).default(50),
});

/** A supplier looks some months ahead; what lies beyond is the buyer's own. */
const sharedDaysMax = 182;

export type SharedForecastRow = {
  buyerName: string;
  itemNumber: string;
  supplierItemNumber: string | null;
  description: string;
  locationCode: string;
  startsOn: LocalDate;
  bucketDays: number;
  meanMilli: number[];
  p10Milli: number[];
  p90Milli: number[];
  unit: UnitCode;
  issuedAt: string;
};

type Row = Omit<SharedForecastRow, 'p10Milli' | 'p90Milli' | 'issuedAt'> & {
  buyerId: string;
  itemLocationId: string;
  levels: number[];
  quantilesMilli: number[];
  issuedAt: Date;
};

/** What buyers expect to sell of the items that the context's organisation delivers: each buyer's published version. */
export async function listSharedForecast(
  { db, actor }: Context,
  input: z.output<typeof listSharedForecastInput>,
): Promise<{ rows: SharedForecastRow[]; nextCursor: string | null }> {
  const [buyerAfter, itemLocationAfter] = input.cursor?.split(':') ?? [];
  const rows = await db.read<Row>(
    `select series.org_id as "buyerId", series.item_location_id as "itemLocationId", buyer.name as "buyerName",
       item.item_number as "itemNumber", item.description, item.base_unit as unit, place.code as "locationCode",
       (select min(reference.partner_item_number) from item_cross_references reference
        where reference.item_id = series.item_id and reference.partner_id = series.supplier_id
          and reference.valid_from <= series.issued_at::date
          and (reference.valid_before is null or reference.valid_before > series.issued_at::date)) as "supplierItemNumber",
       series.starts_on as "startsOn", series.bucket_days as "bucketDays", series.issued_at as "issuedAt",
       to_json(series.mean_milli) as "meanMilli", to_json(series.levels) as levels,
       to_json(series.quantiles_milli) as "quantilesMilli"
     from forecast_publications published
       join forecast_series series on series.org_id = published.org_id and series.version_id = published.version_id
         and series.supplier_id = published.supplier_id
       join organisations buyer on buyer.id = series.org_id
       join items item on item.id = series.item_id
       join locations place on place.id = series.location_id
     where published.supplier_id = $1 and ($2::uuid is null or published.org_id = $2)
       and ($3::text is null or lower(item.item_number || ' ' || item.description || ' ' || place.code) like '%' || $3 || '%')
       and ($4::uuid is null or (series.org_id, series.item_location_id) > ($4::uuid, $5::uuid))
     order by series.org_id, series.item_location_id limit $6`,
    [
      actor.organisationId,
      input.buyerId ?? null,
      input.search === undefined ? null : likeText(input.search),
      buyerAfter ?? null,
      itemLocationAfter ?? null,
      input.limit + 1,
    ],
  );
  const page = rows.slice(0, input.limit);
  const last = page.at(-1);
  const hasMore = rows.length > input.limit && last !== undefined;
  return {
    rows: page.map(toSharedRow),
    nextCursor: hasMore ? `${last.buyerId}:${last.itemLocationId}` : null,
  };
}

function toSharedRow({
  buyerId: _,
  itemLocationId: __,
  levels,
  quantilesMilli,
  ...row
}: Row): SharedForecastRow {
  const periods = Math.ceil(sharedDaysMax / row.bucketDays);
  const paths = { levels, quantilesMilli, meanMilli: row.meanMilli };
  return {
    ...row,
    meanMilli: row.meanMilli.slice(0, periods),
    p10Milli: quantilePath(paths, 0.1).slice(0, periods),
    p90Milli: quantilePath(paths, 0.9).slice(0, periods),
    issuedAt: row.issuedAt.toISOString(),
  };
}

/** How many item-locations of all buyers the organisation sees a forecast of. */
export async function countSharedForecasts({ db, actor }: Context): Promise<number> {
  const [counted] = await db.read<{ itemCount: number }>(
    'select coalesce(sum(item_count), 0)::integer as "itemCount" from forecast_publications where supplier_id = $1',
    [actor.organisationId],
  );
  return counted?.itemCount ?? 0;
}
