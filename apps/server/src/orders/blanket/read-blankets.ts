import { addDays, type LocalDate, type UnitCode } from '@coplan/kernel';
import { z } from 'zod';
import { likeText } from '../../partners/index.ts';
import type { Context } from '../../platform/index.ts';
import { type FailedDocument, readFailedDocuments } from '../failed-documents.ts';
import { loadFacts } from '../life/load-facts.ts';
import { readOrderLife } from '../life/order-life.ts';
import type { OrderState } from '../order.lifecycle.ts';
import type { ScheduleLineState } from '../schedule-line.lifecycle.ts';
import { blanketNotFound } from './blanket.errors.ts';
import { type BlanketState, blanketStates } from './blanket.lifecycle.ts';
import type { ReleasedBucket, ReleaseKind } from './blanket-facts.ts';
import { type Cumulatives, cumulativeCurve, readCumulatives } from './cumulatives.ts';
import type { OfBlanket } from './judge-release.ts';

export const listBlanketsInput = z.object({
  search: z.string().max(100).optional(),
  state: z.enum(blanketStates).optional(),
  limit: z.int().min(1).max(100).default(50),
  cursor: z.uuid().optional(),
});
export const getBlanketInput = z.object({ orderId: z.uuid() });

/** Sums of all items of a blanket order together are told only where they have one unit. */
export type BlanketRow = {
  orderId: string;
  poNumber: string;
  buyerName: string;
  supplierName: string;
  shipToName: string;
  state: BlanketState;
  orderState: OrderState;
  startsOn: LocalDate;
  endsOn: LocalDate;
  itemCount: number;
  releaseCount: number;
  lastReleaseNumber: string | null;
  lastIssuedOn: LocalDate | null;
  /** Items that are behind what was due, and the largest lag in thousandths of the item's unit. */
  behindCount: number;
  behindMilli: number;
  /** Called off and not shipped, of the agreed totals; null where no total is agreed. */
  calledOffRatio: number | null;
  hasPendingChange: boolean;
};

/** Where it stands, beside its sums. */
type Head = Omit<BlanketRow, 'behindCount' | 'behindMilli' | 'calledOffRatio'> & {
  shipToId: string;
  supplierId: string;
  currency: string;
  channel: 'portal' | 'edi';
  version: number;
  contractNumber: string | null;
};
type HeadRow = Head & { buyerId: string };

const today = ({ clock }: Context): LocalDate => clock.now().toISOString().slice(0, 10) as LocalDate;

const headsOf = `
select placed.id as "orderId", placed.org_id as "buyerId", placed.po_number as "poNumber",
  placed.buyer_name as "buyerName", placed.supplier_name as "supplierName", placed.ship_to_name as "shipToName",
  blanket.state, placed.state as "orderState", blanket.starts_on::text as "startsOn",
  (blanket.ends_before - 1)::text as "endsOn", placed.has_pending_change as "hasPendingChange",
  (select count(*)::integer from blanket_items item
   where item.org_id = placed.org_id and item.order_id = placed.id) as "itemCount",
  (select count(*)::integer from blanket_releases released
   where released.org_id = placed.org_id and released.order_id = placed.id) as "releaseCount",
  last.release_number as "lastReleaseNumber", last.issued_on::text as "lastIssuedOn",
  placed.ship_to_id as "shipToId", placed.supplier_id as "supplierId", placed.currency, placed.channel,
  placed.version, blanket.contract_number as "contractNumber"
from blanket_orders blanket
  join orders placed on placed.org_id = blanket.org_id and placed.id = blanket.order_id
  left join lateral (select release_number, issued_on from blanket_releases released
    where released.org_id = placed.org_id and released.order_id = placed.id
    order by told_number desc limit 1) last on true
where (blanket.org_id = $1 or blanket.supplier_id = $1)
  and ($2::text is null or placed.search_text like '%' || $2 || '%')
  and ($3::text is null or blanket.state = $3)
  and ($4::uuid is null or placed.id < $4)
  and ($5::uuid is null or placed.id = $5)
order by placed.id desc limit $6`;

async function factsOf(
  context: Context,
  { buyerId, orderId }: { buyerId: string; orderId: string },
): Promise<OfBlanket> {
  const facts = await loadFacts(context.db, { buyerId, orderId });
  if (facts?.blanket == null) throw blanketNotFound(orderId);
  return { ...facts, blanket: facts.blanket };
}

async function withSums(context: Context, { buyerId, ...row }: HeadRow): Promise<BlanketRow> {
  const facts = await factsOf(context, { buyerId, orderId: row.orderId });
  const life = readOrderLife(facts, row.orderState);
  const sums = facts.blanket.items.map(({ itemLine, totalMilli }) => ({
    totalMilli,
    ...readCumulatives({ facts, life, itemLine }, today(context)),
  }));
  const behind = sums.filter(({ aheadMilli }) => aheadMilli < 0);
  const limited = sums.filter(({ totalMilli }) => totalMilli !== null);
  const ratios = limited.map(({ calledOffMilli, totalMilli }) => calledOffMilli / (totalMilli ?? 1));
  return {
    ...row,
    behindCount: behind.length,
    behindMilli: Math.max(0, ...behind.map(({ aheadMilli }) => -aheadMilli)),
    calledOffRatio:
      ratios.length === 0 ? null : ratios.reduce((total, ratio) => total + ratio, 0) / ratios.length,
  };
}

/** Blanket orders of the organisation, as buyer or supplier, newest first. */
export async function listBlankets(
  context: Context,
  { search, state, cursor, limit }: z.output<typeof listBlanketsInput>,
): Promise<{ rows: BlanketRow[]; nextCursor: string | null }> {
  const heads = await context.db.read<HeadRow>(headsOf, [
    context.actor.organisationId,
    search === undefined ? null : likeText(search),
    state ?? null,
    cursor ?? null,
    null,
    limit + 1,
  ]);
  const rows: BlanketRow[] = [];
  for (const head of heads.slice(0, limit)) rows.push(await withSums(context, head));
  return { rows, nextCursor: heads.length > limit ? (rows.at(-1)?.orderId ?? null) : null };
}

export type BlanketItemView = {
  itemLine: string;
  itemId: string;
  itemNumber: string;
  supplierItemNumber: string | null;
  description: string;
  unit: UnitCode;
  unitPriceMicros: number;
  totalMilli: number | null;
  sums: Cumulatives;
  curve: ReturnType<typeof cumulativeCurve>;
};
export type ReleaseView = {
  releaseId: string;
  kind: ReleaseKind;
  releaseNumber: string;
  version: number;
  issuedOn: LocalDate;
  startsOn: LocalDate;
  endsBefore: LocalDate;
  reason: string | null;
  recordedAt: string;
  recordedBy: string;
  isByDocument: boolean;
  /** The sums that stood when it was written down. */
  items: { itemLine: string; buckets: ReleasedBucket[]; sums: Cumulatives | null }[];
};
export type CallOffView = {
  lineNumber: string;
  itemLine: string;
  startsOn: LocalDate;
  endsBefore: LocalDate;
  time: string | null;
  state: ScheduleLineState;
  orderedMilli: number;
  shippedMilli: number;
  receivedMilli: number;
  openMilli: number;
  cancelledMilli: number;
  promisedOn: LocalDate | null;
};
export type BlanketView = Head & {
  firmDays: number;
  materialDays: number;
  planningDays: number;
  cumulativeFrom: LocalDate;
  resetsYearly: boolean;
  today: LocalDate;
  mayRelease: boolean;
  /** Releases and the like that did not arrive by EDI. */
  failedDocuments: FailedDocument[];
  items: BlanketItemView[];
  /** Newest first, the last twenty. */
  releases: ReleaseView[];
  callOffs: CallOffView[];
};

const releasesMax = 20;
const releasesOf = `
select released.id as "releaseId", kind, release_number as "releaseNumber", version, issued_on::text as "issuedOn",
  released.starts_on::text as "startsOn", released.ends_before::text as "endsBefore", reason,
  recorded_by as "recordedBy", document_id is not null and not exists (select 1 from order_documents sent
    where sent.org_id = released.org_id and sent.document_id = released.document_id) as "isByDocument",
  to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "recordedAt",
  (select coalesce(json_agg(json_build_object('itemLine', given.item_line, 'sums', given.sums,
      'buckets', (select coalesce(json_agg(json_build_object('startsOn', bucket.starts_on,
          'endsBefore', bucket.ends_before, 'time', bucket.time, 'amountMilli', bucket.amount_milli,
          'certainty', bucket.certainty, 'reference', bucket.reference) order by bucket.position), '[]')
        from blanket_release_buckets bucket where bucket.org_id = given.org_id
          and bucket.release_id = given.release_id and bucket.item_line = given.item_line))
      order by length(given.item_line), given.item_line), '[]')
   from blanket_release_sums given
   where given.org_id = released.org_id and given.release_id = released.id) as items
from blanket_releases released
where released.org_id = $1 and released.order_id = $2 order by told_number desc limit ${releasesMax}`;

type NamedItem = { itemLine: string; itemId: string; description: string };

/** A blanket order with its sums, its releases side by side and its call-offs, for either party. */
export async function getBlanket(
  context: Context,
  { orderId }: z.output<typeof getBlanketInput>,
): Promise<BlanketView> {
  const { db, actor } = context;
  const [head] = await db.read<HeadRow>(headsOf, [actor.organisationId, null, null, null, orderId, 1]);
  if (head === undefined) throw blanketNotFound(orderId);
  const { buyerId, ...row } = head;
  const facts = await factsOf(context, { buyerId, orderId });
  const { items, callOffs, releases: _heads, state: _state, endsBefore, ...terms } = facts.blanket;
  const life = readOrderLife(facts, row.orderState);
  const names = await db.read<NamedItem>(
    `select item_line as "itemLine", item_id as "itemId", description from blanket_items
     where org_id = $1 and order_id = $2`,
    [buyerId, orderId],
  );
  const on = today(context);
  return {
    ...row,
    ...terms,
    endsOn: addDays(endsBefore, -1),
    today: on,
    mayRelease: buyerId === actor.organisationId && (row.state === 'running' || row.state === 'exhausted'),
    failedDocuments: await readFailedDocuments(context, head),
    items: items.map(({ gtin14: _gtin, ...item }) => {
      const about = { facts, life, itemLine: item.itemLine };
      const name = names.find(({ itemLine }) => itemLine === item.itemLine);
      return {
        ...{ ...item, itemId: name?.itemId ?? '', description: name?.description ?? '' },
        ...{ sums: readCumulatives(about, on), curve: cumulativeCurve(about, on) },
      };
    }),
    releases: await db.read<ReleaseView>(releasesOf, [buyerId, orderId]),
    callOffs: callOffs.flatMap((called): CallOffView[] => {
      const line = life.lines.find((one) => one.line.lineNumber === called.lineNumber);
      if (line === undefined) return [];
      const { state, orderedMilli, shippedMilli, receivedMilli, openMilli, cancelledMilli, promisedOn } =
        line;
      return [
        {
          ...{ ...called, state, orderedMilli, shippedMilli, receivedMilli },
          ...{ openMilli, cancelledMilli, promisedOn },
        },
      ];
    }),
  };
}
