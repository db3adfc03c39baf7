import {
  formatMilli,
  type ItemId,
  type LocalDate,
  type OrganisationId,
  toGtin14,
  type UnitCode,
} from '@coplan/kernel';
import { findOwnPlace, type OwnPlace } from '../../partners/index.ts';
import type { Transaction } from '../../platform/index.ts';
import { orderByHandInvalid } from '../replenishment.errors.ts';

/** Whoever delivers and where to, by what the caller wrote: an id, a GLN, a name or a code. */
export async function findSupplier(
  tx: Transaction,
  written: string,
): Promise<{ supplierId: OrganisationId; name: string }> {
  const found = await tx.query<{ supplierId: OrganisationId; name: string }>(
    `select partner.id as "supplierId", partner.name from trading_relations relation
       join organisations partner on partner.id = relation.partner_id
     where relation.buyer_id = (select current_setting('app.org')::uuid) and relation.kind = 'supplier'
       and relation.state = 'active'
       and (partner.id::text = $1 or partner.gln = $1 or relation.partner_number = $1 or lower(partner.name) = lower($1))
     limit 2`,
    [written],
  );
  const [only, other] = found;
  if (other !== undefined) {
    const why = `more than one of your suppliers is called ${written}: write its GLN`;
    throw orderByHandInvalid({ place: 'supplier', why });
  }
  if (only !== undefined) return only;
  const why = `you trade with no supplier ${written}: write its name, its number with you, or its GLN`;
  throw orderByHandInvalid({ place: 'supplier', why });
}

export async function findShipTo(tx: Transaction, written: string): Promise<OwnPlace> {
  const place = await findOwnPlace(tx, written);
  if (place !== undefined) return place;
  const why = `you have no place ${written}: write its code or GLN, or add it`;
  throw orderByHandInvalid({ place: 'shipTo', why });
}

export type WrittenLine = { item: string; quantityMilli: number; unitPriceMicros?: number | undefined };
type TermsOfItem = {
  itemId: ItemId;
  itemNumber: string;
  gtin14: string | null;
  unit: UnitCode;
  leadTimeDays: number | null;
  moqMilli: number | null;
  multipleMilli: number | null;
  unitPriceMicros: number | null;
  currency: string | null;
};

const itemsWithTerms = `
select item.id as "itemId", item.item_number as "itemNumber", item.gtin14, item.base_unit as unit,
  terms.lead_time_days as "leadTimeDays", terms.moq_milli::float8 as "moqMilli",
  terms.multiple_milli::float8 as "multipleMilli", terms.unit_price_micros::float8 as "unitPriceMicros", terms.currency
from items item left join supplier_terms terms on terms.org_id = item.org_id and terms.item_id = item.id
  and terms.supplier_id = $3 and terms.valid_from <= $4::date
  and (terms.valid_before is null or terms.valid_before > $4::date)
where item.org_id = (select current_setting('app.org')::uuid) and item.state = 'active'
  and (item.id::text = any ($1::text[]) or item.item_number = any ($1::text[]) or item.gtin14 = any ($2::text[]))`;

/** Refuses what the supplier does not sell, naming the nearest quantities that it does. */
function checkQuantity(place: string, quantityMilli: number, { moqMilli, multipleMilli }: TermsOfItem): void {
  const step = multipleMilli ?? 1;
  const least = Math.ceil((moqMilli ?? 0) / step) * step;
  if (quantityMilli >= least && quantityMilli % step === 0) return;
  const below = Math.floor(quantityMilli / step) * step;
  const choices = [...new Set([Math.max(least, below), Math.max(least, below + step)])].filter(
    (one) => one > 0,
  );
  const sold = [
    ...(moqMilli === null ? [] : [`at least ${formatMilli(moqMilli)}`]),
    ...(multipleMilli === null ? [] : [`multiples of ${formatMilli(multipleMilli)}`]),
  ].join(' and ');
  const why = `the supplier sells ${sold}: order ${choices.map(formatMilli).join(' or ')}`;
  throw orderByHandInvalid({ place, why });
}

export type OrderedLine = {
  itemId: ItemId;
  itemNumber: string;
  quantityMilli: number;
  unit: UnitCode;
  /** Undefined: neither written nor in the supplier's terms. */
  unitPriceMicros: number | undefined;
  leadTimeDays: number | null;
  currency: string | null;
};

/** The lines with the supplier's terms of that day. Throws `DomainError` with the place of what cannot be ordered. */
export async function findOrderedLines(
  tx: Transaction,
  { supplierId, lines, on }: { supplierId: OrganisationId; lines: readonly WrittenLine[]; on: LocalDate },
): Promise<OrderedLine[]> {
  const names = lines.map(({ item }) => item);
  const gtins = names.map((name) => (/^\d{8,14}$/.test(name) ? toGtin14(name) : name));
  const found = await tx.query<TermsOfItem>(itemsWithTerms, [names, gtins, supplierId, on]);
  return lines.map(({ item, quantityMilli, unitPriceMicros }, index) => {
    const terms =
      found.find(({ itemNumber, itemId }) => itemNumber === item || itemId === item) ??
      found.find(({ gtin14 }) => gtin14 !== null && gtin14 === gtins[index]);
    if (terms === undefined) {
      const why = `your catalog has no active item ${item}: add it, or correct the number`;
      throw orderByHandInvalid({ place: `lines[${index}].item`, why });
    }
    checkQuantity(`lines[${index}].quantityMilli`, quantityMilli, terms);
    const { itemId, itemNumber, unit, leadTimeDays, currency } = terms;
    const price = unitPriceMicros ?? terms.unitPriceMicros ?? undefined;
    return { itemId, itemNumber, quantityMilli, unit, unitPriceMicros: price, leadTimeDays, currency };
  });
}
