import { formatMilli } from '@coplan/kernel';
import { drawPaper, type Paper, sheets } from './paper.ts';
import { kilograms, type PaperCarton, type PaperFacts, type PaperParty } from './paper-facts.ts';

const [wide, high] = sheets.a4;
const edge = 15;
const columns = [
  { title: 'Line', x: edge, width: 12 },
  { title: 'Item', x: 27, width: 24 },
  { title: 'Description', x: 51, width: 66 },
  { title: 'Lot', x: 117, width: 30 },
  { title: 'Use by', x: 147, width: 22 },
  { title: 'Quantity', x: 169, width: 26 },
] as const;
const footAt = high - 22;

export const partyText = ({ name, gln, lines }: PaperParty): string =>
  [name, ...lines, ...(gln === null ? [] : [`GLN ${gln}`])].join('\n');

function drawHead(paper: Paper, facts: PaperFacts, sheetNumber: number): number {
  paper.text('Packing list', { x: edge, y: 14, size: 17, isBold: true });
  paper.text(`Shipment ${facts.shipmentNumber} · sheet ${sheetNumber}`, {
    x: 105,
    y: 16,
    width: wide - edge - 105,
    size: 9,
    align: 'right',
  });
  if (sheetNumber > 1) return 28;
  paper.text('FROM', { x: edge, y: 26, size: 6 });
  paper.text(partyText(facts.shipFrom), { x: edge, y: 29, width: 80, size: 9 });
  paper.text('SHIP TO', { x: 105, y: 26, size: 6 });
  paper.text(partyText(facts.shipTo), { x: 105, y: 29, width: 90, size: 9 });
  const weight = facts.cartons.reduce((sum, { weightGrams }) => sum + weightGrams, 0);
  const told = [
    `PO ${facts.poNumber} of ${facts.buyerName}`,
    `${facts.cartons.length} ${facts.cartons.length === 1 ? 'carton' : 'cartons'}, ${kilograms(weight)}`,
    ...(facts.despatchedOn === null ? [] : [`despatched ${facts.despatchedOn}`]),
    ...(facts.deliverOn === null ? [] : [`expected ${facts.deliverOn}`]),
  ];
  paper.text(told.join(' · '), { x: edge, y: 54, width: wide - 2 * edge, size: 9, isBold: true });
  return 62;
}

function drawColumns(paper: Paper, y: number): number {
  for (const { title, x, width } of columns)
    paper.text(title, { x, y, width, size: 7, align: title === 'Quantity' ? 'right' : 'left' });
  paper.rule({ x: edge, y: y + 4 }, { x: wide - edge, y: y + 4 });
  return y + 6;
}

const cellsOf = (content: PaperCarton['contents'][number]): string[] => [
  content.lineNumber,
  content.itemNumber,
  content.gtin14 === null ? content.description : `${content.description}\n${content.gtin14}`,
  content.lotNumber ?? '',
  content.expiresOn ?? '',
  `${formatMilli(content.quantityMilli)} ${content.unit}`,
];

/** What is in which carton of a shipment, with lots and use-by days; as many A4 sheets as it needs. */
export function drawPackingList(facts: PaperFacts): Promise<Uint8Array> {
  const title = `Packing list ${facts.shipmentNumber}`;
  return drawPaper({ sheet: 'a4', title, author: facts.shipFrom.name, at: facts.at }, (paper) => {
    let sheetNumber = 1;
    let y = drawColumns(paper, drawHead(paper, facts, sheetNumber));
    const makeRoom = (needed: number): void => {
      if (y + needed <= footAt) return;
      paper.newSheet();
      sheetNumber += 1;
      y = drawColumns(paper, drawHead(paper, facts, sheetNumber));
    };
    for (const [index, carton] of facts.cartons.entries()) {
      makeRoom(18);
      paper.text(
        `${index + 1}. Carton ${carton.sscc} · ${carton.cartonCode} · ${kilograms(carton.weightGrams)}`,
        {
          x: edge,
          y,
          size: 8.5,
          isBold: true,
        },
      );
      y += 6;
      for (const content of carton.contents) {
        const cells = cellsOf(content);
        const rowHigh =
          Math.max(
            ...cells.map((cell, column) =>
              paper.heightOf(cell, { width: columns[column]?.width ?? 20, size: 8 }),
            ),
          ) + 1.5;
        makeRoom(rowHigh);
        for (const [column, cell] of cells.entries()) {
          const { x, width, title: head } = columns[column] ?? columns[0];
          paper.text(cell, { x, y, width, size: 8, align: head === 'Quantity' ? 'right' : 'left' });
        }
        y += rowHigh;
      }
      paper.rule({ x: edge, y: y + 0.5 }, { x: wide - edge, y: y + 0.5 }, 0.1);
      y += 3;
    }
  });
}
