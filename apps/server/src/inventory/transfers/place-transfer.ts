import { formatMilli, type ItemId, type LocalDate, localDateAt } from '@coplan/kernel';
import { z } from 'zod';
import { findOwnPlace, type OwnPlace } from '../../partners/index.ts';
import type { Context, Transaction } from '../../platform/index.ts';
import { transferInvalid } from '../inventory.errors.ts';
import { transferChangedNews } from '../inventory.events.ts';
import { type AvailableLot, lockAvailableStock } from '../lock-available-stock.ts';
import { moveStock } from '../move-stock.ts';
import { tellTransfer } from './load-transfer.ts';
import { tellComing } from './tell-coming.ts';
import { transferLifecycle } from './transfer.lifecycle.ts';

const place = z.string().trim().min(1).max(60);

export const placeTransferInput = z.object({
  /** Id, code or GLN of an own place. */
  from: place,
  to: place,
  deliverOn: z.iso.date(),
  note: z.string().trim().min(1).max(500).optional(),
  lines: z
    .array(
      z.object({
        /** Id or own item number. */
        item: z.string().trim().min(1).max(48),
        quantityMilli: z.int().positive().max(100_000_000_000),
      }),
    )
    .min(1)
    .max(500),
});
export type TransferToPlace = z.output<typeof placeTransferInput>;

async function requirePlace(tx: Transaction, field: 'from' | 'to', written: string): Promise<OwnPlace> {
  const found = await findOwnPlace(tx, written);
  if (found !== undefined) return found;
  const why = `you have no place ${written}: write its code or GLN, or add it`;
  throw transferInvalid({ place: field, why });
}

type Wanted = { itemId: ItemId; itemNumber: string; quantityMilli: number };

async function findItems(tx: Transaction, { lines }: TransferToPlace): Promise<Wanted[]> {
  const found = await tx.query<{ itemId: ItemId; itemNumber: string }>(
    `select id as "itemId", item_number as "itemNumber" from items
     where org_id = (select current_setting('app.org')::uuid)
       and (id::text = any ($1::text[]) or item_number = any ($1::text[]))`,
    [lines.map(({ item }) => item)],
  );
  const wanted = lines.map(({ item, quantityMilli }, index) => {
    const one = found.find(({ itemId, itemNumber }) => itemNumber === item || itemId === item);
    if (one !== undefined) return { ...one, quantityMilli };
    const why = `your catalog has no item ${item}: correct the number`;
    throw transferInvalid({ place: `lines[${index}].item`, why });
  });
  const twice = wanted.findIndex(({ itemId }, index) =>
    wanted.some((one, at) => at < index && one.itemId === itemId),
  );
  if (twice === -1) return wanted;
  const why = `${wanted[twice]?.itemNumber} stands in a line above already: write one line with the sum`;
  throw transferInvalid({ place: `lines[${twice}].item`, why });
}

export type LotToMove = Wanted & { lotId: string | null };

const first = (lot: AvailableLot): string =>
  `${lot.expiresOn ?? '9999'} ${lot.receivedOn ?? '9999'} ${lot.lotId ?? ''}`;

/** Whole lots until the quantity is together: what expires first goes first, what is spoilt by then stays. */
export function chooseLots(
  { itemId, itemNumber, quantityMilli }: Wanted,
  lots: readonly AvailableLot[],
  deliverOn: string,
): { chosen: LotToMove[]; goodMilli: number } {
  const good = lots
    .filter((lot) => lot.itemId === itemId && (lot.expiresOn === null || lot.expiresOn >= deliverOn))
    .sort((a, b) => (first(a) < first(b) ? -1 : 1));
  const chosen: LotToMove[] = [];
  let openMilli = quantityMilli;
  for (const { lotId, availableMilli } of good) {
    const taken = Math.min(openMilli, availableMilli);
    if (taken <= 0) break;
    chosen.push({ itemId, itemNumber, lotId, quantityMilli: taken });
    openMilli -= taken;
  }
  return { chosen, goodMilli: good.reduce((sum, { availableMilli }) => sum + availableMilli, 0) };
}

async function nextTransferNumber(tx: Transaction): Promise<string> {
  const [row] = await tx.query<{ taken: number }>(
    `insert into transfer_sequences as sequence (org_id, next_number)
     values ((select current_setting('app.org')::uuid), 2)
     on conflict (org_id) do update set next_number = sequence.next_number + 1
     returning (next_number - 1)::float8 as taken`,
  );
  return `TR-${String(row?.taken ?? 1).padStart(6, '0')}`;
}

const insertHead = `
insert into transfers (id, org_id, transfer_number, from_location_id, to_location_id, state, deliver_on, note, placed_at,
  placed_by)
values ($1, (select current_setting('app.org')::uuid), $2, $3, $4, $5, $6, $7, $8, $9)`;

const insertLines = `
insert into transfer_lines (id, org_id, transfer_id, line_number, item_id, lot_id, quantity_milli)
select given."lineId", (select current_setting('app.org')::uuid), $2, given."lineNumber", given."itemId", given."lotId",
  given."quantityMilli"
from jsonb_to_recordset($1::jsonb) as given("lineId" uuid, "lineNumber" integer, "itemId" uuid, "lotId" uuid,
  "quantityMilli" bigint)`;

/** Which units would travel is known to nobody: such goods leave by an order, whose pick reads their serial numbers. */
async function refuseSerials(tx: Transaction, wanted: readonly Wanted[]): Promise<void> {
  const [tracked] = await tx.query<{ itemId: string }>(
    `select id as "itemId" from items
     where org_id = (select current_setting('app.org')::uuid) and id = any ($1::uuid[]) and is_serial_tracked limit 1`,
    [wanted.map(({ itemId }) => itemId)],
  );
  const index = wanted.findIndex(({ itemId }) => itemId === tracked?.itemId);
  if (index < 0) return;
  const why = `${wanted[index]?.itemNumber} is tracked by serial number, and a transfer does not read serial numbers: send it with an order, whose pick does`;
  throw transferInvalid({ place: `lines[${index}].item`, why });
}

/** What leaves, by lot; locked until the commit, so that nobody else promises it. */
async function takeLots(
  tx: Transaction,
  wanted: readonly Wanted[],
  { from, deliverOn }: { from: OwnPlace; deliverOn: string },
): Promise<LotToMove[]> {
  const all = await lockAvailableStock(
    tx,
    wanted.map(({ itemId }) => itemId),
  );
  const lots = all.filter(({ locationId }) => locationId === from.locationId);
  return wanted.flatMap((one, index) => {
    const { chosen, goodMilli } = chooseLots(one, lots, deliverOn);
    if (goodMilli >= one.quantityMilli) return chosen;
    const why = `${from.code} has ${formatMilli(goodMilli)} of ${one.itemNumber} to give away: move that, or wait`;
    throw transferInvalid({ place: `lines[${index}].quantityMilli`, why });
  });
}

/**
 * Sends goods from one own place to another: what is moved is set aside at once, what expires first goes first, and the
 * other place counts on it. Throws `DomainError` naming the place and the remedy; then nothing is written.
 */
export async function placeTransfer(
  context: Context,
  tx: Transaction,
  input: TransferToPlace,
): Promise<{ transferId: string; transferNumber: string }> {
  const { clock, actor, newId } = context;
  const from = await requirePlace(tx, 'from', input.from);
  const to = await requirePlace(tx, 'to', input.to);
  if (from.locationId === to.locationId)
    throw transferInvalid({ place: 'to', why: 'the goods are there already: choose another place' });
  const today = localDateAt(clock.now(), to.timeZone);
  if (input.deliverOn < today)
    throw transferInvalid({
      place: 'deliverOn',
      why: `${input.deliverOn} is over: choose ${today} or later`,
    });
  const wanted = await findItems(tx, input);
  await refuseSerials(tx, wanted);
  const lots = await takeLots(tx, wanted, { from, deliverOn: input.deliverOn });
  const transferId = newId();
  const transferNumber = await nextTransferNumber(tx);
  const { initial } = transferLifecycle;
  await tx.query(insertHead, [
    ...[transferId, transferNumber, from.locationId, to.locationId, initial],
    ...[input.deliverOn, input.note ?? null, clock.now(), actor.name],
  ]);
  const lines = lots.map((lot, index) => ({ ...lot, lineId: newId(), lineNumber: index + 1 }));
  await tx.query(insertLines, [JSON.stringify(lines), transferId]);
  await moveStock(context, tx, {
    ...{ commandId: `place-${transferId}`, sourceKind: 'transfer', sourceId: transferId },
    moves: lots.map(({ itemId, lotId, quantityMilli }) => ({
      ...{ move: 'allocate' as const, itemId, lotId, quantityMilli, locationId: from.locationId },
    })),
  });
  const coming = lines.map(({ lineId, itemId, quantityMilli }) => ({
    lineId,
    itemId,
    comingMilli: quantityMilli,
  }));
  const facts = { transferNumber, toLocationId: to.locationId, deliverOn: input.deliverOn as LocalDate };
  await tellComing(context, tx, { ...facts, kind: 'on-order', lines: coming });
  const text = `Placed from ${from.code} to ${to.code}, due ${input.deliverOn}`;
  await tellTransfer(context, tx, { transferId, type: 'place', text });
  await tx.publish(transferChangedNews(actor.organisationId, transferId));
  const subject = { kind: 'transfer', id: transferId };
  await tx.audit({
    command: 'inventory.place-transfer',
    subject,
    after: { transferNumber, lineCount: lines.length },
  });
  return { transferId, transferNumber };
}
