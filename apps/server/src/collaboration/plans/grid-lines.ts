import type { UnitCode } from '@coplan/kernel';
import { likeText } from '../../partners/index.ts';
import type { Context } from '../../platform/index.ts';
import type { GridAxis, GridInput } from './grid-axis.ts';

/** An item at a place that the agreement covers. */
export type GridLine = {
  itemLocationId: string;
  itemId: string;
  locationId: string;
  itemNumber: string;
  partnerItemNumber: string | null;
  description: string;
  locationCode: string;
  category: string | null;
  unit: UnitCode;
  /** Thousandths of the base unit in one case, where the item has one. */
  packUnitsMilli: number | null;
};

const countLines = `
select count(*)::integer as "rowCount"
from agreement_item_locations scope join items item on item.id = scope.item_id
  join locations place on place.id = scope.location_id
where scope.buyer_id = $1 and scope.agreement_id = $2
  and ($3::text is null or lower(item.item_number || ' ' || item.description || ' ' || place.code) like '%' || $3 || '%')
  and ($4::text[] is null or item.category = any ($4)) and ($5::uuid[] is null or scope.location_id = any ($5))`;

const listLines = `
with picked as (
  select scope.item_location_id, scope.item_id, scope.location_id, scope.supplier_id, item.item_number,
    item.description, item.category, item.base_unit, place.code
  from agreement_item_locations scope join items item on item.id = scope.item_id
    join locations place on place.id = scope.location_id
  where scope.buyer_id = $1 and scope.agreement_id = $2
    and ($3::text is null or lower(item.item_number || ' ' || item.description || ' ' || place.code) like '%' || $3 || '%')
    and ($4::text[] is null or item.category = any ($4)) and ($5::uuid[] is null or scope.location_id = any ($5))
  order by item.item_number, place.code, scope.item_location_id offset $6 limit $7
)
select picked.item_location_id as "itemLocationId", picked.item_id as "itemId", picked.location_id as "locationId",
  picked.item_number as "itemNumber", picked.description, picked.code as "locationCode", picked.category,
  picked.base_unit as unit, reference.partner_item_number as "partnerItemNumber",
  pack.numerator * 1000 / pack.denominator as "packUnitsMilli"
from picked
  left join pack_levels pack on pack.item_id = picked.item_id and pack.unit = 'CS'
  left join lateral (
    select min(known.partner_item_number) as partner_item_number from item_cross_references known
    where known.item_id = picked.item_id and known.partner_id = picked.supplier_id and known.valid_from <= $8
      and (known.valid_before is null or known.valid_before > $8)) reference on true
order by picked.item_number, picked.code, picked.item_location_id`;

const filtersOf = ({ agreement }: GridAxis, { search, categories, locationIds }: GridInput): unknown[] => [
  agreement.buyerId,
  agreement.agreementId,
  search === undefined ? null : likeText(search),
  categories ?? null,
  locationIds ?? null,
];

export async function countGridLines({ db }: Context, axis: GridAxis, input: GridInput): Promise<number> {
  const [counted] = await db.read<{ rowCount: number }>(countLines, filtersOf(axis, input));
  return counted?.rowCount ?? 0;
}

/** One block of the grid's rows, by item number and place. */
export const listGridLines = (
  { db }: Context,
  axis: GridAxis,
  input: GridInput & { offset: number; limit: number },
): Promise<GridLine[]> =>
  db.read<GridLine>(listLines, [...filtersOf(axis, input), input.offset, input.limit, axis.today]);
