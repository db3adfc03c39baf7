import { isLocalDate, parseScaled } from '@coplan/kernel';
import { parse } from 'csv-parse/sync';
import { salesOrderInvalid } from '../fulfillment.errors.ts';
import { placeSalesOrderInput, type SalesOrderToPlace } from './place-sales-order.ts';

const columns = ['order', 'customer', 'item', 'quantity', 'price', 'currency', 'date'] as const;
const rowsMax = 20_000;
type Row = Partial<Record<(typeof columns)[number] | 'customer name' | 'complete', string>>;

const refuse = (row: number, column: string, why: string): never => {
  throw salesOrderInvalid({ place: `line ${row}, column ${column}`, why });
};

function readRows(text: string): Row[] {
  try {
    return parse(text, {
      columns: (header: string[]) => header.map((one) => one.trim().toLowerCase()),
      bom: true,
      trim: true,
      skip_empty_lines: true,
    });
  } catch (error) {
    throw salesOrderInvalid({ place: 'file', why: error instanceof Error ? error.message : String(error) });
  }
}

function readLine(row: Row, number: number): SalesOrderToPlace['lines'][number] {
  for (const column of columns)
    if ((row[column] ?? '') === '')
      refuse(
        number,
        column,
        'is empty: every row says all of order, customer, item, quantity, price, currency and date',
      );
  const quantityMilli = parseScaled(row.quantity ?? '', 3);
  if (quantityMilli === undefined || quantityMilli <= 0)
    return refuse(number, 'quantity', `"${row.quantity}" is no number above 0 with at most three decimals`);
  const unitPriceMicros = parseScaled(row.price ?? '', 6);
  if (unitPriceMicros === undefined || unitPriceMicros < 0)
    return refuse(number, 'price', `"${row.price}" is no price with at most six decimals`);
  const requestedOn = row.date ?? '';
  if (!isLocalDate(requestedOn))
    return refuse(number, 'date', `"${requestedOn}" is no day: write 2026-12-31`);
  return { item: row.item ?? '', quantityMilli, unitPriceMicros, requestedOn };
}

/**
 * Customers' orders of a CSV file: rows of one `order` make one order, which is the customer's reference. Columns: order,
 * customer, item, quantity, price, currency, date; customer name and complete (yes) if wanted. All or nothing: a row that
 * cannot be read refuses the file, naming line and column.
 */
export function readCsvOrders(text: string): SalesOrderToPlace[] {
  const rows = readRows(text);
  if (rows.length === 0) throw salesOrderInvalid({ place: 'file', why: 'there is no row below the header' });
  if (rows.length > rowsMax)
    throw salesOrderInvalid({ place: 'file', why: `more than ${rowsMax} rows: split it` });
  const numbered = rows.map((row, index) => ({ row, number: index + 2, line: readLine(row, index + 2) }));
  return [...Map.groupBy(numbered, ({ row }) => row.order)].map(([reference, ofOrder]) => {
    const { row, number } = ofOrder[0]!;
    for (const other of ofOrder)
      for (const column of ['customer', 'currency'] as const)
        if (other.row[column] !== row[column])
          refuse(other.number, column, `differs from line ${number} of the same order ${reference}`);
    const order = placeSalesOrderInput.safeParse({
      customerNumber: row.customer,
      ...(row['customer name'] ? { customerName: row['customer name'] } : {}),
      customerReference: reference,
      currency: row.currency,
      isShipComplete: row.complete === 'yes',
      lines: ofOrder.map(({ line }) => line),
    });
    if (order.success) return order.data;
    const [issue] = order.error.issues;
    return refuse(number, String(issue?.path.join('.') ?? 'order'), issue?.message ?? 'cannot be read');
  });
}
