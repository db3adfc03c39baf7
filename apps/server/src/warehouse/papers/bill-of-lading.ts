import { gs1Bars } from './barcode.ts';
import { partyText } from './packing-list.ts';
import { drawPaper, type Paper, sheets } from './paper.ts';
import { kilograms, type PaperFacts } from './paper-facts.ts';

const [wide] = sheets.a4;
const edge = 15;
const half = wide / 2;
const inner = wide - 2 * edge;

type Field = { label: string; value: string | null; x: number; y: number; width: number; height: number };

function drawField(paper: Paper, { label, value, x, y, width, height }: Field): void {
  paper.box({ x, y, width, height });
  paper.text(label.toUpperCase(), { x: x + 1.5, y: y + 1, size: 5.5 });
  paper.text(value ?? '', { x: x + 1.5, y: y + 4, width: width - 3, size: 9 });
}

function drawParties(paper: Paper, facts: PaperFacts): void {
  const column = inner / 2;
  const row = { width: column, height: 30 };
  drawField(paper, { label: 'Ship from', value: partyText(facts.shipFrom), x: edge, y: 42, ...row });
  drawField(paper, { label: 'Ship to', value: partyText(facts.shipTo), x: edge + column, y: 42, ...row });
  const carrier = [facts.carrierName, facts.carrierCode].filter((part) => part !== null).join(' · ');
  const small = { width: column / 2, height: 12 };
  drawField(paper, { label: 'Carrier', value: carrier, x: edge, y: 72, width: column, height: 12 });
  drawField(paper, {
    label: 'Carrier reference (PRO)',
    value: facts.carrierReference,
    x: edge + column,
    y: 72,
    ...small,
  });
  drawField(paper, {
    label: 'Freight terms',
    value: facts.freightTerms,
    x: edge + column * 1.5,
    y: 72,
    ...small,
  });
  drawField(paper, { label: 'Trailer', value: facts.trailerNumber, x: edge, y: 84, ...small });
  drawField(paper, { label: 'Seal', value: facts.sealNumber, x: edge + column / 2, y: 84, ...small });
  drawField(paper, { label: 'Despatched', value: facts.despatchedOn, x: edge + column, y: 84, ...small });
  drawField(paper, { label: 'Expected', value: facts.deliverOn, x: edge + column * 1.5, y: 84, ...small });
}

function drawGoods(paper: Paper, facts: PaperFacts): void {
  const weight = facts.cartons.reduce((sum, { weightGrams }) => sum + weightGrams, 0);
  const cells = [
    ['Customer order', 45],
    ['Packages', 22],
    ['Kind', 20],
    ['Gross weight', 28],
    ['Description of goods', 65],
  ] as const;
  const items = [
    ...new Set(facts.cartons.flatMap(({ contents }) => contents.map(({ description }) => description))),
  ];
  const told = items.length > 4 ? [...items.slice(0, 4), `and ${items.length - 4} more items`] : items;
  const values = [
    facts.poNumber,
    String(facts.cartons.length),
    'cartons',
    kilograms(weight),
    told.join('; '),
  ];
  let x = edge;
  for (const [index, [label, width]] of cells.entries()) {
    drawField(paper, { label, value: values[index] ?? null, x, y: 102, width, height: 24 });
    x += width;
  }
  const total = `Total: ${facts.cartons.length} packages, ${kilograms(weight)}. Each package carries its SSCC; what is in it stands in packing list ${facts.shipmentNumber}.`;
  paper.text(total, { x: edge, y: 129, width: inner, size: 9, isBold: true });
}

function drawSignatures(paper: Paper): void {
  const width = inner / 2;
  const told = [
    ['Shipper', 'The goods are described, packed, marked and labelled as stated above.'],
    ['Carrier', 'Received in apparent good order, except as noted. Loaded and counted by:'],
  ] as const;
  for (const [index, [label, words]] of told.entries()) {
    const x = edge + index * width;
    paper.box({ x, y: 145, width, height: 40 });
    paper.text(label.toUpperCase(), { x: x + 1.5, y: 146, size: 5.5 });
    paper.text(words, { x: x + 1.5, y: 150, width: width - 3, size: 8 });
    paper.rule({ x: x + 4, y: 178 }, { x: x + width - 4, y: 178 });
    paper.text('signature, date', { x: x + 4, y: 179, size: 6 });
  }
}

/** One A4 sheet for the carrier: who sends what to whom, how much it is and who pays, under a GS1 shipment number. */
export function drawBillOfLading(facts: PaperFacts): Promise<Uint8Array> {
  const title = `Bill of lading ${facts.billOfLadingNumber}`;
  return drawPaper({ sheet: 'a4', title, author: facts.shipFrom.name, at: facts.at }, (paper) => {
    paper.text('Bill of lading', { x: edge, y: 14, size: 17, isBold: true });
    paper.text(`Shipment ${facts.shipmentNumber}`, { x: edge, y: 24, size: 9 });
    const bars = gs1Bars([{ ai: '402', value: facts.billOfLadingNumber }]);
    paper.bars(bars, { x: half + 5, y: 12, moduleMm: 0.495, height: 16 });
    paper.text(bars.text, {
      x: half + 5,
      y: 29,
      width: bars.moduleCount * 0.495,
      size: 8.5,
      align: 'center',
    });
    drawParties(paper, facts);
    drawGoods(paper, facts);
    drawSignatures(paper);
  });
}
