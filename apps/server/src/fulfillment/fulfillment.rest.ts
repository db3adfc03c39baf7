import { z } from 'zod';
import { type RestRoute, readText, restRoute } from '../platform/index.ts';
import { placeSalesOrder, placeSalesOrderInput } from './sales-orders/place-sales-order.ts';
import { readCsvOrders, refuseFile } from './sales-orders/read-csv-orders.ts';

const placed = z.object({ orderId: z.string(), orderNumber: z.string(), holdReason: z.string().nullable() });

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
      const orders = readCsvOrders(await readText(body.stream, refuseFile));
      return context.db.transaction(async (tx) => {
        const made: z.output<typeof placed>[] = [];
        for (const order of orders)
          made.push(await placeSalesOrder(context, tx, { ...order, channel: 'csv' }));
        return { orders: made };
      });
    },
  }),
];
