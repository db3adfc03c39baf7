import { type ItemId, type LocationId, nextState } from '@coplan/kernel';
import type { Context, Transaction } from '../../platform/index.ts';
import { transferChanged, transferEventNotAllowed, transferNotFound } from '../inventory.errors.ts';
import { transferChangedNews } from '../inventory.events.ts';
import { type TransferEvent, type TransferState, transferLifecycle } from './transfer.lifecycle.ts';

export type Transfer = {
  transferId: string;
  transferNumber: string;
  fromLocationId: LocationId;
  toLocationId: LocationId;
  fromCode: string;
  toCode: string;
  deliverOn: string;
  state: TransferState;
  version: number;
};

export type TransferLine = {
  lineId: string;
  lineNumber: number;
  itemId: ItemId;
  itemNumber: string;
  lotId: string | null;
  quantityMilli: number;
  shippedMilli: number;
  receivedMilli: number;
  damagedMilli: number;
  lostMilli: number;
};

/** Shipped and neither received nor written off. */
export const underWayMilli = (line: TransferLine): number =>
  line.shippedMilli - line.receivedMilli - line.damagedMilli - line.lostMilli;

const head = `
select transfer.id as "transferId", transfer.transfer_number as "transferNumber",
  transfer.from_location_id as "fromLocationId", transfer.to_location_id as "toLocationId", origin.code as "fromCode",
  target.code as "toCode", transfer.deliver_on::text as "deliverOn", transfer.state, transfer.version
from transfers transfer
  join locations origin on origin.org_id = transfer.org_id and origin.id = transfer.from_location_id
  join locations target on target.org_id = transfer.org_id and target.id = transfer.to_location_id
where transfer.org_id = (select current_setting('app.org')::uuid) and transfer.id = $1 for update of transfer`;

const linesOf = `
select line.id as "lineId", line.line_number as "lineNumber", line.item_id as "itemId", item.item_number as "itemNumber",
  line.lot_id as "lotId", line.quantity_milli::float8 as "quantityMilli", line.shipped_milli::float8 as "shippedMilli",
  line.received_milli::float8 as "receivedMilli", line.damaged_milli::float8 as "damagedMilli",
  line.lost_milli::float8 as "lostMilli"
from transfer_lines line join items item on item.org_id = line.org_id and item.id = line.item_id
where line.org_id = (select current_setting('app.org')::uuid) and line.transfer_id = $1 order by line.line_number`;

/** A transfer with its lines, locked until the end of the transaction, as the caller saw it. */
export async function loadTransfer(
  tx: Transaction,
  { transferId, expectedVersion }: { transferId: string; expectedVersion: number },
): Promise<{ transfer: Transfer; lines: TransferLine[] }> {
  const [transfer] = await tx.query<Transfer>(head, [transferId]);
  if (transfer === undefined) throw transferNotFound(transferId);
  const { version } = transfer;
  if (version !== expectedVersion) throw transferChanged({ transferId, expectedVersion, version });
  return { transfer, lines: await tx.query<TransferLine>(linesOf, [transferId]) };
}

const storeLines = `
update transfer_lines line set shipped_milli = given."shippedMilli", received_milli = given."receivedMilli",
  damaged_milli = given."damagedMilli", lost_milli = given."lostMilli"
from jsonb_to_recordset($1::jsonb) as given("lineId" uuid, "shippedMilli" bigint, "receivedMilli" bigint,
  "damagedMilli" bigint, "lostMilli" bigint)
where line.org_id = (select current_setting('app.org')::uuid) and line.id = given."lineId"`;

const storeHead = `
update transfers set state = $2, version = version + 1, shipped_at = case when $2 = 'in-transit' then $3 else shipped_at end,
  ended_at = case when $2 in ('received', 'closed-short', 'cancelled') then $3 end
where org_id = (select current_setting('app.org')::uuid) and id = $1`;

export const tellTransfer = (
  { newId, clock, actor }: Context,
  tx: Transaction,
  { transferId, type, text }: { transferId: string; type: string; text: string },
): Promise<unknown> =>
  tx.query(
    `insert into transfer_events (id, org_id, transfer_id, at, type, text, actor_name)
     values ($1, (select current_setting('app.org')::uuid), $2, $3, $4, $5, $6)`,
    [newId(), transferId, clock.now(), type, text, actor.name],
  );

type Step = { event: TransferEvent; text: string; reason?: string };

/** Stores what an event made of a transfer, with its line in the timeline. Throws when the state does not allow it. */
export async function storeTransfer(
  context: Context,
  tx: Transaction,
  { transfer, lines, event, text, reason }: Step & { transfer: Transfer; lines: readonly TransferLine[] },
): Promise<{ state: TransferState; version: number }> {
  const { transferId, transferNumber, state: from, version } = transfer;
  const state = nextState(transferLifecycle, from, event);
  if (state === undefined) throw transferEventNotAllowed({ transferNumber, state: from, event });
  await tx.query(storeLines, [JSON.stringify(lines)]);
  await tx.query(storeHead, [transferId, state, context.clock.now()]);
  await tellTransfer(context, tx, { transferId, type: event, text });
  await tx.publish(transferChangedNews(context.actor.organisationId, transferId));
  await tx.audit({
    command: `inventory.${event}-transfer`,
    subject: { kind: 'transfer', id: transferId },
    before: { state: from },
    after: { state },
    ...(reason === undefined ? {} : { reason }),
  });
  return { state, version: version + 1 };
}

/** Refused before goods are moved, so that the sentence is about the transfer and not about the stock. */
export function refuseUnless(transfer: Transfer, event: TransferEvent): void {
  const { transferNumber, state } = transfer;
  if (nextState(transferLifecycle, state, event) === undefined)
    throw transferEventNotAllowed({ transferNumber, state, event });
}
