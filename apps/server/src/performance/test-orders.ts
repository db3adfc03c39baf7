import type { BusinessDocument } from '@coplan/documents';
import type { LocalDate } from '@coplan/kernel';
import type { PlanningWorld } from '../planning-world.ts';

/** A buyer and its supplier in the portal, whose systems post documents as well. */
type Trade = {
  world: PlanningWorld;
  post(from: 'buyer' | 'supplier', body: BusinessDocument): Promise<{ status: number; text: string }>;
  buyer(): ReturnType<PlanningWorld['callerOf']>;
  supplier(): ReturnType<PlanningWorld['callerOf']>;
};

type Line = { orderLineId: string; lineNumber: string; quantityMilli: number; unitPriceMicros: number };

export type ToldOrder = {
  orderId: string;
  lines: Line[];
  /** Names the line, and the version that a command expects. */
  now(): Promise<{ orderId: string; expectedVersion: number }>;
  verdicts(): Promise<Awaited<ReturnType<ReturnType<Trade['buyer']>['performance']['lines']>>['rows']>;
};

export type Telling = Trade & {
  at(instant: string): void;
  settle(): Promise<void>;
  /** Two lines of 100 and 50 pieces at 2.50, ordered now. */
  order(poNumber: string, deliverOn: string): Promise<ToldOrder>;
};

const each = (amount: number) => ({ amountMilli: amount * 1000, unit: 'EA' as const });
const ordered = [
  { gtin: '04006381333931', amount: 100 },
  { gtin: '04006381333948', amount: 50 },
];

/** For tests: the orders of a trade are told step by step, each at its hour. */
export function tellIn(trade: Trade): Telling {
  const { app, clock } = trade.world;
  const settle = async (): Promise<void> => {
    for (let rounds = 0; rounds < 3; rounds++) await app.runPending();
  };
  return {
    ...trade,
    settle,
    at: (instant) => clock.set(instant),
    async order(poNumber, deliverOn) {
      const answer = await trade.post('buyer', {
        documentType: 'purchase-order',
        purpose: 'original',
        poNumber,
        orderedOn: clock.now().toISOString().slice(0, 10) as LocalDate,
        currency: 'NOK',
        buyer: { name: 'Northern Grocers' },
        supplier: { name: 'Valley Mill' },
        shipTo: { code: 'S1' },
        deliverOn: deliverOn as LocalDate,
        lines: ordered.map(({ gtin, amount }, index) => ({
          lineNumber: String(index + 1),
          gtin,
          ordered: each(amount),
          unitPriceMicros: 2_500_000,
        })),
      });
      if (answer.status !== 200) throw new Error(answer.text);
      await settle();
      const [row] = (await trade.buyer().orders.list({ search: poNumber })).rows;
      const orderId = row?.orderId ?? '';
      const read = () => trade.buyer().orders.get({ orderId });
      const lines = (await read()).lines.map(
        ({ orderLineId, lineNumber, quantityMilli, unitPriceMicros }) => ({
          ...{ orderLineId: orderLineId as string, lineNumber, quantityMilli, unitPriceMicros },
        }),
      );
      return {
        orderId,
        lines,
        now: async () => ({ orderId, expectedVersion: (await read()).version }),
        async verdicts() {
          await settle();
          const { rows } = await trade.buyer().performance.lines({ orderId });
          return rows.sort((a, b) => Number(a.lineNumber) - Number(b.lineNumber));
        },
      };
    },
  };
}

/** The supplier accepts everything as ordered. */
export async function acceptAll(told: Telling, order: ToldOrder): Promise<void> {
  const lines = order.lines.map(({ orderLineId }) => ({ orderLineId, outcome: 'accepted' as const }));
  await told.supplier().orders.confirm({ ...(await order.now()), lines });
}

type Goods = { on: string; shipment: string; quantities?: number[] };

/** Ships, all lines as ordered unless said otherwise. */
export async function ship(
  told: Telling,
  order: ToldOrder,
  { on, shipment, quantities }: Goods,
): Promise<void> {
  await told.supplier().orders.ship({
    ...(await order.now()),
    shipmentNumber: shipment,
    despatchedOn: on,
    lines: order.lines.map(({ orderLineId, quantityMilli }, index) => ({
      orderLineId,
      quantityMilli: quantities?.[index] ?? quantityMilli,
    })),
  });
}

/** Counts, all lines as ordered unless said otherwise; `damaged` of the first line is not kept. */
export async function receive(
  told: Telling,
  order: ToldOrder,
  { on, shipment, quantities, damaged = 0 }: Goods & { damaged?: number },
): Promise<void> {
  await told.buyer().orders.receive({
    ...(await order.now()),
    receivedOn: on,
    shipmentNumber: shipment,
    lines: order.lines.map(({ orderLineId, quantityMilli }, index) => ({
      orderLineId,
      receivedMilli: (quantities?.[index] ?? quantityMilli) - (index === 0 ? damaged : 0),
      ...(index === 0 && damaged > 0
        ? { deviations: [{ condition: 'damaged' as const, quantityMilli: damaged }] }
        : {}),
    })),
  });
}

type Bill = { on: string; number: string; priceMicros?: number; quantities?: number[] };

/** Bills everything at the price ordered, the first line at another where one is given. */
export async function invoice(
  told: Telling,
  order: ToldOrder,
  { on, number, priceMicros, quantities }: Bill,
): Promise<void> {
  await told.supplier().orders.invoice({
    ...(await order.now()),
    invoiceNumber: number,
    invoicedOn: on,
    lines: order.lines.map(({ orderLineId, quantityMilli, unitPriceMicros }, index) => ({
      orderLineId,
      quantityMilli: quantities?.[index] ?? quantityMilli,
      unitPriceMicros: index === 0 ? (priceMicros ?? unitPriceMicros) : unitPriceMicros,
    })),
  });
}
