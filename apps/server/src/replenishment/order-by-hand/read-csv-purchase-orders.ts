import { type CsvRow, csvCells, readCsvRows } from '../../platform/index.ts';
import { orderByHandInvalid } from '../replenishment.errors.ts';
import { type OrderByHand, orderByHandInput } from './order-by-hand.ts';

const required = ['order', 'supplier', 'place', 'item', 'quantity', 'date'] as const;
type Row = CsvRow<(typeof required)[number] | 'price'>;

export const refuseFile = (place: string, why: string): never => {
  throw orderByHandInvalid({ place, why });
};
const refuse = (row: number, column: string, why: string): never =>
  refuseFile(`line ${row}, column ${column}`, why);

const cell = csvCells(refuseFile);
const readLine = (row: Row): OrderByHand['lines'][number] => ({
  item: row.cells.item ?? '',
  quantityMilli: cell.quantityMilli(row, 'quantity'),
  ...((row.cells.price ?? '') === '' ? {} : { unitPriceMicros: cell.priceMicros(row, 'price') }),
});

/**
 * Purchase orders of a CSV file: rows of one `order` make one order under that number. Columns: order, supplier, place,
 * item, quantity, date; price if it is not the agreed one. All or nothing: a row that cannot be read refuses the file,
 * naming line and column.
 */
export function readCsvPurchaseOrders(text: string): { order: OrderByHand; lineNumbers: number[] }[] {
  const rows: Row[] = readCsvRows(text, { required, refuse: refuseFile });
  const numbered = rows.map((row) => ({ ...row, line: readLine(row) }));
  return [...Map.groupBy(numbered, ({ cells }) => cells.order)].map(([poNumber, ofOrder]) => {
    const { cells, number } = ofOrder[0]!;
    for (const other of ofOrder)
      for (const column of ['supplier', 'place', 'date'] as const)
        if (other.cells[column] !== cells[column])
          refuse(other.number, column, `differs from line ${number} of the same order ${poNumber}`);
    const order = orderByHandInput.safeParse({
      ...{
        poNumber,
        supplier: cells.supplier,
        shipTo: cells.place,
        deliverOn: cell.day(ofOrder[0]!, 'date'),
      },
      lines: ofOrder.map(({ line }) => line),
    });
    if (order.success) return { order: order.data, lineNumbers: ofOrder.map((row) => row.number) };
    const [issue] = order.error.issues;
    return refuse(number, String(issue?.path.join('.') ?? 'order'), issue?.message ?? 'cannot be read');
  });
}

/** What is wrong with an order of the file, at its line there: `lines[2].item` is line 7, say. */
export const placeInFile = (place: string, lineNumbers: readonly number[]): string => {
  const [, index, field] = /^lines\[(\d+)\]\.(\w+)$/.exec(place) ?? [];
  if (index === undefined) return `line ${lineNumbers[0]}, ${place}`;
  const column = { quantityMilli: 'quantity', unitPriceMicros: 'price' }[field ?? ''] ?? field;
  return `line ${lineNumbers[Number(index)]}, column ${column}`;
};
