import { buildPickLists, buildWaves, type PickList, type PickMethod } from '@coplan/fulfillment';
import { z } from 'zod';
import { transactionWithRetries } from '../../fulfillment/index.ts';
import type { Context, Transaction } from '../../platform/index.ts';
import { outboundLineLifecycle } from '../life/outbound-line.lifecycle.ts';
import { pickTaskLifecycle } from '../life/pick-task.lifecycle.ts';
import { waveLifecycle } from '../life/wave.lifecycle.ts';
import { nextNumber } from '../next-number.ts';
import { restateSalesLines } from '../restate-sales-lines.ts';
import { noPickFace, nothingToRelease, releasedMeanwhile } from '../warehouse.errors.ts';
import { warehouseNews } from '../warehouse.events.ts';
import { type Candidate, readCandidates, toPickable } from './list-candidates.ts';

export const releaseWavesInput = z.object({
  locationId: z.uuid(),
  orderIds: z.array(z.uuid()).min(1).max(500),
  /** One order at a time, zone by zone, or several orders on one cart. */
  method: z.enum(['order', 'zone', 'batch']),
  /** Every order is picked by itself, without waiting for others. */
  isWaveless: z.boolean().default(false),
  carrierCode: z.string().trim().min(1).max(17).optional(),
  linesMax: z.int().min(1).max(2_000).default(400),
  weightGramsMax: z.int().min(1).max(100_000_000).default(24_000_000),
});
type Input = z.output<typeof releaseWavesInput>;

const methods: Record<Input['method'], PickMethod> = {
  order: { kind: 'order' },
  zone: { kind: 'zone', stopsMax: 60 },
  batch: { kind: 'batch', ordersMax: 12 },
};

export type ReleasedWave = { waveId: string; waveNumber: number; lineCount: number; listCount: number };

const insertLines = `
insert into outbound_lines (id, org_id, wave_id, reservation_id, order_kind, buyer_id, order_id, order_line_id, po_number,
  line_number, item_id, gtin14, description, unit, location_id, lot_id, lot_number, expires_on, released_milli,
  reserved_milli, covers_milli, state)
select given.id, (select current_setting('app.org')::uuid), $2, given."reservationId", given."orderKind", given."buyerId", given."orderId",
  given."orderLineId", given."poNumber", given."lineNumber", given."itemId", given.gtin14, given.description, given.unit,
  given."locationId", given."lotId", given."lotNumber", given."expiresOn", given."openMilli", given."reservedMilli",
  given."coversMilli", $3
from jsonb_to_recordset($1::jsonb) as given(id uuid, "reservationId" uuid, "orderKind" text, "buyerId" uuid, "orderId" uuid,
  "orderLineId" uuid, "poNumber" text, "lineNumber" text, "itemId" uuid, gtin14 text, description text, unit text,
  "locationId" uuid, "lotId" uuid, "lotNumber" text, "expiresOn" date, "openMilli" bigint, "reservedMilli" bigint,
  "coversMilli" bigint)
on conflict do nothing returning 1`;

const insertLists = `
insert into pick_lists (id, org_id, wave_id, list_number, zone)
select given.id, (select current_setting('app.org')::uuid), $2, given."listNumber", given.zone
from jsonb_to_recordset($1::jsonb) as given(id uuid, "listNumber" integer, zone text)`;

const insertTasks = `
with given as (
  select * from jsonb_to_recordset($1::jsonb) as one(id uuid, "listId" uuid, "stopNumber" integer, zone text,
    "binId" uuid, bin text, "itemId" uuid, "lotId" uuid, "quantityMilli" bigint, "lineIds" uuid[])
), tasks as (
  insert into pick_tasks (id, org_id, wave_id, list_id, stop_number, zone, bin_id, bin_code, item_id, lot_id,
    quantity_milli, state)
  select id, (select current_setting('app.org')::uuid), $2, "listId", "stopNumber", zone, "binId", bin, "itemId",
    "lotId", "quantityMilli", $3 from given
)
insert into pick_task_lines (org_id, task_id, line_id)
select (select current_setting('app.org')::uuid), given.id, line_id from given, unnest(given."lineIds") as line_id`;

type NewLine = Candidate & { id: string };

async function insertWalks(
  { newId }: Context,
  tx: Transaction,
  about: { waveId: string; lists: readonly PickList[]; lines: readonly NewLine[] },
): Promise<void> {
  const { waveId, lists, lines } = about;
  const byReservation = new Map(lines.map((line) => [line.reservationId, line]));
  const listRows = lists.map(({ listNumber, zone }) => ({ id: newId(), listNumber, zone }));
  await tx.query(insertLists, [JSON.stringify(listRows), waveId]);
  const tasks = lists.flatMap(({ stops }, index) =>
    stops.map((stop, at) => ({
      id: newId(),
      listId: listRows[index]?.id,
      stopNumber: at + 1,
      zone: stop.zone,
      bin: stop.bin,
      binId: byReservation.get(stop.forLines[0]?.lineId ?? '')?.binId,
      itemId: stop.itemId,
      lotId: stop.lotId === '' ? null : stop.lotId,
      quantityMilli: stop.quantityMilli,
      lineIds: stop.forLines.map(({ lineId }) => byReservation.get(lineId)?.id),
    })),
  );
  await tx.query(insertTasks, [JSON.stringify(tasks), waveId, pickTaskLifecycle.initial]);
}

async function insertWave(
  context: Context,
  tx: Transaction,
  about: { input: Input; waveNumber: number; lines: readonly NewLine[] },
): Promise<ReleasedWave> {
  const { input, waveNumber, lines } = about;
  const { actor, clock } = context;
  const waveId = context.newId();
  const leavesOn = lines.map((line) => line.leavesOn).sort()[0];
  await tx.query(
    `insert into waves (id, org_id, location_id, wave_number, state, method, carrier_code, leaves_on, released_at,
       released_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      ...[waveId, actor.organisationId, input.locationId, waveNumber, waveLifecycle.initial, input.method],
      ...[input.carrierCode ?? null, leavesOn, clock.now(), actor.name],
    ],
  );
  const inserted = await tx.query(insertLines, [
    JSON.stringify(lines),
    waveId,
    outboundLineLifecycle.initial,
  ]);
  if (inserted.length !== lines.length) throw releasedMeanwhile();
  await restateSalesLines(tx, lines);
  const pickable = lines.map((line) => toPickable(line, input.carrierCode));
  const lists = buildPickLists(pickable, methods[input.method]);
  await insertWalks(context, tx, { waveId, lists, lines });
  await tx.publish(
    warehouseNews('warehouse.wave-released', actor.organisationId, { id: waveId, waveNumber }),
  );
  await tx.audit({
    command: 'warehouse.release-wave',
    subject: { kind: 'wave', id: waveId },
    after: { waveNumber, lineCount: lines.length, method: input.method },
  });
  return { waveId, waveNumber, lineCount: lines.length, listCount: lists.length };
}

/**
 * Releases what is reserved for orders at a place: into waves of what leaves together, or each order by itself, each with
 * its pick lists. Throws `DomainError` where nothing is reserved, where a bin is not known, and where somebody else
 * released a part of it meanwhile.
 */
export function releaseWaves(context: Context, input: Input): Promise<{ waves: ReleasedWave[] }> {
  return transactionWithRetries(context, async (tx) => {
    const { locationId, orderIds, carrierCode, isWaveless, weightGramsMax } = input;
    const candidates = await readCandidates(tx, { locationId, orderIds });
    if (candidates.length === 0) throw nothingToRelease();
    const homeless = candidates.filter(({ binId }) => binId === null).map(({ itemNumber }) => itemNumber);
    if (homeless.length > 0) throw noPickFace([...new Set(homeless)]);
    const pickable = candidates.map((line) => toPickable(line, carrierCode));
    const built = buildWaves(pickable, { linesMax: isWaveless ? 1 : input.linesMax, weightGramsMax });
    const first = await nextNumber(tx, { kind: 'wave', count: built.length });
    const waves: ReleasedWave[] = [];
    for (const [index, { lineIds }] of built.entries()) {
      const ids = new Set(lineIds);
      const lines = candidates
        .filter(({ reservationId }) => ids.has(reservationId))
        .map((line) => ({ ...line, id: context.newId() }));
      waves.push(await insertWave(context, tx, { input, waveNumber: first + index, lines }));
    }
    return { waves };
  });
}
