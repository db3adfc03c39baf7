import { allowedEvents } from '@coplan/kernel';
import { z } from 'zod';
import { likeText } from '../../partners/index.ts';
import type { Context } from '../../platform/index.ts';
import { transferNotFound } from '../inventory.errors.ts';
import {
  type TransferEvent,
  type TransferState,
  transferLifecycle,
  transferStates,
} from './transfer.lifecycle.ts';

export const listTransfersInput = z.object({
  state: z.enum(transferStates).optional(),
  search: z.string().max(100).optional(),
  cursor: z.uuid().optional(),
  limit: z.int().min(1).max(200).default(50),
});

export type TransferRow = {
  transferId: string;
  transferNumber: string;
  state: TransferState;
  fromCode: string;
  fromName: string;
  toCode: string;
  toName: string;
  deliverOn: string;
  placedAt: string;
  placedBy: string;
  note: string | null;
  version: number;
  lineCount: number;
};

const iso = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;
const columns = `transfer.id as "transferId", transfer.transfer_number as "transferNumber", transfer.state,
  origin.code as "fromCode", origin.name as "fromName", target.code as "toCode", target.name as "toName",
  transfer.deliver_on::text as "deliverOn", to_char(transfer.placed_at at time zone 'UTC', ${iso}) as "placedAt",
  transfer.placed_by as "placedBy", transfer.note, transfer.version,
  (select count(*)::integer from transfer_lines line
   where line.org_id = transfer.org_id and line.transfer_id = transfer.id) as "lineCount"
from transfers transfer
  join locations origin on origin.org_id = transfer.org_id and origin.id = transfer.from_location_id
  join locations target on target.org_id = transfer.org_id and target.id = transfer.to_location_id
where transfer.org_id = (select current_setting('app.org')::uuid)`;

const page = `select ${columns}
  and ($1::text is null or transfer.state = $1)
  and ($2::text is null or lower(transfer.transfer_number || ' ' || origin.code || ' ' || target.code) like '%' || $2 || '%')
  and ($3::uuid is null or (transfer.placed_at, transfer.id) <
    (select placed_at, id from transfers after where after.org_id = transfer.org_id and after.id = $3))
order by transfer.placed_at desc, transfer.id desc limit $4`;

/** A page of transfers, the newest first. */
export async function listTransfers(
  { db }: Context,
  { state, search, cursor, limit }: z.output<typeof listTransfersInput>,
): Promise<{ rows: TransferRow[]; nextCursor: string | null }> {
  const text = search === undefined || search === '' ? null : likeText(search);
  const rows = await db.read<TransferRow>(page, [state ?? null, text, cursor ?? null, limit]);
  return { rows, nextCursor: rows.length === limit ? (rows.at(-1)?.transferId ?? null) : null };
}

export const getTransferInput = z.object({ transferId: z.uuid() });

export type TransferLineView = {
  lineId: string;
  lineNumber: number;
  itemNumber: string;
  description: string;
  unit: string;
  lotNumber: string | null;
  expiresOn: string | null;
  quantityMilli: number;
  shippedMilli: number;
  receivedMilli: number;
  damagedMilli: number;
  lostMilli: number;
  /** Shipped and neither received nor written off. */
  underWayMilli: number;
};
export type TransferView = TransferRow & {
  lines: TransferLineView[];
  timeline: { at: string; type: string; text: string; actorName: string }[];
  allowedEvents: TransferEvent[];
};

const linesOf = `
select line.id as "lineId", line.line_number as "lineNumber", item.item_number as "itemNumber", item.description,
  item.base_unit as unit, lot.lot_number as "lotNumber", lot.expires_on::text as "expiresOn",
  line.quantity_milli::float8 as "quantityMilli", line.shipped_milli::float8 as "shippedMilli",
  line.received_milli::float8 as "receivedMilli", line.damaged_milli::float8 as "damagedMilli",
  line.lost_milli::float8 as "lostMilli",
  (line.shipped_milli - line.received_milli - line.damaged_milli - line.lost_milli)::float8 as "underWayMilli"
from transfer_lines line join items item on item.org_id = line.org_id and item.id = line.item_id
  left join stock_lots lot on lot.org_id = line.org_id and lot.id = line.lot_id
where line.org_id = (select current_setting('app.org')::uuid) and line.transfer_id = $1 order by line.line_number`;

const timelineOf = `
select to_char(at at time zone 'UTC', ${iso}) as at, type, text, actor_name as "actorName" from transfer_events
where org_id = (select current_setting('app.org')::uuid) and transfer_id = $1 order by position`;

/** A transfer with its lots, what became of each, and who did what. */
export async function getTransfer(
  { db }: Context,
  { transferId }: z.output<typeof getTransferInput>,
): Promise<TransferView> {
  const [row] = await db.read<TransferRow>(`select ${columns} and transfer.id = $1`, [transferId]);
  if (row === undefined) throw transferNotFound(transferId);
  return {
    ...row,
    lines: await db.read<TransferLineView>(linesOf, [transferId]),
    timeline: await db.read<TransferView['timeline'][number]>(timelineOf, [transferId]),
    allowedEvents: allowedEvents(transferLifecycle, row.state),
  };
}
