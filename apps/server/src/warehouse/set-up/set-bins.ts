import { z } from 'zod';
import type { Context } from '../../platform/index.ts';
import { binInUse, binUnknown, notFound } from '../warehouse.errors.ts';
import { warehouseNews } from '../warehouse.events.ts';

const binCode = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z0-9][A-Z0-9 ./_-]{0,39}$/, 'letters, digits and . / _ - as the label of the bin shows them');

export const setBinsInput = z.object({
  locationId: z.uuid(),
  bins: z
    .array(
      z.object({
        code: binCode,
        zone: z.string().trim().min(1).max(20),
        walkNumber: z.int().min(0).max(1_000_000),
      }),
    )
    .max(2_000)
    .default([]),
  removed: z.array(binCode).max(2_000).default([]),
  /** Where items are picked. */
  faces: z
    .array(z.object({ itemId: z.uuid(), binCode }))
    .max(2_000)
    .default([]),
});

/**
 * Adds or corrects bins of a place, and says from which an item is picked. Throws `DomainError` where a bin is not known,
 * and where one that is removed still holds items.
 */
export function setBins(
  { actor, newId, db }: Context,
  { locationId, bins, removed, faces }: z.output<typeof setBinsInput>,
): Promise<{ binCount: number; faceCount: number }> {
  return db.transaction(async (tx) => {
    const [place] = await tx.query('select 1 from locations where org_id = $1 and id = $2', [
      actor.organisationId,
      locationId,
    ]);
    if (place === undefined) throw notFound('place', locationId);
    const rows = bins.map((bin) => ({ ...bin, id: newId() }));
    await tx.query(
      `insert into warehouse_bins (id, org_id, location_id, code, zone, walk_number)
       select given.id, $2, $3, given.code, given.zone, given."walkNumber"
       from jsonb_to_recordset($1::jsonb) as given(id uuid, code text, zone text, "walkNumber" integer)
       on conflict (org_id, location_id, code) do update set zone = excluded.zone, walk_number = excluded.walk_number`,
      [JSON.stringify(rows), actor.organisationId, locationId],
    );
    const known = await tx.query<{ binId: string; code: string }>(
      'select id as "binId", code from warehouse_bins where org_id = $1 and location_id = $2',
      [actor.organisationId, locationId],
    );
    const given = faces.map((face) => {
      const bin = known.find(({ code }) => code === face.binCode);
      if (bin === undefined) throw binUnknown(face.binCode);
      return { itemId: face.itemId, binId: bin.binId };
    });
    const placed = await tx.query(
      `insert into pick_faces (org_id, location_id, item_id, bin_id)
       select $2, $3, item.id, given."binId"
       from jsonb_to_recordset($1::jsonb) as given("itemId" uuid, "binId" uuid)
         join items item on item.org_id = $2 and item.id = given."itemId"
       on conflict (org_id, location_id, item_id) do update set bin_id = excluded.bin_id returning 1`,
      [JSON.stringify(given), actor.organisationId, locationId],
    );
    const [held] = await tx.query<{ code: string }>(
      `select bin.code from warehouse_bins bin join pick_faces face on face.org_id = bin.org_id and face.bin_id = bin.id
       where bin.org_id = $1 and bin.location_id = $2 and bin.code = any ($3) limit 1`,
      [actor.organisationId, locationId, removed],
    );
    if (held !== undefined) throw binInUse(held.code);
    await tx.query('delete from warehouse_bins where org_id = $1 and location_id = $2 and code = any ($3)', [
      actor.organisationId,
      locationId,
      removed,
    ]);
    await tx.publish(warehouseNews('warehouse.set-up-changed', actor.organisationId, { id: locationId }));
    await tx.audit({
      command: 'warehouse.set-bins',
      subject: { kind: 'location', id: locationId },
      after: { binCount: bins.length, faceCount: placed.length, removed },
    });
    return { binCount: bins.length, faceCount: placed.length };
  });
}
