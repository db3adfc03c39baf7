import { type CsvRow, csvCells, readCsvRows } from '../../platform/index.ts';
import { salesOrderInvalid } from '../fulfillment.errors.ts';
import { placeSalesOrderInput, type SalesOrderToPlace } from './place-sales-order.ts';

const required = ['order', 'customer', 'item', 'quantity', 'price', 'currency', 'date'] as const;
type Row = CsvRow<(typeof required)[number] | 'customer name' | 'complete'>;

export const refuseFile = (place: string, why: string): never => {
  throw salesOrderInvalid({ place, why });
};
const refuse = (row: number, column: string, why: string): never =>
  refuseFile(`line ${row}, column ${column}`, why);

const cell = csvCells(refuseFile);
const readLine = (row: Row): SalesOrderToPlace['lines'][number] => ({
  item: row.cells.item ?? '',
  quantityMilli: cell.quantityMilli(row, 'quantity'),
  unitPriceMicros: cell.priceMicros(row, 'price'),
  requestedOn: cell.day(row, 'date'),
});

/**
 * Customers' orders of a CSV file: rows of one `order` make one order, which is the customer's reference. Columns: order,
 * customer, item, quantity, price, currency, date; customer name and complete (yes) if wanted. All or nothing: a row that
 * cannot be read refuses the file, naming line and column.
 */
export function readCsvOrders(text: string): SalesOrderToPlace[] {
  const rows: Row[] = readCsvRows(text, { required, refuse: refuseFile });
  const numbered = rows.map((row) => ({ ...row, line: readLine(row) }));
  return [...Map.groupBy(numbered, ({ cells }) => cells.order)].map(([reference, ofOrder]) => {
    const { cells, number } = ofOrder[0]!;
    for (const other of ofOrder)
      for (const column of ['customer', 'currency'] as const)
        if (other.cells[column] !== cells[column])
          refuse(other.number, column, `differs from line ${number} of the same order ${reference}`);
    const order = placeSalesOrderInput.safeParse({
      customerNumber: cells.customer,
      ...(cells['customer name'] ? { customerName: cells['customer name'] } : {}),
      customerReference: reference,
      currency: cells.currency,
      isShipComplete: cells.complete === 'yes',
      lines: ofOrder.map(({ line }) => line),
    });
    if (order.success) return order.data;
    const [issue] = order.error.issues;
    return refuse(number, String(issue?.path.join('.') ?? 'order'), issue?.message ?? 'cannot be read');
  });
}
