import { type ItemId, localDateAt } from '@coplan/kernel';
import { z } from 'zod';
import type { Context } from '../platform/index.ts';
import { itemNotFound } from './catalog.errors.ts';
import { findCrossReferences } from './find-cross-references.ts';
import { findTerms } from './find-terms.ts';
import type { ItemRow } from './list-items.ts';
import { listPackLevels } from './list-pack-levels.ts';

export const getItemInput = z.object({ itemId: z.uuid().transform((id) => id as ItemId) });

type ItemDetail = Omit<ItemRow, 'locationCount'> & {
  isSerialTracked: boolean;
  version: number;
  /** Of the reader's own catalog, and not of a buyer's. */
  isOwn: boolean;
};

/** An item with its packs, terms and partner numbers, as far as the reader may see them. */
export async function getItem({ db, clock }: Context, { itemId }: z.output<typeof getItemInput>) {
  const [item] = await db.read<ItemDetail>(
    `select id as "itemId", org_id as "organisationId", item_number as "itemNumber", gtin14, description,
       base_unit as "baseUnit", category, state, introduced_on::text as "introducedOn",
       is_serial_tracked as "isSerialTracked", version, org_id = (select current_setting('app.org')::uuid) as "isOwn"
     from items where id = $1`,
    [itemId],
  );
  if (item === undefined) throw itemNotFound(itemId);
  const on = localDateAt(clock.now(), 'UTC');
  const [packs, terms, crossReferences, locations] = await Promise.all([
    listPackLevels(db, [itemId]),
    findTerms(db, { itemIds: [itemId], on }),
    findCrossReferences(db, { itemIds: [itemId], on }),
    db.read<{ itemLocationId: string; locationCode: string; locationName: string; state: string }>(
      `select planned.id as "itemLocationId", place.code as "locationCode", place.name as "locationName", planned.state
       from item_locations planned join locations place on place.id = planned.location_id
       where planned.item_id = $1 order by place.code limit 500`,
      [itemId],
    ),
  ]);
  return { ...item, packs: packs.get(itemId) ?? [], terms, crossReferences, locations };
}
