import type { LocalDate, OrderLineId, UnitCode } from '@coplan/kernel';
import type { Context, Transaction } from '../platform/index.ts';
import { isSameAnswer, judgeLineAnswer, judgeOrder, type PromisePart } from './judge-answer.ts';
import type { Order } from './order.entity.ts';
import type { OrderState } from './order.lifecycle.ts';
import { orderLineNotFound, promiseIncomplete, promiseTooLarge, unitDiffers } from './orders.errors.ts';
import { type OrderEventType, orderNews } from './orders.events.ts';
import { recordOrderEvent } from './record-order-event.ts';
import { ScheduleLine } from './schedule-line.entity.ts';
import { tellAnswer } from './tell-answer.ts';

/** What a supplier says about one line, by whatever way it came. */
export type LineAnswer = {
  line: { orderLineId: string } | { lineNumber: string };
  parts: readonly {
    outcome: PromisePart['outcome'];
    /** Absent: as requested. Null: it will come, but nobody knows when. */
    promisedOn?: LocalDate | null | undefined;
    /** Absent: all that was ordered. */
    quantity?: { amountMilli: number; unit: UnitCode } | undefined;
    reason?: string | undefined;
  }[];
  unitPriceMicros?: number | undefined;
};

export type Confirmation = {
  source: 'portal' | 'edi';
  /** Lines, or one outcome for every line that is still open to an answer. */
  answers: readonly LineAnswer[] | 'accepted' | 'rejected';
  reason?: string | undefined;
  supplierReference?: string | undefined;
};

export type RecordedConfirmation = { isUnchanged: boolean; state: OrderState };

export type AnsweredLine = {
  orderLineId: OrderLineId;
  lineNumber: string;
  itemNumber: string;
  unit: UnitCode;
  quantityMilli: number;
  unitPriceMicros: number;
  schedule: ScheduleLine;
  lastPromiseNumber: number;
  lastParts: PromisePart[];
};

async function readLines(tx: Transaction, order: Order): Promise<AnsweredLine[]> {
  const schedules = await tx.em.find(ScheduleLine, { orderId: order.id, buyerId: order.buyerId });
  const rows = await tx.query<
    Omit<AnsweredLine, 'schedule' | 'lastParts'> & { scheduleLineId: string; lastParts: PromisePart[] | null }
  >(
    `select line.id as "orderLineId", line.line_number as "lineNumber", line.item_number as "itemNumber", line.unit,
       schedule.quantity_milli as "quantityMilli", line.unit_price_micros as "unitPriceMicros",
       schedule.id as "scheduleLineId", coalesce(latest.promise_number, 0) as "lastPromiseNumber",
       (select json_agg(json_build_object('outcome', part.outcome, 'promisedOn', part.promised_on,
           'quantityMilli', part.quantity_milli, 'reason', part.reason) order by part.part_number)
        from promises part
        where part.org_id = schedule.org_id and part.schedule_line_id = schedule.id
          and part.promise_number = latest.promise_number) as "lastParts"
     from order_lines line
       join schedule_lines schedule on schedule.org_id = line.org_id and schedule.order_line_id = line.id
       left join lateral (select max(promise_number) as promise_number from promises made
         where made.org_id = schedule.org_id and made.schedule_line_id = schedule.id) latest on true
     where line.org_id = $1 and line.order_id = $2 order by line.line_number::integer`,
    [order.buyerId, order.id],
  );
  return rows.flatMap(({ scheduleLineId, lastParts, ...row }) => {
    const schedule = schedules.find((candidate) => candidate.id === scheduleLineId);
    return schedule === undefined ? [] : [{ ...row, schedule, lastParts: lastParts ?? [] }];
  });
}

function toParts(order: Order, line: AnsweredLine, answer: LineAnswer): PromisePart[] {
  const about = { poNumber: order.poNumber, line: line.lineNumber };
  const parts = answer.parts.map((part): PromisePart => {
    if (part.quantity !== undefined && part.quantity.unit !== line.unit) {
      throw unitDiffers({ ...about, ordered: line.unit, given: part.quantity.unit });
    }
    const isRejected = part.outcome === 'rejected';
    const isUnknownDay = isRejected || (part.outcome === 'backordered' && part.promisedOn === undefined);
    return {
      outcome: part.outcome,
      promisedOn: isUnknownDay
        ? null
        : part.promisedOn === undefined
          ? line.schedule.requestedOn
          : part.promisedOn,
      quantityMilli: isRejected ? 0 : (part.quantity?.amountMilli ?? line.quantityMilli),
      reason: part.reason ?? null,
    };
  });
  if (parts.some((part) => part.outcome !== 'rejected' && part.quantityMilli <= 0) || parts.length === 0) {
    throw promiseIncomplete(about);
  }
  const promisedMilli = parts.reduce((sum, part) => sum + part.quantityMilli, 0);
  if (promisedMilli > line.quantityMilli) {
    throw promiseTooLarge({ ...about, orderedMilli: line.quantityMilli, promisedMilli });
  }
  return parts;
}

/** Every answer with its line; several answers to one line (some accepted, the rest backordered) are one. */
function matchAnswers(
  order: Order,
  lines: readonly AnsweredLine[],
  { answers, reason }: Confirmation,
): { line: AnsweredLine; answer: LineAnswer }[] {
  if (typeof answers === 'string') {
    return lines
      .filter(({ schedule }) => schedule.state !== 'rejected' && schedule.state !== 'cancelled')
      .map((line) => ({ line, answer: { line, parts: [{ outcome: answers, reason }] } }));
  }
  const matched = new Map<AnsweredLine, LineAnswer>();
  for (const answer of answers) {
    const named = answer.line;
    const line = lines.find((candidate) =>
      'orderLineId' in named
        ? candidate.orderLineId === named.orderLineId
        : candidate.lineNumber === named.lineNumber,
    );
    if (line === undefined) {
      throw orderLineNotFound({
        poNumber: order.poNumber,
        line: 'orderLineId' in named ? named.orderLineId : named.lineNumber,
        known: lines.map((known) => known.lineNumber),
      });
    }
    const before = matched.get(line);
    matched.set(
      line,
      before === undefined ? answer : { ...before, parts: [...before.parts, ...answer.parts] },
    );
  }
  return [...matched].map(([line, answer]) => ({ line, answer }));
}

/**
 * What a supplier promises becomes promises, whether by portal or by document; what was promised before stays. Inside
 * the buyer's tolerance it binds at once, outside it waits for the buyer. The same answer again changes nothing.
 * Called in the supplier's own transaction with the order locked. Throws `DomainError` that says what and how.
 */
export async function recordConfirmation(
  context: Context,
  tx: Transaction,
  order: Order,
  confirmation: Confirmation,
): Promise<RecordedConfirmation> {
  const lines = await readLines(tx, order);
  const changed: { line: AnsweredLine; parts: PromisePart[] }[] = [];
  for (const { line, answer } of matchAnswers(order, lines, confirmation)) {
    const parts = toParts(order, line, answer);
    if (line.lastParts.length > 0 && isSameAnswer(line.lastParts, parts) && line.schedule.state !== 'open')
      continue;
    const event = judgeLineAnswer({
      requested: { ...line, requestedOn: line.schedule.requestedOn },
      parts,
      unitPriceMicros: answer.unitPriceMicros,
      tolerance: order.tolerance,
    });
    line.schedule.apply(event);
    changed.push({ line, parts });
  }
  if (changed.length === 0) return { isUnchanged: true, state: order.state };
  await appendPromises(context, tx, { order, changed, source: confirmation.source });
  const event = judgeOrder(lines.map(({ schedule }) => schedule.state));
  if (event !== undefined) order.apply(event);
  order.promisedOn = latestDay(lines, changed);
  if (confirmation.supplierReference !== undefined) order.supplierReference = confirmation.supplierReference;
  await recordOrderEvent(
    context,
    tx,
    order,
    tellAnswer(order, changed, { event, source: confirmation.source }),
  );
  await tx.publish(orderNews(newsOf(order.state), { ...partiesOf(order) }));
  await tx.audit({
    command: 'orders.record-confirmation',
    subject: { kind: 'order', id: order.id },
    after: { state: order.state, promisedOn: order.promisedOn, lineCount: changed.length },
  });
  await tx.em.flush();
  return { isUnchanged: false, state: order.state };
}

const newsOf = (state: OrderState): OrderEventType => {
  if (state === 'changes-proposed') return 'orders.change-proposed';
  return state === 'rejected' ? 'orders.order-rejected' : 'orders.order-confirmed';
};

const partiesOf = ({ id, poNumber, buyerId, supplierId }: Order) => ({
  orderId: id,
  poNumber,
  buyerId,
  supplierId,
});

/** The day by which everything promised has come; null while a line has no promise of a day. */
function latestDay(
  lines: readonly AnsweredLine[],
  changed: readonly { line: AnsweredLine; parts: readonly PromisePart[] }[],
): LocalDate | null {
  const days = lines.flatMap((line) => {
    const parts = changed.find((entry) => entry.line === line)?.parts ?? line.lastParts;
    return parts.flatMap(({ promisedOn }) => promisedOn ?? []);
  });
  return days.reduce<LocalDate | null>(
    (latest, day) => (latest === null || day > latest ? day : latest),
    null,
  );
}

const appendPromises = (
  { newId, clock }: Context,
  tx: Transaction,
  about: {
    order: Order;
    changed: readonly { line: AnsweredLine; parts: readonly PromisePart[] }[];
    source: Confirmation['source'];
  },
): Promise<unknown> =>
  tx.query(
    `insert into promises (id, org_id, supplier_id, order_id, schedule_line_id, promise_number, part_number, outcome,
       promised_on, quantity_milli, source, reason, recorded_at)
     select id, $1, $2, $3, "scheduleLineId", "promiseNumber", "partNumber", outcome, "promisedOn", "quantityMilli", $4,
       reason, $5
     from jsonb_to_recordset($6::jsonb) as part(id uuid, "scheduleLineId" uuid, "promiseNumber" integer,
       "partNumber" integer, outcome text, "promisedOn" date, "quantityMilli" bigint, reason text)`,
    [
      about.order.buyerId,
      about.order.supplierId,
      about.order.id,
      about.source,
      clock.now(),
      JSON.stringify(
        about.changed.flatMap(({ line, parts }) =>
          parts.map((part, index) => ({
            ...part,
            id: newId(),
            scheduleLineId: line.schedule.id,
            promiseNumber: line.lastPromiseNumber + 1,
            partNumber: index + 1,
          })),
        ),
      ),
    ],
  );
