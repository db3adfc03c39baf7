import { z } from 'zod';
import { type RestRoute, restRoute } from '../platform/index.ts';
import { salesOrderInvalid } from './fulfillment.errors.ts';
import { placeSalesOrder, placeSalesOrderInput } from './sales-orders/place-sales-order.ts';
import { readCsvOrders } from './sales-orders/read-csv-orders.ts';

const placed = z.object({ orderId: z.string(), orderNumber: z.string(), holdReason: z.string().nullable() });
const sizeMaxBytes = 5_000_000;

async function textOf(stream: ReadableStream<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  for await (const part of stream) {
    size += part.byteLength;
    if (size > sizeMaxBytes)
      throw salesOrderInvalid({ place: 'file', why: `larger than ${sizeMaxBytes} bytes: split it` });
    text += decoder.decode(part, { stream: true });
  }
  return text + decoder.decode();
}

/** Customers' orders from other systems. */
export const restRoutes: readonly RestRoute[] = [
  restRoute({
    method: 'post',
    path: '/sales-orders',
    permission: 'fulfillment.sell',
    summary: 'Place an order of a customer; it is promised a day, or held with the reason',
    request: { body: placeSalesOrderInput },
    response: placed,
    status: 201,
    run: (context, { body }) =>
      context.db.transaction((tx) => placeSalesOrder(context, tx, { ...body, channel: 'rest' })),
  }),
  restRoute({
    method: 'post',
    path: '/sales-orders/file',
    permission: 'fulfillment.sell',
    summary: 'Place orders of customers by a CSV file, all or none; a row that cannot be read is named',
    request: { body: 'stream' },
    response: z.object({ orders: z.array(placed) }),
    status: 201,
    run: async (context, { body }) => {
      const orders = readCsvOrders(await textOf(body.stream));
      return context.db.transaction(async (tx) => {
        const made: z.output<typeof placed>[] = [];
        for (const order of orders)
          made.push(await placeSalesOrder(context, tx, { ...order, channel: 'csv' }));
        return { orders: made };
      });
    },
  }),
];
