import { z } from 'zod';
import type { Context, Transaction } from '../../platform/index.ts';
import { notAPrefix, notFound, prefixInUse } from '../warehouse.errors.ts';
import { warehouseNews } from '../warehouse.events.ts';

const millimetres = z.int().min(1).max(20_000);
const size = { lengthMm: millimetres, widthMm: millimetres, heightMm: millimetres };

export const setPackagesInput = z.object({
  /** How items are lifted: what one piece holds, its size and weight. */
  handling: z
    .array(
      z.object({
        itemId: z.uuid(),
        pieceMilli: z.int().positive().max(100_000_000),
        ...size,
        weightGrams: z.int().min(1).max(100_000_000),
        isUpright: z.boolean().default(false),
        /** Pieces of different words never share a carton, e.g. food and cleaning agents. */
        keepApart: z.string().trim().min(1).max(40).optional(),
      }),
    )
    .max(2_000)
    .default([]),
  cartonTypes: z
    .array(
      z.object({
        code: z.string().trim().min(1).max(20),
        ...size,
        carriesGrams: z.int().min(1).max(100_000_000),
        emptyGrams: z.int().min(0).max(10_000_000),
        costMinor: z.int().min(0).max(1_000_000),
      }),
    )
    .max(100)
    .default([]),
  retiredCartonTypes: z.array(z.string().trim().min(1).max(20)).max(100).default([]),
  /** Whose numbers the SSCCs are; the extension digit is free to use. */
  ssccRange: z
    .object({
      companyPrefix: z.string().trim().min(1).max(14),
      extensionDigit: z.int().min(0).max(9),
    })
    .optional(),
});
type Input = z.output<typeof setPackagesInput>;

async function setHandling({ actor }: Context, tx: Transaction, handling: Input['handling']): Promise<void> {
  const [unknown] = await tx.query<{ itemId: string }>(
    `select given."itemId" from jsonb_to_recordset($1::jsonb) as given("itemId" uuid)
     where not exists (select 1 from items item where item.org_id = $2 and item.id = given."itemId") limit 1`,
    [JSON.stringify(handling), actor.organisationId],
  );
  if (unknown !== undefined) throw notFound('item', unknown.itemId);
  await tx.query(
    `insert into item_handling (org_id, item_id, piece_milli, length_mm, width_mm, height_mm, weight_grams, is_upright,
       keep_apart)
     select $2, "itemId", "pieceMilli", "lengthMm", "widthMm", "heightMm", "weightGrams", "isUpright", "keepApart"
     from jsonb_to_recordset($1::jsonb) as given("itemId" uuid, "pieceMilli" bigint, "lengthMm" integer,
       "widthMm" integer, "heightMm" integer, "weightGrams" integer, "isUpright" boolean, "keepApart" text)
     on conflict (org_id, item_id) do update set piece_milli = excluded.piece_milli, length_mm = excluded.length_mm,
       width_mm = excluded.width_mm, height_mm = excluded.height_mm, weight_grams = excluded.weight_grams,
       is_upright = excluded.is_upright, keep_apart = excluded.keep_apart`,
    [JSON.stringify(handling), actor.organisationId],
  );
}

async function setCartonTypes({ actor, newId }: Context, tx: Transaction, input: Input): Promise<void> {
  const rows = input.cartonTypes.map((type) => ({ ...type, id: newId() }));
  await tx.query(
    `insert into carton_types (id, org_id, code, length_mm, width_mm, height_mm, carries_grams, empty_grams, cost_minor)
     select id, $2, code, "lengthMm", "widthMm", "heightMm", "carriesGrams", "emptyGrams", "costMinor"
     from jsonb_to_recordset($1::jsonb) as given(id uuid, code text, "lengthMm" integer, "widthMm" integer,
       "heightMm" integer, "carriesGrams" integer, "emptyGrams" integer, "costMinor" integer)
     on conflict (org_id, code) do update set length_mm = excluded.length_mm, width_mm = excluded.width_mm,
       height_mm = excluded.height_mm, carries_grams = excluded.carries_grams, empty_grams = excluded.empty_grams,
       cost_minor = excluded.cost_minor, is_retired = false`,
    [JSON.stringify(rows), actor.organisationId],
  );
  await tx.query('update carton_types set is_retired = true where org_id = $1 and code = any ($2)', [
    actor.organisationId,
    input.retiredCartonTypes,
  ]);
}

/** Serial numbers go on within a range; another range begins at 0 and must never have been used. */
async function setSsccRange(
  { actor }: Context,
  tx: Transaction,
  range: NonNullable<Input['ssccRange']>,
): Promise<void> {
  if (!/^\d{7,10}$/.test(range.companyPrefix)) throw notAPrefix(range.companyPrefix);
  const values = [actor.organisationId, range.companyPrefix, range.extensionDigit];
  const [used] = await tx.query(
    `select 1 from handling_units unit where unit.org_id = $1 and unit.sscc like $3::text || $2 || '%'
       and not exists (select 1 from sscc_ranges kept where kept.org_id = $1 and kept.company_prefix = $2
         and kept.extension_digit = $3::smallint) limit 1`,
    values.map(String),
  );
  if (used !== undefined) throw prefixInUse();
  await tx.query(
    `insert into sscc_ranges as kept (org_id, company_prefix, extension_digit) values ($1, $2, $3)
     on conflict (org_id) do update set company_prefix = excluded.company_prefix,
       extension_digit = excluded.extension_digit, next_serial = case
         when (kept.company_prefix, kept.extension_digit) = (excluded.company_prefix, excluded.extension_digit)
         then kept.next_serial else 0 end`,
    values,
  );
}

/** Says how items are handled, into which cartons they go, and of which range cartons get their SSCCs. */
export function setPackages(context: Context, input: Input): Promise<{ isDone: true }> {
  const { actor, db } = context;
  return db.transaction(async (tx) => {
    await setHandling(context, tx, input.handling);
    await setCartonTypes(context, tx, input);
    if (input.ssccRange !== undefined) await setSsccRange(context, tx, input.ssccRange);
    await tx.publish(
      warehouseNews('warehouse.set-up-changed', actor.organisationId, { id: actor.organisationId }),
    );
    await tx.audit({
      command: 'warehouse.set-packages',
      subject: { kind: 'warehouse', id: actor.organisationId },
      after: {
        itemCount: input.handling.length,
        cartonTypes: input.cartonTypes.map(({ code }) => code),
        retired: input.retiredCartonTypes,
        ...(input.ssccRange === undefined ? {} : { companyPrefix: input.ssccRange.companyPrefix }),
      },
    });
    return { isDone: true };
  });
}
