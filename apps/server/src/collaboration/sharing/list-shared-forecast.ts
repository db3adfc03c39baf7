import type { LocalDate } from '@coplan/kernel';
import { z } from 'zod';
import { quantilePath } from '../../forecasting/index.ts';
import { likeText } from '../../partners/index.ts';
import type { Context } from '../../platform/index.ts';
import { readShared, type SharedRow } from './shared-rows.ts';

export const listSharedForecastInput = z.object({
  buyerId: z.uuid().optional(),
  search: z.string().max(100).optional(),
  cursor: z.string().max(300).optional(),
  limit: z.int().min(1).max(200).default(50),
});

/** Where items or places are summed, they are named by the category, or not at all. */
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
  unit: string;
  issuedAt: string;
};

function toForecastRow(row: SharedRow, buyerName: string): SharedForecastRow {
  const meanMilli = row.amounts.map((amount) => amount ?? 0);
  const { levels, quantilesMilli } = row;
  const pathAt = (level: number): number[] =>
    levels === null || quantilesMilli === null
      ? meanMilli
      : quantilePath({ levels, quantilesMilli, meanMilli }, level);
  return {
    buyerName,
    itemNumber: row.itemNumber ?? row.category ?? '',
    supplierItemNumber: row.partnerItemNumber,
    description: row.description ?? '',
    locationCode: row.locationCode ?? '',
    startsOn: row.startsOn,
    bucketDays: row.bucketDays,
    meanMilli,
    p10Milli: pathAt(0.1),
    p90Milli: pathAt(0.9),
    unit: row.unit ?? '',
    issuedAt: row.knownAt ?? '',
  };
}

/** What buyers expect to sell, as far as an agreement in force shares their forecast with the organisation. */
export async function listSharedForecast(
  context: Context,
  input: z.output<typeof listSharedForecastInput>,
): Promise<{ rows: SharedForecastRow[]; nextCursor: string | null }> {
  const { db } = context;
  const rows = await readShared(db, context, {
    measure: 'forecast',
    source: 'shared_forecast',
    ownerId: input.buyerId,
    search: input.search === undefined ? null : likeText(input.search),
    afterKey: input.cursor,
    limit: input.limit + 1,
    purpose: 'shared forecast page',
  });
  const page = rows.slice(0, input.limit);
  const names = await db.read<{ id: string; name: string }>(
    'select id, name from organisations where id = any ($1::uuid[])',
    [[...new Set(page.map(({ ownerId }) => ownerId))]],
  );
  const nameOf = new Map(names.map(({ id, name }) => [id, name]));
  return {
    rows: page.map((row) => toForecastRow(row, nameOf.get(row.ownerId) ?? '')),
    nextCursor: rows.length > input.limit ? (page.at(-1)?.rowKey ?? null) : null,
  };
}

/** For how many item-locations partners share their forecast with the organisation; nothing of it is read for that. */
export async function countSharedForecasts({ db, actor }: Context): Promise<number> {
  const [counted] = await db.read<{ itemCount: number }>(
    `select count(*)::integer as "itemCount"
     from sharing_rules rule join agreement_item_locations scope
       on scope.buyer_id = rule.buyer_id and scope.agreement_id = rule.agreement_id
     where rule.reader_id = $1 and rule.owner_id = scope.buyer_id and rule.measure = 'forecast'
       and rule.closed_at is null`,
    [actor.organisationId],
  );
  return counted?.itemCount ?? 0;
}
