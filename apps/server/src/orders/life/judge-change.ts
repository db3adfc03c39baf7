import type { PurchaseOrder, PurchaseOrderChange } from '@coplan/documents';
import { hashContent } from './content-hash.ts';
import { findLine, inUnitOf } from './find-line.ts';
import { amount, waits } from './issues.ts';
import type { AskedLine, ClosingFact, OrderChange, OrderedLine, OrderFacts } from './order-facts.ts';
import { type LineLife, type OrderLife, readOrderLife } from './order-life.ts';

type ChangeLine = PurchaseOrderChange['lines'][number];

export type JudgedChange = {
  change: OrderChange | null;
  added: OrderedLine[];
  closing: ClosingFact | null;
};

const finished = new Set(['rejected', 'cancelled', 'matched', 'closed']);
const ended = new Set(['rejected', 'cancelled', 'closed', 'closed-short']);

/** Whether the same change was made before; the document waits where another was made under its number. */
function wasMade(facts: OrderFacts, { changeNumber }: PurchaseOrderChange, hash: string): boolean {
  if (facts.changes.some(({ contentHash }) => contentHash === hash)) return true;
  if (changeNumber !== undefined && facts.changes.some((known) => known.changeNumber === changeNumber)) {
    waits(
      'change-number-used',
      `Change ${changeNumber} of order ${facts.poNumber} was received before with other content: give the new change its own number`,
    );
  }
  return false;
}

function refuseImpossible(facts: OrderFacts, line: LineLife, asked: AskedLine): void {
  const { lineNumber, unit } = line.line;
  if (finished.has(line.state)) {
    waits(
      'line-finished',
      `Line ${lineNumber} of order ${facts.poNumber} is ${line.state} and cannot be changed any more: order what is still wanted anew`,
    );
  }
  const isBelow = asked.isDeleted
    ? line.shippedMilli >= line.orderedMilli
    : asked.quantityMilli !== null && asked.quantityMilli < line.shippedMilli;
  if (isBelow) {
    const what = asked.isDeleted ? 'removed' : `reduced to ${amount(asked.quantityMilli ?? 0, unit)}`;
    waits(
      'change-below-shipped',
      `Line ${lineNumber} of order ${facts.poNumber} cannot be ${what}: ${amount(line.shippedMilli, unit)} are shipped`,
    );
  }
}

function toAsked(
  facts: OrderFacts,
  life: OrderLife,
  { line, deliverOn }: { line: ChangeLine; deliverOn: PurchaseOrderChange['deliverOn'] },
): AskedLine {
  const known = findLine(facts, line.change === 'item-replaced' ? { lineNumber: line.lineNumber } : line);
  if (line.change === 'item-replaced' && line.gtin !== known.gtin14) {
    waits(
      'item-replaced',
      `Line ${known.lineNumber} of order ${facts.poNumber} cannot become another item: delete the line and add a new one`,
    );
  }
  const asked: AskedLine = {
    lineNumber: known.lineNumber,
    isDeleted: line.change === 'deleted',
    requestedOn: line.deliverOn ?? deliverOn ?? null,
    quantityMilli: line.ordered === undefined ? null : inUnitOf(facts, known, line.ordered),
    unitPriceMicros: line.unitPriceMicros ?? null,
  };
  const before = life.lines.find((one) => one.line.lineNumber === known.lineNumber);
  if (before !== undefined) refuseImpossible(facts, before, asked);
  return asked;
}

function toAdded(
  facts: OrderFacts,
  {
    line,
    deliverOn,
    changeId,
  }: { line: ChangeLine; deliverOn: OrderedLine['requestedOn']; changeId: string },
): OrderedLine {
  const known = facts.lines.find(({ lineNumber }) => lineNumber === line.lineNumber);
  if (known !== undefined) {
    waits(
      'line-exists',
      `Order ${facts.poNumber} has a line ${line.lineNumber} already: give the added line another number`,
    );
  }
  return {
    lineNumber: line.lineNumber,
    unit: line.ordered?.unit ?? 'EA',
    gtin14: line.gtin ?? null,
    itemNumber: line.buyerItemNumber ?? '',
    supplierItemNumber: line.supplierItemNumber ?? null,
    requestedOn: line.deliverOn ?? deliverOn,
    quantityMilli: line.ordered?.amountMilli ?? 0,
    unitPriceMicros: line.unitPriceMicros ?? 0,
    addedBy: changeId,
  };
}

/** The lines that a change is about, those of a replacement included that it leaves out. */
function linesOf(life: OrderLife, document: PurchaseOrderChange): ChangeLine[] {
  const { purpose, lines, deliverOn } = document;
  const left = life.lines.filter(
    ({ state, line }) =>
      !finished.has(state) && !lines.some(({ lineNumber }) => lineNumber === line.lineNumber),
  );
  if (purpose === 'replacement') {
    return [
      ...lines,
      ...left.map(({ line }) => ({ lineNumber: line.lineNumber, change: 'deleted' as const })),
    ];
  }
  if (deliverOn === undefined) return [...lines];
  return [
    ...lines,
    ...left.map(({ line }) => ({ lineNumber: line.lineNumber, change: 'dates-changed' as const })),
  ];
}

/** Lines that are not at their end: what was rejected before stays rejected when the rest is cancelled. */
export const liveLines = ({ lines }: OrderLife): string[] =>
  lines.filter(({ state }) => !finished.has(state)).map(({ line }) => line.lineNumber);

function judgeCancellation(facts: OrderFacts, life: OrderLife): JudgedChange | null {
  if (life.state === 'cancelled') return null;
  if (ended.has(life.state)) {
    waits('order-ended', `Order ${facts.poNumber} is ${life.state}: it cannot be cancelled any more`);
  }
  if (life.lines.some(({ shippedMilli }) => shippedMilli > 0)) {
    waits(
      'cancel-after-shipping',
      `Order ${facts.poNumber} cannot be cancelled: something is shipped. Close it short, or return the goods`,
    );
  }
  return { change: null, added: [], closing: { kind: 'cancelled', lineNumbers: liveLines(life) } };
}

/** What a buyer's change does to the order; null: it was made before. */
export function judgeChange(
  facts: OrderFacts,
  document: PurchaseOrderChange,
  changeId: string,
): JudgedChange | null {
  if (facts.blanket != null) {
    waits(
      'changed-by-release',
      `Order ${facts.poNumber} is a blanket order: what is called off changes by a release, and it ends by closing it`,
    );
  }
  const life = readOrderLife(facts, 'sent');
  if (document.purpose === 'cancellation') return judgeCancellation(facts, life);
  const contentHash = hashContent(document);
  if (wasMade(facts, document, contentHash)) return null;
  if (document.shipTo !== undefined) {
    waits(
      'place-changes',
      `The delivery place of order ${facts.poNumber} cannot change: cancel the order and place it anew for the other place`,
    );
  }
  if (ended.has(life.state)) {
    waits('order-ended', `Order ${facts.poNumber} is ${life.state}: order what is still wanted anew`);
  }
  const meant = linesOf(life, document).filter(({ change }) => change !== 'unchanged');
  const isAdded = (line: ChangeLine): boolean =>
    line.change === 'added' ||
    (document.purpose === 'replacement' &&
      !facts.lines.some(({ lineNumber }) => lineNumber === line.lineNumber));
  const { deliverOn } = document;
  const day = deliverOn ?? facts.lines[0]?.requestedOn ?? document.changedOn;
  const added = meant.filter(isAdded).map((line) => toAdded(facts, { line, deliverOn: day, changeId }));
  const kept = meant.filter((line) => !isAdded(line));
  const change: OrderChange = {
    changeId,
    changeNumber: document.changeNumber ?? null,
    changedOn: document.changedOn,
    isReplacement: document.purpose === 'replacement',
    contentHash,
    lines: [...kept.map((line) => toAsked(facts, life, { line, deliverOn })), ...added.map(asAsked)],
  };
  return { change, added, closing: null };
}

const asAsked = (line: OrderedLine): AskedLine => ({
  lineNumber: line.lineNumber,
  isDeleted: false,
  requestedOn: line.requestedOn,
  quantityMilli: line.quantityMilli,
  unitPriceMicros: line.unitPriceMicros,
});

/** A purchase order that stands for one that was sent before (850 with purpose 05) is a change of all its lines. */
export const changeOfReplacement = ({
  documentType: _type,
  purpose: _purpose,
  ...order
}: PurchaseOrder): PurchaseOrderChange => ({
  documentType: 'purchase-order-change',
  purpose: 'replacement',
  poNumber: order.poNumber,
  changedOn: order.orderedOn,
  lines: order.lines.map((line) => ({
    ...line,
    change: 'all-values-replaced' as const,
    deliverOn: line.deliverOn ?? order.deliverOn,
  })),
});
