import { serialNumber } from '@coplan/documents';
import { LockMode } from '@mikro-orm/core';
import { z } from 'zod';
import { transactionWithRetries } from '../../fulfillment/index.ts';
import type { Context, Transaction } from '../../platform/index.ts';
import type { HandlingUnit } from '../handling-unit.entity.ts';
import type { HandlingUnitState } from '../life/handling-unit.lifecycle.ts';
import { type Content, findContentFault } from '../life/judge-packing.ts';
import { loadForChange } from '../load-for-change.ts';
import { OutboundLine } from '../outbound-line.entity.ts';
import { restateSalesLines } from '../restate-sales-lines.ts';
import { packSerials, type SerialContent, unpackSerials } from '../serials/pack-serials.ts';
import { emptyCarton, morePackedThanPicked, notOfThisOrder } from '../warehouse.errors.ts';
import { warehouseNews } from '../warehouse.events.ts';

export const packCartonInput = z.object({
  unitId: z.uuid(),
  /** What is really in it; absent: what was meant for it. */
  contents: z
    .array(
      z.object({
        lineId: z.uuid(),
        quantityMilli: z.int().positive().max(100_000_000_000),
        /** Which units; absent: all that were picked of the line and are in no carton. */
        serialNumbers: z.array(serialNumber).max(5_000).default([]),
      }),
    )
    .min(1)
    .max(2_000)
    .optional(),
  /** As weighed; absent: as computed. */
  weightGrams: z.int().min(1).max(100_000_000).optional(),
  expectedVersion: z.int(),
});

export type Packed = { state: HandlingUnitState; version: number };

const contentsOf = (tx: Transaction, unitId: string): Promise<Content[]> =>
  tx.query<Content>(
    `select line_id as "lineId", quantity_milli::float8 as "quantityMilli" from handling_unit_lines
     where org_id = (select current_setting('app.org')::uuid) and unit_id = $1`,
    [unitId],
  );

const linesOf = (context: Context, tx: Transaction, unit: HandlingUnit): Promise<OutboundLine[]> =>
  tx.em.find(
    OutboundLine,
    {
      organisationId: context.actor.organisationId,
      orderId: unit.orderId,
      state: { $in: ['picked', 'packed'] },
    },
    { lockMode: LockMode.PESSIMISTIC_WRITE, orderBy: { id: 'asc' } },
  );

/** The weight of a carton from its contents; `null` where an item's weight is not known. */
const computedGrams = `
select (type.empty_grams + sum(ceil(part.quantity_milli::numeric / handling.piece_milli) * handling.weight_grams))::integer
    as grams, count(*) = count(handling.item_id) as "isComplete"
from handling_units unit
  join carton_types type on type.org_id = unit.org_id and type.id = unit.carton_type_id
  join handling_unit_lines part on part.org_id = unit.org_id and part.unit_id = unit.id
  join outbound_lines line on line.org_id = part.org_id and line.id = part.line_id
  left join item_handling handling on handling.org_id = line.org_id and handling.item_id = line.item_id
where unit.org_id = (select current_setting('app.org')::uuid) and unit.id = $1 group by type.empty_grams`;

async function replaceContents(
  tx: Transaction,
  unit: HandlingUnit,
  contents: readonly Content[],
): Promise<void> {
  await tx.query(
    `delete from handling_unit_lines where org_id = (select current_setting('app.org')::uuid) and unit_id = $1`,
    [unit.id],
  );
  await tx.query(
    `insert into handling_unit_lines (org_id, unit_id, line_id, quantity_milli)
     select (select current_setting('app.org')::uuid), $2, "lineId", "quantityMilli"
     from jsonb_to_recordset($1::jsonb) as given("lineId" uuid, "quantityMilli" bigint)`,
    [JSON.stringify(contents), unit.id],
  );
  const [weight] = await tx.query<{ grams: number; isComplete: boolean }>(computedGrams, [unit.id]);
  if (weight?.isComplete === true) unit.weightGrams = weight.grams;
}

/** Every line once, whoever scanned it how often. */
const addedUp = (contents: readonly (Content & Partial<SerialContent>)[]): SerialContent[] =>
  [...Map.groupBy(contents, ({ lineId }) => lineId)].map(([lineId, parts]) => ({
    lineId,
    quantityMilli: parts.reduce((sum, { quantityMilli }) => sum + quantityMilli, 0),
    serialNumbers: [...new Set(parts.flatMap(({ serialNumbers = [] }) => serialNumbers))],
  }));

async function tell(context: Context, tx: Transaction, unit: HandlingUnit, command: string): Promise<Packed> {
  await tx.publish(
    warehouseNews('warehouse.carton-changed', context.actor.organisationId, {
      id: unit.orderId,
      sscc: unit.sscc,
    }),
  );
  await tx.audit({
    command,
    subject: { kind: 'carton', id: unit.id },
    after: { sscc: unit.sscc, state: unit.state },
  });
  await tx.em.flush();
  return { state: unit.state, version: unit.version };
}

/**
 * Closes a carton over what is in it. Throws `DomainError` where it is empty, or holds what was not picked for the order
 * or is in another carton.
 */
export function packCarton(context: Context, input: z.output<typeof packCartonInput>): Promise<Packed> {
  const { unitId: id, weightGrams, expectedVersion } = input;
  return transactionWithRetries(context, async (tx) => {
    const unit = await loadForChange(context, tx, { what: 'carton', id, expectedVersion });
    unit.apply('pack');
    const lines = await linesOf(context, tx, unit);
    const contents = addedUp(input.contents ?? (await contentsOf(tx, id)));
    if (contents.length === 0) throw emptyCarton(unit.sscc);
    const fault = findContentFault(
      lines.map((line) => ({
        lineId: line.id,
        pickedMilli: line.pickedMilli,
        elsewhereMilli: line.packedMilli,
      })),
      contents,
    );
    const numberOf = (lineId: string): string => lines.find((one) => one.id === lineId)?.lineNumber ?? '';
    if (fault?.kind === 'not-of-this-order') throw notOfThisOrder();
    if (fault !== undefined) {
      throw morePackedThanPicked({
        lineNumber: numberOf(fault.lineId),
        leftMilli: fault.leftMilli,
        quantityMilli: fault.quantityMilli,
      });
    }
    await replaceContents(tx, unit, contents);
    await packSerials(tx, { unitId: id, contents, numberOf });
    for (const { lineId, quantityMilli } of contents) {
      const line = lines.find((one) => one.id === lineId);
      if (line === undefined) continue;
      line.packedMilli += quantityMilli;
      if (line.packedMilli === line.pickedMilli) line.apply('pack');
    }
    if (weightGrams !== undefined) unit.weightGrams = weightGrams;
    Object.assign(unit, { packedBy: context.actor.name, packedAt: context.clock.now() });
    await restateSalesLines(tx, lines);
    return tell(context, tx, unit, 'warehouse.pack-carton');
  });
}

export const changeCartonInput = z.object({ unitId: z.uuid(), expectedVersion: z.int() });

/** Opens a packed carton again: what is in it is meant for it, and may be changed. */
export function reopenCarton(
  context: Context,
  { unitId: id, expectedVersion }: z.output<typeof changeCartonInput>,
): Promise<Packed> {
  return transactionWithRetries(context, async (tx) => {
    const unit = await loadForChange(context, tx, { what: 'carton', id, expectedVersion });
    unit.apply('reopen');
    const lines = await linesOf(context, tx, unit);
    for (const { lineId, quantityMilli } of await contentsOf(tx, id)) {
      const line = lines.find((one) => one.id === lineId);
      if (line === undefined) throw notOfThisOrder();
      if (line.state === 'packed') line.apply('unpack');
      line.packedMilli -= quantityMilli;
    }
    await unpackSerials(tx, id);
    await restateSalesLines(tx, lines);
    return tell(context, tx, unit, 'warehouse.reopen-carton');
  });
}

/** Gives an open carton up. Its SSCC is never given again; what was meant for it can be packed elsewhere. */
export function voidCarton(
  context: Context,
  { unitId: id, expectedVersion }: z.output<typeof changeCartonInput>,
): Promise<Packed> {
  return context.db.transaction(async (tx) => {
    const unit = await loadForChange(context, tx, { what: 'carton', id, expectedVersion });
    unit.apply('void');
    return tell(context, tx, unit, 'warehouse.void-carton');
  });
}
