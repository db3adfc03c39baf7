import { type ItemId, type LocalDate, localDate, type OrganisationId } from '@coplan/kernel';
import {
  findItemIds,
  recordCrossReferences,
  recordItemLocations,
  recordTerms,
  roundingRules,
  type TermsFacts,
} from '../../catalog/index.ts';
import { findOrganisations } from '../../partners/index.ts';
import type { Transaction } from '../../platform/index.ts';
import { createSupplierReader } from './find-suppliers.ts';
import {
  addCount,
  type ImportRun,
  importByBatch,
  type ReadFact,
  refuseRepeated,
  requireColumns,
} from './import-run.ts';
import {
  type Reading,
  readDate,
  readNonNegative,
  readOneOf,
  readPositive,
  readText,
  readTime,
  readWeekdays,
} from './read-value.ts';
import type { RowReader } from './row-reader.ts';

const wanted = [
  'supplier',
  'item',
  'location',
  'leadTimeDays',
  'orderWeekdays',
  'cutOff',
  'moq',
  'multiple',
  'layerSize',
  'palletSize',
  'rounding',
  'unitPrice',
  'currency',
  'validFrom',
  'validBefore',
  'supplierItem',
  'serviceLevel',
  'presentation',
  'maxStock',
] as const;

type TermsRow = Omit<TermsFacts, 'itemId' | 'currency'> & {
  item: string;
  location: string | undefined;
  currency: string | undefined;
  supplierItem: string | undefined;
  serviceLevel: number | undefined;
  presentationMilli: number | undefined;
  maxStockMilli: number | undefined;
};

const milli = (text: string): Reading<number> => readPositive(text, 3);

const readLeadDays = (text: string): Reading<number> =>
  /^\d{1,3}$/.test(text) && Number(text) <= 365
    ? { value: Number(text) }
    : { issue: { code: 'not-days', message: `"${text}" must be whole days from 0 to 365` } };

/** `0.95`, `95` or `95%`. */
const readServiceLevel = (text: string): Reading<number> => {
  const number = Number(text.replace(/\s*%$/, '').replace(',', '.'));
  const level = number > 1 ? number / 100 : number;
  return level > 0 && level < 1
    ? { value: level }
    : {
        issue: {
          code: 'not-a-level',
          message: `"${text}" must lie between 0 and 1, e.g. 0.95, or be like 95%`,
        },
      };
};

const readCurrency = (text: string): Reading<string> =>
  /^[A-Za-z]{3}$/.test(text)
    ? { value: text.toUpperCase() }
    : {
        issue: {
          code: 'not-a-currency',
          message: `"${text}" is not a currency: write three letters, e.g. EUR`,
        },
      };

const readTerms =
  (readSupplier: (text: string) => Reading<OrganisationId>) =>
  (row: RowReader): TermsRow => {
    const validFrom = row.optional('validFrom', readDate) ?? localDate('2000-01-01');
    const validBefore = row.optional('validBefore', readDate);
    if (validBefore !== undefined && validBefore <= validFrom) {
      row.refuse('validBefore', {
        code: 'ends-before-start',
        message: 'Terms end after they begin: correct one of the dates',
      });
    }
    return {
      supplierId: row.required('supplier', readSupplier) ?? ('' as OrganisationId),
      item: row.required('item', readText(48)) ?? '',
      location: row.optional('location', readText(40)),
      leadTimeDays: row.required('leadTimeDays', readLeadDays) ?? 0,
      orderWeekdays: row.optional('orderWeekdays', readWeekdays) ?? [1, 2, 3, 4, 5],
      cutOffTime: row.optional('cutOff', readTime) ?? '12:00',
      moqMilli: row.optional('moq', milli),
      multipleMilli: row.optional('multiple', milli),
      layerMilli: row.optional('layerSize', milli),
      palletMilli: row.optional('palletSize', milli),
      rounding: row.optional('rounding', readOneOf(roundingRules)) ?? 'up',
      unitPriceMicros: row.required('unitPrice', (text) => readNonNegative(text, 6)) ?? 0,
      currency: row.optional('currency', readCurrency),
      validFrom,
      validBefore,
      supplierItem: row.optional('supplierItem', readText(48)),
      serviceLevel: row.optional('serviceLevel', readServiceLevel),
      presentationMilli: row.optional('presentation', (text) => readNonNegative(text, 3)),
      maxStockMilli: row.optional('maxStock', milli),
    };
  };

/** Columns: supplier, item, lead time days, unit price; everything else has a default. See docs of the REST API. */
export async function importTerms(run: ImportRun): Promise<void> {
  const { context } = run;
  const columns = requireColumns(run.csv.header, wanted, ['supplier', 'item', 'leadTimeDays', 'unitPrice']);
  const [own] = await findOrganisations(context.db, [context.actor.organisationId]);
  const currency = own?.currency ?? 'EUR';
  await importByBatch<TermsRow>(run, columns, 1_000, {
    read: readTerms(await createSupplierReader(context.db)),
    record: (tx, facts) => recordTermRows(run, tx, facts, currency),
  });
}

const placeless = ({ location, serviceLevel, presentationMilli, maxStockMilli, ...terms }: TermsRow) => terms;

async function recordTermRows(
  run: ImportRun,
  tx: Transaction,
  facts: readonly ReadFact<TermsRow>[],
  currency: string,
): Promise<void> {
  const { context } = run;
  const itemIds = await findItemIds(
    tx,
    facts.map(({ fact }) => fact.item),
  );
  for (const { row, fact } of facts) {
    if (!itemIds.has(fact.item)) {
      row.refuse('item', {
        code: 'item-unknown',
        message: `There is no item "${fact.item}": import the items first`,
      });
    }
  }
  const known = facts.filter(({ row }) => !row.isRefused());
  const distinct = refuseRepeated(
    known.map(({ row, fact }) => ({ row, fact: placeless(fact) })),
    'item',
    (fact) => `${fact.supplierId} ${fact.item} ${fact.validFrom}`,
  );
  const idOf = (fact: { item: string }): ItemId => itemIds.get(fact.item) as ItemId;
  const terms = await recordTerms(
    context,
    tx,
    distinct.map(({ fact: { item, supplierItem: _name, ...fact } }) => ({
      ...fact,
      itemId: idOf({ item }),
      currency: fact.currency ?? currency,
    })),
  );
  const names = new Map(
    distinct.flatMap(({ fact }) =>
      fact.supplierItem === undefined ? [] : [[`${fact.supplierId} ${fact.item}`, fact] as const],
    ),
  );
  await recordCrossReferences(
    context,
    tx,
    [...names.values()].map((fact) => ({
      itemId: idOf(fact),
      partnerId: fact.supplierId,
      partnerItemNumber: fact.supplierItem ?? '',
      validFrom: fact.validFrom as LocalDate,
    })),
  );
  addCount(run, 'changedTerms', terms.changedCount);
  await recordPlaces(
    run,
    tx,
    known.filter(({ row }) => !row.isRefused()),
    idOf,
  );
}

/** A row with a location plans the item there; a row without one gives the supplier to places that have none. */
async function recordPlaces(
  run: ImportRun,
  tx: Transaction,
  facts: readonly ReadFact<TermsRow>[],
  idOf: (fact: { item: string }) => ItemId,
): Promise<void> {
  const places = await tx.query<{ code: string; id: string; itemId: ItemId | null }>(
    `select place.code, place.id, null::uuid as "itemId" from locations place
     where place.org_id = (select current_setting('app.org')::uuid) and place.code = any ($1::text[])
     union all
     select '', planned.location_id, planned.item_id from item_locations planned
     where planned.org_id = (select current_setting('app.org')::uuid) and planned.supplier_id is null
       and planned.item_id = any ($2::uuid[])`,
    [
      facts.flatMap(({ fact }) => fact.location ?? []),
      facts.filter(({ fact }) => fact.location === undefined).map(({ fact }) => idOf(fact)),
    ],
  );
  const placeByCode = new Map(
    places.flatMap((place) => (place.itemId === null ? [[place.code, place] as const] : [])),
  );
  const placesByItem = Map.groupBy(places, (place) => place.itemId);
  const rows = new Map<string, Parameters<typeof recordItemLocations>[2][number]>();
  for (const { row, fact } of facts) {
    const itemId = idOf(fact);
    const named = fact.location === undefined ? undefined : placeByCode.get(fact.location);
    const targets =
      fact.location === undefined ? (placesByItem.get(itemId) ?? []) : named === undefined ? [] : [named];
    if (fact.location !== undefined && targets.length === 0) {
      row.refuse('location', {
        code: 'location-unknown',
        message: `There is no location "${fact.location}": import the locations first`,
      });
    }
    for (const target of targets) {
      rows.set(`${itemId} ${target.id}`, {
        itemId,
        locationId: target.id as never,
        supplierId: fact.supplierId,
        serviceLevel: fact.serviceLevel,
        presentationMilli: fact.presentationMilli,
        maxStockMilli: fact.maxStockMilli,
      });
    }
  }
  const { changedCount } = await recordItemLocations(run.context, tx, [...rows.values()]);
  addCount(run, 'changedItemLocations', changedCount);
}
