import type { LocalDate } from '@coplan/kernel';
import { z } from 'zod';
import type { Context } from '../../platform/index.ts';

/** What a party says of itself; all other measures follow from sales, stock, orders and plans. */
export const saidMeasures = ['capacity', 'cost', 'price', 'on-hand'] as const;
export type SaidMeasure = (typeof saidMeasures)[number];

export const listOwnSeriesInput = z.object({
  agreementId: z.uuid(),
  measure: z.enum(saidMeasures),
  cursor: z
    .string()
    .regex(/^\d{1,7}$/)
    .optional(),
});

export type OwnSeries = {
  seriesId: string;
  itemNumber: string;
  description: string;
  /** null: all places together. */
  locationCode: string | null;
  unit: string;
  bucketDays: 1 | 7;
  startsOn: LocalDate;
  /** Thousandths of the base unit per bucket, millionths of money for cost and price; null: not said. */
  amounts: (number | null)[];
  currency: string | null;
  recordedAt: string;
};

const pageSize = 200;

const listSeries = `
select said.id as "seriesId", item.item_number as "itemNumber", item.description, item.base_unit as unit,
  place.code as "locationCode", said.bucket_days as "bucketDays", said.starts_on::text as "startsOn",
  to_json(said.amounts) as amounts, said.currency, said.recorded_at as "recordedAt"
from agreements agreement
  join measure_series said on said.buyer_id = agreement.buyer_id and said.supplier_id = agreement.supplier_id
  join items item on item.id = said.item_id
  left join locations place on place.id = said.location_id
where agreement.id = $1 and said.org_id = $2 and said.measure = $3
order by item.item_number, place.code nulls first, said.id offset $4 limit $5`;

/** The organisation's own capacity, costs, prices or stock as it last saved them, by item and place. */
export async function listOwnSeries(
  { db, actor }: Context,
  { agreementId, measure, cursor }: z.output<typeof listOwnSeriesInput>,
): Promise<{ rows: OwnSeries[]; nextCursor: string | null }> {
  const offset = Number(cursor ?? 0);
  const rows = await db.read<Omit<OwnSeries, 'recordedAt'> & { recordedAt: Date }>(listSeries, [
    agreementId,
    actor.organisationId,
    measure,
    offset,
    pageSize + 1,
  ]);
  return {
    rows: rows.slice(0, pageSize).map((row) => ({ ...row, recordedAt: row.recordedAt.toISOString() })),
    nextCursor: rows.length > pageSize ? String(offset + pageSize) : null,
  };
}
