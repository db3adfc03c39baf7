import { waits } from './issues.ts';
import type { LineNames, OrderedLine, OrderFacts } from './order-facts.ts';

export const namesOf = ({ lineNumber, gtin, buyerItemNumber, supplierItemNumber }: LineNames): string =>
  [lineNumber === undefined ? '' : `line ${lineNumber}`, gtin ?? buyerItemNumber ?? supplierItemNumber ?? '']
    .filter((text) => text !== '')
    .join(' ');

function matchesItem(line: OrderedLine, names: LineNames): boolean {
  if (names.gtin !== undefined && line.gtin14 !== null) return names.gtin === line.gtin14;
  if (names.buyerItemNumber !== undefined) return names.buyerItemNumber === line.itemNumber;
  return names.supplierItemNumber !== undefined && names.supplierItemNumber === line.supplierItemNumber;
}

const namesItem = ({ gtin, buyerItemNumber, supplierItemNumber }: LineNames): boolean =>
  (gtin ?? buyerItemNumber ?? supplierItemNumber) !== undefined;

const known = ({ lines }: OrderFacts): string =>
  lines
    .slice(0, 20)
    .map(({ lineNumber }) => lineNumber)
    .join(', ');

/** Lines of the order with the item that is named. */
export const linesWithItem = ({ lines }: OrderFacts, names: LineNames): OrderedLine[] =>
  namesItem(names) ? lines.filter((line) => matchesItem(line, names)) : [];

/**
 * The line that an invoice means, or none. Its line number is the buyer's or the supplier's own: the item decides, and
 * the number only where several lines have that item or no item is named.
 */
export function lineOfInvoice(facts: OrderFacts, names: LineNames): OrderedLine | undefined {
  const withItem = linesWithItem(facts, names);
  if (withItem.length === 1) return withItem[0];
  if (withItem.length === 0 && namesItem(names)) return undefined;
  return (withItem.length > 0 ? withItem : facts.lines).find(
    ({ lineNumber }) => lineNumber === names.lineNumber,
  );
}

/**
 * The one line that is meant. The document waits where there is none, where there are several, or where number
 * and item contradict each other.
 */
export function findLine(facts: OrderFacts, names: LineNames): OrderedLine {
  const { poNumber } = facts;
  if (names.lineNumber !== undefined) {
    const line = facts.lines.find(({ lineNumber }) => lineNumber === names.lineNumber);
    if (line === undefined) {
      waits(
        'line-unknown',
        `Order ${poNumber} has no line ${names.lineNumber}: its lines are ${known(facts)}`,
      );
    }
    if (names.gtin !== undefined && line.gtin14 !== null && line.gtin14 !== names.gtin) {
      waits(
        'item-differs',
        `Line ${line.lineNumber} of order ${poNumber} is GTIN ${line.gtin14}, the document says ${names.gtin}: correct one of them`,
      );
    }
    return line;
  }
  const [line, second] = linesWithItem(facts, names);
  if (line === undefined) {
    waits(
      'line-unknown',
      `Order ${poNumber} has no line with ${namesOf(names)}: its lines are ${known(facts)}`,
    );
  }
  if (second !== undefined) {
    waits(
      'item-ambiguous',
      `Order ${poNumber} has several lines with ${namesOf(names)}: say which of lines ${known(facts)} is meant`,
    );
  }
  return line;
}

/** A quantity of that line, in thousandths of its unit. */
export function inUnitOf(
  facts: OrderFacts,
  line: Pick<OrderedLine, 'lineNumber' | 'unit'>,
  quantity: { amountMilli: number; unit: string },
): number {
  if (quantity.unit !== line.unit) {
    waits(
      'unit-differs',
      `Line ${line.lineNumber} of order ${facts.poNumber} was ordered in ${line.unit} and answered in ${quantity.unit}: answer in ${line.unit}`,
    );
  }
  return quantity.amountMilli;
}
