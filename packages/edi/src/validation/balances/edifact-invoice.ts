import type { Loop, PlacedSegment } from '../loop.ts';
import { amountOf, amountText, cent, isNear, over, sumOf, times } from './amounts.ts';
import type { ReportBalance } from './balance-fault.ts';

const amountOfSegment = (at: PlacedSegment | undefined): bigint | undefined =>
  amountOf(at?.segment.component(1, 2) ?? '');

/** MOA directly in the loop or opening a group of it, with this qualifier (5025). */
function moaOf(loop: Loop, qualifier: string): PlacedSegment | undefined {
  const all = [...loop.all('MOA'), ...loop.loops('MOA').flatMap((below) => below.all('MOA'))];
  return all.find(({ segment }) => segment.component(1, 1) === qualifier);
}

/**
 * MOA of an INVOIC: each line's amount (203) is quantity × price, the sum of lines (79) is that of their amounts, and
 * the invoice amount (77) is the taxable amount (125) plus the taxes (124, or 176).
 */
export function checkEdifactInvoice(root: Loop, report: ReportBalance): void {
  const lines = root.loops('LIN');
  for (const line of lines) checkLine(line, report);
  const amounts = lines.map((line) => amountOfSegment(moaOf(line, '203')));
  const total = moaOf(root, '79');
  const said = amountOfSegment(total);
  if (total !== undefined && said !== undefined && amounts.length > 0 && !amounts.includes(undefined)) {
    const sum = sumOf(amounts.filter((amount) => amount !== undefined));
    if (!isNear(said, sum, cent / 2n)) {
      complain(
        report,
        total,
        `the sum of lines (79) is ${amountText(said)}, the lines make ${amountText(sum)}`,
      );
    }
  }
  const due = moaOf(root, '77');
  const [invoice, taxable] = [amountOfSegment(due), amountOfSegment(moaOf(root, '125'))];
  const tax = amountOfSegment(moaOf(root, '176')) ?? amountOfSegment(moaOf(root, '124'));
  if (due === undefined || invoice === undefined || taxable === undefined || tax === undefined) return;
  if (!isNear(invoice, taxable + tax, cent / 2n)) {
    const why = `the invoice amount (77) is ${amountText(invoice)}, taxable amount and taxes make ${amountText(taxable + tax)}`;
    complain(report, due, why);
  }
}

/** Lines with allowances or charges of their own are left out: partners differ in what 203 includes. */
function checkLine(line: Loop, report: ReportBalance): void {
  const at = moaOf(line, '203');
  const said = amountOfSegment(at);
  const quantity = line.all('QTY').find(({ segment }) => segment.component(1, 1) === '47');
  const price = line
    .loops('PRI')
    .map((loop) => loop.first('PRI'))
    .find((first) => first?.segment.component(1, 1) === 'AAA');
  const [count, each] = [amountOfSegment(quantity), amountOfSegment(price)];
  const basis = amountOf(price?.segment.component(1, 5) || '1');
  const isPlain = line.loops('ALC').length === 0 && basis !== undefined && basis > 0n;
  if (at === undefined || said === undefined || count === undefined || each === undefined || !isPlain) return;
  const product = over(times(count, each), basis);
  if (isNear(said, product, cent) || isNear(said, -product, cent)) return;
  complain(
    report,
    at,
    `the line amount (203) is ${amountText(said)}, quantity × price is ${amountText(product)}`,
  );
}

const complain = (report: ReportBalance, at: PlacedSegment, why: string): void =>
  report({ code: 'balance-wrong', why, at, element: 1, component: 2, value: at.segment.component(1, 2) });
