import { type Commitment, type OrderImpact, type PromiseInput, whoGoesShort } from '@coplan/fulfillment';
import type { LocalDate } from '@coplan/kernel';
import { z } from 'zod';
import type { Context, Transaction } from '../../platform/index.ts';
import { outboundLineNotFound } from '../fulfillment.errors.ts';
import { dueOn, type OutboundLine } from '../outbound/outbound-line.ts';
import { readOutboundLines } from '../outbound/read-outbound-lines.ts';
import { type AllocationRules, readAllocationRules } from '../rules/allocation-rules.ts';
import { type ItemSupply, readSupply, todayOf } from './read-supply.ts';

export const promiseOrderInput = z.object({
  orderId: z.uuid(),
  /** Only of this own place; absent: of all own places together. */
  locationId: z.uuid().optional(),
  /** As if this line asked for so much, on that day. */
  whatIf: z
    .object({
      orderLineId: z.uuid(),
      quantityMilli: z.int().positive().max(100_000_000_000).optional(),
      requestedOn: z.iso.date().optional(),
    })
    .optional(),
});

export type ShortOrder = {
  orderLineId: string;
  orderId: string;
  orderNumber: string;
  lineNumber: string;
  customerName: string;
  dueOn: LocalDate;
  shortMilli: number;
  costMinor: number;
  text: string;
};

/** What can be promised for a line, and who would go short if it were taken as it is asked. */
export type PromisedLine = {
  orderLineId: string;
  lineNumber: string;
  itemNumber: string;
  description: string;
  requestedOn: LocalDate;
  quantityMilli: number;
  /** Why nothing can be said: the item is not in the seller's catalog. */
  unmapped: string | null;
  promise: OrderImpact['promise'] | null;
  served: OrderImpact['served'] | null;
  shortened: ShortOrder[];
  costMinor: number;
  text: string;
};

const openMilli = ({ orderedMilli, goneMilli }: OutboundLine): number =>
  Math.max(0, orderedMilli - goneMilli);

function commitmentOf(line: OutboundLine, rules: AllocationRules): Commitment {
  const rule = rules.ruleOf(line.customerId);
  return {
    orderLineId: line.orderLineId,
    dueOn: dueOn(line),
    quantityMilli: openMilli(line),
    priority: rules.priorities.get(line.orderLineId) ?? rule.priority,
    shortageMicros: rule.shortageMicros,
  };
}

/** The question to the engine: this line against everything that is promised of its item. */
export function promiseInputOf(
  line: OutboundLine,
  {
    lines,
    rules,
    supply,
    today,
  }: { lines: readonly OutboundLine[]; rules: AllocationRules; supply: ItemSupply; today: LocalDate },
): PromiseInput {
  const others = lines.filter(
    (other) => other.itemId === line.itemId && other.isCommitted && other.orderLineId !== line.orderLineId,
  );
  const { isShipComplete } = rules.ruleOf(line.customerId);
  return {
    today,
    supplies: supply.supplies,
    commitments: others
      .map((other) => commitmentOf(other, rules))
      .filter(({ quantityMilli }) => quantityMilli > 0),
    request: {
      ...commitmentOf(line, rules),
      dueOn: line.requestedOn,
      multipleMilli: line.multipleMilli,
      arePartsAllowed: !isShipComplete && !line.isOrderComplete,
    },
    replenishmentDays: supply.replenishmentDays,
  };
}

function describeImpact(
  line: OutboundLine,
  impact: OrderImpact,
  lines: readonly OutboundLine[],
): PromisedLine {
  const byId = new Map(lines.map((one) => [one.orderLineId, one]));
  const shortened = impact.shortened.flatMap((one): ShortOrder[] => {
    const other = byId.get(one.orderLineId);
    if (other === undefined) return [];
    const { orderId, orderNumber, lineNumber, customerName } = other;
    const never = one.after.neverMilli - one.before.neverMilli;
    const rest = never > 0 ? `, ${never / 1_000} of them never` : '';
    const late = one.after.completeOn === null ? rest : `, complete on ${one.after.completeOn}`;
    const text = `${orderNumber} line ${lineNumber} of ${customerName} has ${one.shortMilli / 1_000} less on time${late}.`;
    const { orderLineId, shortMilli, costMinor } = one;
    return [
      {
        orderLineId,
        orderId,
        orderNumber,
        lineNumber,
        customerName,
        dueOn: dueOn(other),
        shortMilli,
        costMinor,
        text,
      },
    ];
  });
  return {
    ...headOf(line),
    promise: impact.promise,
    served: impact.served,
    shortened,
    costMinor: impact.costMinor,
    text: shortened.length === 0 ? 'Nobody goes short.' : shortened.map(({ text }) => text).join(' '),
  };
}

const headOf = (line: OutboundLine) => ({
  orderLineId: line.orderLineId,
  lineNumber: line.lineNumber,
  itemNumber: line.itemNumber,
  description: line.description,
  requestedOn: line.requestedOn,
  quantityMilli: openMilli(line),
  unmapped: line.unmapped,
});

/**
 * When each open line of an order can be served and why, and who goes short if it is taken as asked. Reads only; two
 * lines of one order and item count against each other once the first is promised.
 */
export async function promiseOrder(
  context: Context,
  input: z.output<typeof promiseOrderInput>,
  source: Context['db'] | Transaction = context.db,
): Promise<{ today: LocalDate; lines: PromisedLine[] }> {
  const { whatIf } = input;
  const today = await todayOf(source, context);
  const all = await readOutboundLines(source);
  const lines = all.map((line) =>
    whatIf?.orderLineId === line.orderLineId
      ? {
          ...line,
          requestedOn: (whatIf.requestedOn as LocalDate | undefined) ?? line.requestedOn,
          promisedOn: whatIf.requestedOn === undefined ? line.promisedOn : null,
          orderedMilli: line.goneMilli + (whatIf.quantityMilli ?? openMilli(line)),
        }
      : line,
  );
  const own = lines.filter(({ orderId }) => orderId === input.orderId);
  if (own.length === 0) throw outboundLineNotFound(input.orderId);
  const rules = await readAllocationRules(source);
  const itemIds = [...new Set(own.flatMap(({ itemId }) => itemId ?? []))];
  const supplies = await readSupply(source, { itemIds, locationId: input.locationId, today });
  return {
    today,
    lines: own.map((line) => {
      const supply = line.itemId === null ? undefined : supplies.get(line.itemId);
      if (supply === undefined || openMilli(line) === 0) {
        const text = line.unmapped ?? 'Nothing of it is open.';
        return { ...headOf(line), promise: null, served: null, shortened: [], costMinor: 0, text };
      }
      return describeImpact(line, whoGoesShort(promiseInputOf(line, { lines, rules, supply, today })), lines);
    }),
  };
}
