import type { ItemId, LocalDate, OrganisationId } from '@coplan/kernel';
import type { Context, Transaction } from '../platform/index.ts';
import { termsChanged } from './catalog.events.ts';
import type { RoundingRule } from './find-terms.ts';

export type TermsFacts = {
  supplierId: OrganisationId;
  itemId: ItemId;
  leadTimeDays: number;
  orderWeekdays: readonly number[];
  cutOffTime: string;
  moqMilli?: number | undefined;
  multipleMilli?: number | undefined;
  layerMilli?: number | undefined;
  palletMilli?: number | undefined;
  rounding: RoundingRule;
  unitPriceMicros: number;
  currency: string;
  validFrom: LocalDate;
  validBefore?: LocalDate | undefined;
};

/** The rows of the JSON in $1 as a table, each ending at the latest where the next known terms begin. */
const given = `
  select given.*, least(given."validBefore", (
      select min(later.valid_from) from supplier_terms later
      where later.org_id = (select current_setting('app.org')::uuid) and later.supplier_id = given."supplierId"
        and later.item_id = given."itemId" and later.valid_from > given."validFrom")) as ends_before
  from jsonb_to_recordset($1::jsonb) as given(id uuid, "supplierId" uuid, "itemId" uuid, "leadTimeDays" integer,
    "orderWeekdays" smallint[], "cutOffTime" time, "moqMilli" bigint, "multipleMilli" bigint, "layerMilli" bigint,
    "palletMilli" bigint, rounding text, "unitPriceMicros" bigint, currency text, "validFrom" date,
    "validBefore" date)`;

/** Terms that are running when new ones begin end there: there is one price at a time. */
const endEarlier = `
  update supplier_terms earlier set valid_before = given."validFrom", version = version + 1
  from (${given}) given
  where earlier.org_id = (select current_setting('app.org')::uuid) and earlier.supplier_id = given."supplierId"
    and earlier.item_id = given."itemId" and earlier.valid_from < given."validFrom"
    and (earlier.valid_before is null or earlier.valid_before > given."validFrom")`;

const addOrCorrect = `
  with given as (${given}), corrected as (
    update supplier_terms kept set lead_time_days = given."leadTimeDays", order_weekdays = given."orderWeekdays",
      cut_off = given."cutOffTime", moq_milli = given."moqMilli", multiple_milli = given."multipleMilli",
      layer_milli = given."layerMilli", pallet_milli = given."palletMilli", rounding = given.rounding,
      unit_price_micros = given."unitPriceMicros", currency = given.currency, valid_before = given.ends_before,
      version = version + 1
    from given
    where kept.org_id = (select current_setting('app.org')::uuid) and kept.supplier_id = given."supplierId"
      and kept.item_id = given."itemId" and kept.valid_from = given."validFrom"
      and (kept.lead_time_days, kept.order_weekdays, kept.cut_off, kept.moq_milli, kept.multiple_milli,
          kept.layer_milli, kept.pallet_milli, kept.rounding, kept.unit_price_micros, kept.currency, kept.valid_before)
        is distinct from (given."leadTimeDays", given."orderWeekdays", given."cutOffTime", given."moqMilli",
          given."multipleMilli", given."layerMilli", given."palletMilli", given.rounding, given."unitPriceMicros",
          given.currency, given.ends_before)
    returning kept.supplier_id
  ), added as (
    insert into supplier_terms (id, org_id, supplier_id, item_id, lead_time_days, order_weekdays, cut_off, moq_milli,
      multiple_milli, layer_milli, pallet_milli, rounding, unit_price_micros, currency, valid_from, valid_before)
    select given.id, (select current_setting('app.org')::uuid), given."supplierId", given."itemId",
      given."leadTimeDays", given."orderWeekdays", given."cutOffTime", given."moqMilli", given."multipleMilli",
      given."layerMilli", given."palletMilli", given.rounding, given."unitPriceMicros", given.currency,
      given."validFrom", given.ends_before
    from given
    where not exists (
      select 1 from supplier_terms kept
      where kept.org_id = (select current_setting('app.org')::uuid) and kept.supplier_id = given."supplierId"
        and kept.item_id = given."itemId" and kept.valid_from = given."validFrom")
    returning supplier_id
  )
  select supplier_id from corrected union all select supplier_id from added`;

/**
 * Records supplier terms of the context's organisation. The same terms again change nothing; new terms from a later
 * day end the older ones. Each supplier, item and first day may be named once in `terms`.
 */
export async function recordTerms(
  context: Context,
  tx: Transaction,
  terms: readonly TermsFacts[],
): Promise<{ changedCount: number }> {
  if (terms.length === 0) return { changedCount: 0 };
  const rows = JSON.stringify(terms.map((row) => ({ ...row, id: context.newId() })));
  await tx.query(endEarlier, [rows]);
  const changed = await tx.query<{ supplier_id: OrganisationId }>(addOrCorrect, [rows]);
  if (changed.length > 0) {
    await tx.publish(
      termsChanged({
        organisationId: context.actor.organisationId,
        supplierIds: [...new Set(changed.map((row) => row.supplier_id))],
        changedCount: changed.length,
      }),
    );
  }
  return { changedCount: changed.length };
}
