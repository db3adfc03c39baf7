import { type Element, elementDate } from '@coplan/fulfillment';
import { formatMilli } from '@coplan/kernel';
import { type Bars, gs1Bars } from './barcode.ts';
import { drawPaper, type Paper, sheets } from './paper.ts';
import type { PaperCarton, PaperContent, PaperFacts } from './paper-facts.ts';

/** GS1 General Specifications, table 7.12-5: logistic units are printed with modules of at least 0.495 mm, 32 mm high. */
const moduleMm = 0.495;
const barsHigh = 32;
const quietModules = 10;
const [labelWide, labelHigh] = sheets.a6;
const edge = 4;

const fits = ({ moduleCount }: Bars): boolean => (moduleCount + 2 * quietModules) * moduleMm <= labelWide;

const countOf = (quantityMilli: number): string => String(quantityMilli / 1000);

/** What a barcode may say of a carton: only of one item and lot in whole units (AI 02 is for what is alike). */
function contentElements(carton: PaperCarton): Element[][] {
  const [content] = carton.contents;
  if (carton.contents.length !== 1 || content === undefined || content.gtin14 === null) return [];
  if (content.quantityMilli % 1000 !== 0) return [];
  const { gtin14, lotNumber, expiresOn, quantityMilli } = content;
  const what: Element[] = [
    { ai: '02', value: gtin14 },
    { ai: '37', value: countOf(quantityMilli) },
  ];
  const use: Element[] = expiresOn === null ? [] : [{ ai: '17', value: elementDate(expiresOn) }];
  const lot: Element[] =
    lotNumber === null || !/^[!-"%-?A-Z_a-z]{1,20}$/.test(lotNumber) ? [] : [{ ai: '10', value: lotNumber }];
  const together = [...use, ...lot];
  return together.length === 0 ? [what] : [what, together];
}

/** Symbols that fit on the label at the size that scanners need; what does not stands there as text only. */
function contentBars(carton: PaperCarton): Bars[] {
  return contentElements(carton).flatMap((elements) => {
    const bars = gs1Bars(elements);
    if (fits(bars)) return [bars];
    // Of lot and use-by day the lot is worth more to whoever scans: the day follows from it.
    const alone = elements.filter(({ ai }) => ai !== '37').reverse();
    return alone
      .map((element) => gs1Bars([element]))
      .filter(fits)
      .slice(0, 1);
  });
}

function drawBars(paper: Paper, bars: Bars, y: number): void {
  const wide = bars.moduleCount * moduleMm;
  paper.bars(bars, { x: (labelWide - wide) / 2, y, moduleMm, height: barsHigh });
  paper.text(bars.text, { x: 0, y: y + barsHigh + 0.6, width: labelWide, size: 8.5, align: 'center' });
}

const contentText = ({
  itemNumber,
  description,
  quantityMilli,
  unit,
  lotNumber,
  expiresOn,
}: PaperContent): string =>
  [
    `${formatMilli(quantityMilli)} ${unit}  ${itemNumber} ${description}`.slice(0, 62),
    ...(lotNumber === null ? [] : [`lot ${lotNumber}`]),
    ...(expiresOn === null ? [] : [`use by ${expiresOn}`]),
  ].join(' · ');

const linesMax = 6;

function drawHead(paper: Paper, facts: PaperFacts, carton: PaperCarton, place: string): void {
  const half = labelWide / 2;
  const { shipFrom, shipTo, poNumber } = facts;
  paper.text('FROM', { x: edge, y: 3, size: 5 });
  paper.text([shipFrom.name, ...shipFrom.lines].join('\n'), { x: edge, y: 5, width: half - 6, size: 6.5 });
  paper.text('SHIP TO', { x: half + 2, y: 3, size: 5 });
  paper.text([shipTo.name, ...shipTo.lines].join('\n'), {
    x: half + 2,
    y: 5,
    width: half - 6,
    size: 7.5,
    isBold: true,
  });
  paper.rule({ x: half, y: 3 }, { x: half, y: 15 });
  paper.rule({ x: edge, y: 16 }, { x: labelWide - edge, y: 16 });
  paper.text(`PO ${poNumber}`, { x: edge, y: 16.8, size: 9, isBold: true });
  paper.text(place, { x: half, y: 17.2, width: half - edge, size: 7.5, align: 'right' });
  const more = carton.contents.length - linesMax;
  const told = carton.contents.slice(0, linesMax).map(contentText);
  paper.text([...told, ...(more > 0 ? [`and ${more} more lines: see the packing list`] : [])].join('\n'), {
    x: edge,
    y: 22,
    width: labelWide - 2 * edge,
    size: 6,
  });
}

/**
 * Labels of cartons, one A6 sheet each: from, to, order, contents, and as GS1-128 the SSCC at the foot and above it item,
 * count, use-by day and lot of a carton that holds one thing.
 */
export function drawCartonLabels(facts: PaperFacts, cartons: readonly PaperCarton[]): Promise<Uint8Array> {
  const title = cartons.length === 1 ? `Label ${cartons[0]?.sscc}` : `Labels of PO ${facts.poNumber}`;
  return drawPaper({ sheet: 'a6', title, author: facts.shipFrom.name, at: facts.at }, (paper) => {
    for (const [index, carton] of cartons.entries()) {
      if (index > 0) paper.newSheet();
      const number = facts.cartons.findIndex(({ sscc }) => sscc === carton.sscc) + 1;
      drawHead(
        paper,
        facts,
        carton,
        `carton ${number} of ${facts.cartons.length} · ${(carton.weightGrams / 1000).toFixed(1)} kg`,
      );
      const symbols = [...contentBars(carton), gs1Bars([{ ai: '00', value: carton.sscc }])];
      const high = barsHigh + 5;
      for (const [row, bars] of symbols.entries())
        drawBars(paper, bars, labelHigh - (symbols.length - row) * high);
    }
  });
}
