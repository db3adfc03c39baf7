import type { LocalDate } from '@coplan/kernel';
import { z } from 'zod';
import type { Context } from '../../platform/index.ts';
import { type OutboundLine, shortOf } from '../outbound/outbound-line.ts';
import { readOutboundLines } from '../outbound/read-outbound-lines.ts';
import { todayOf } from '../promise/read-supply.ts';
import { readAllocationRules } from '../rules/allocation-rules.ts';

export const getBoardInput = z.object({
  show: z.enum(['all', 'short']).default('all'),
  search: z.string().max(100).default(''),
});

export type BoardLine = Pick<
  OutboundLine,
  | 'orderKind'
  | 'orderId'
  | 'orderNumber'
  | 'orderLineId'
  | 'lineNumber'
  | 'customerName'
  | 'state'
  | 'isCommitted'
  | 'orderedMilli'
  | 'goneMilli'
  | 'heldMilli'
  | 'requestedOn'
  | 'promisedOn'
> & {
  shortMilli: number;
  priority: number;
  /** Set for this line alone, beside its customer's rule. */
  isPriorityOwn: boolean;
  /** What the latest allocation said of it, or why none could. */
  text: string;
  /** The lots and places that it holds. */
  holds: { placeCode: string; lotNumber: string | null; expiresOn: LocalDate | null; openMilli: number }[];
};

/** An item of the seller, what is there of it, and everybody who wants it. */
export type BoardItem = {
  itemId: string | null;
  itemNumber: string;
  description: string;
  availableMilli: number;
  allocatedMilli: number;
  pickedMilli: number;
  blockedMilli: number;
  nextReceiptOn: LocalDate | null;
  comingMilli: number;
  wantedMilli: number;
  shortMilli: number;
  lines: BoardLine[];
};

export type Board = {
  today: LocalDate;
  lastRun: { ranAt: string; ranBy: string; reason: string; lineCount: number; shortLineCount: number } | null;
  shortLineCount: number;
  items: BoardItem[];
};

const itemsMax = 300;

const stockOf = `
select item.id as "itemId", item.item_number as "itemNumber", item.description,
  coalesce(sum(balance.quantity_milli) filter (where balance.state = 'available'), 0)::float8 as "availableMilli",
  coalesce(sum(balance.quantity_milli) filter (where balance.state = 'allocated'), 0)::float8 as "allocatedMilli",
  coalesce(sum(balance.quantity_milli) filter (where balance.state = 'picked'), 0)::float8 as "pickedMilli",
  coalesce(sum(balance.quantity_milli) filter (where balance.state not in ('available', 'allocated', 'picked',
    'in-transit')), 0)::float8 as "blockedMilli",
  (select min(due_on)::text from scheduled_receipts where org_id = item.org_id and item_id = item.id)
    as "nextReceiptOn",
  (select coalesce(sum(quantity_milli), 0)::float8 from scheduled_receipts
   where org_id = item.org_id and item_id = item.id) as "comingMilli"
from items item left join stock_balances balance on balance.org_id = item.org_id and balance.item_id = item.id
where item.org_id = (select current_setting('app.org')::uuid) and item.id = any ($1::uuid[])
group by item.org_id, item.id`;

const holdsOf = `
select one.order_line_id as "orderLineId", place.code as "placeCode", lot.lot_number as "lotNumber",
  lot.expires_on::text as "expiresOn",
  sum(one.amount_milli - one.taken_milli - one.released_milli)::float8 as "openMilli"
from stock_reservations one join locations place on place.org_id = one.org_id and place.id = one.location_id
  left join stock_lots lot on lot.org_id = one.org_id and lot.id = one.lot_id
where one.org_id = (select current_setting('app.org')::uuid) and one.state in ('soft', 'hard', 'part-taken')
  and one.order_line_id = any ($1::uuid[])
group by 1, 2, 3, 4 order by 2, 4 nulls last, 3`;

const lastRunOf = `
select to_char(ran_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "ranAt", ran_by as "ranBy", reason,
  line_count as "lineCount", short_line_count as "shortLineCount"
from allocation_runs where org_id = (select current_setting('app.org')::uuid) order by id desc limit 1`;

const saidOf = `select order_line_id as "orderLineId", text from allocation_lines
where org_id = (select current_setting('app.org')::uuid) and order_line_id = any ($1::uuid[])`;

type Stock = Omit<BoardItem, 'lines' | 'wantedMilli' | 'shortMilli'>;
type Hold = BoardLine['holds'][number] & { orderLineId: string };

const matches = (line: OutboundLine, search: string): boolean =>
  [line.itemNumber, line.description, line.orderNumber, line.customerName].some((text) =>
    text.toLowerCase().includes(search.toLowerCase()),
  );

function textOf(line: OutboundLine, said: ReadonlyMap<string, string>): string {
  if (line.unmapped !== null) return line.unmapped;
  if (!line.isCommitted) {
    if (line.orderKind === 'purchase-order')
      return 'Not promised yet: answer the order, then stock is given to it.';
    return line.state === 'held'
      ? 'Held: release it, then it is given stock.'
      : 'Nobody knows yet when it can be had.';
  }
  return said.get(line.orderLineId) ?? 'No allocation has looked at it yet.';
}

/** Who wants what, who holds what, and why somebody goes short; items with the largest shortage first. */
export async function getBoard(context: Context, input: z.output<typeof getBoardInput>): Promise<Board> {
  const { db } = context;
  const [today, rules, all] = await Promise.all([
    todayOf(db, context),
    readAllocationRules(db),
    readOutboundLines(db),
  ]);
  const found = all.filter((line) => input.search === '' || matches(line, input.search));
  const ids = found.map(({ orderLineId }) => orderLineId);
  const [stock, holds, said, [lastRun = null]] = await Promise.all([
    db.read<Stock>(stockOf, [found.flatMap(({ itemId }) => itemId ?? [])]),
    db.read<Hold>(holdsOf, [ids]),
    db.read<{ orderLineId: string; text: string }>(saidOf, [ids]),
    db.read<NonNullable<Board['lastRun']>>(lastRunOf),
  ]);
  const holdsBy = Map.groupBy(holds, ({ orderLineId }) => orderLineId);
  const saidBy = new Map(said.map(({ orderLineId, text }) => [orderLineId, text]));
  const stockBy = new Map(stock.map((one) => [one.itemId, one]));
  const items = [...Map.groupBy(found, (line) => line.itemId ?? line.itemNumber)].map(
    ([key, lines]): BoardItem => {
      const boardLines = lines.map((line): BoardLine => {
        const own = rules.priorities.get(line.orderLineId);
        return {
          ...line,
          shortMilli: line.isCommitted ? shortOf(line) : 0,
          priority: own ?? rules.ruleOf(line.customerId).priority,
          isPriorityOwn: own !== undefined,
          text: textOf(line, saidBy),
          holds: (holdsBy.get(line.orderLineId) ?? []).map(({ orderLineId: _, ...hold }) => hold),
        };
      });
      boardLines.sort((a, b) => a.priority - b.priority || (a.requestedOn < b.requestedOn ? -1 : 1));
      const first = lines[0]!;
      const none = { availableMilli: 0, allocatedMilli: 0, pickedMilli: 0, blockedMilli: 0, comingMilli: 0 };
      const head = stockBy.get(key) ?? {
        ...{ itemId: null, itemNumber: first.itemNumber, description: first.description },
        ...none,
        nextReceiptOn: null,
      };
      return {
        ...head,
        wantedMilli: lines.reduce((sum, line) => sum + Math.max(0, line.orderedMilli - line.goneMilli), 0),
        shortMilli: boardLines.reduce((sum, { shortMilli }) => sum + shortMilli, 0),
        lines: boardLines,
      };
    },
  );
  items.sort((a, b) => b.shortMilli - a.shortMilli || (a.itemNumber < b.itemNumber ? -1 : 1));
  const shown = items.filter(({ shortMilli }) => input.show === 'all' || shortMilli > 0).slice(0, itemsMax);
  const shortLineCount = items
    .flatMap(({ lines }) => lines)
    .filter(({ shortMilli }) => shortMilli > 0).length;
  return { today, lastRun, shortLineCount, items: shown };
}
