import type { Loop, PlacedSegment } from '../loop.ts';
import { amountOf, amountText, cent, isNear, sumOf, times } from './amounts.ts';
import type { ReportBalance } from './balance-fault.ts';
import { allBelow } from './walk.ts';

/** IT105 that leaves IT104 the price of one invoiced unit. */
const plainBases = new Set(['', 'PE', 'UM', 'QT', 'TE', 'CP', 'CT', 'NT', 'ST']);
const informationOnly = '15';

/** Amounts of a SAC and a TXI; undefined where one gives no amount, so that nothing can be said of the total. */
function extraOf({ segment }: PlacedSegment): bigint | undefined {
  if (segment.tag === 'TXI') return amountOf(segment.value(2));
  const [indicator, amount, handling] = [segment.value(1), segment.value(5), segment.value(12)];
  if (indicator === 'N' || handling === informationOnly) return 0n;
  // SAC05 has two implied decimals (N2).
  const units = amountOf(amount);
  if (units === undefined || (indicator !== 'A' && indicator !== 'C')) return undefined;
  return indicator === 'A' ? -units / 100n : units / 100n;
}

function lineOf({ segment }: PlacedSegment): bigint | undefined {
  const [quantity, price] = [amountOf(segment.value(2)), amountOf(segment.value(4))];
  if (quantity === undefined || price === undefined || !plainBases.has(segment.value(5))) return undefined;
  return times(quantity, price);
}

const extras = new Set(['SAC', 'TXI']);

/** The sum of the extras, or undefined where one gives no amount. */
function sumOfExtras(found: readonly PlacedSegment[]): bigint | undefined {
  const amounts = found.map(extraOf);
  return amounts.includes(undefined) ? undefined : sumOf(amounts.filter((amount) => amount !== undefined));
}

/**
 * TDS01 of an invoice is the sum of quantity × price of its lines, less allowances, plus charges and taxes. Partners say
 * the latter in the lines, in the summary, or in both for the same money: any of these may add up. Each line may be
 * rounded to the cent; a credit memo may be written with either sign.
 */
export function checkInvoice(root: Loop, report: ReportBalance): void {
  const total = root.first('TDS') ?? root.loops('TDS')[0]?.first('TDS');
  const said = amountOf(total?.segment.value(1) ?? '');
  const items = root.loops('IT1');
  const amounts = items.map((item) => item.first('IT1')).map((at) => at && lineOf(at));
  if (total === undefined || said === undefined || items.length === 0 || amounts.includes(undefined)) return;
  const lines = sumOf(amounts.filter((amount) => amount !== undefined));
  const inLines = sumOfExtras(items.flatMap((item) => allBelow(item, extras)));
  const summary = root.children
    .filter(({ name }) => name !== 'IT1')
    .flatMap((loop) => allBelow(loop, extras));
  const inSummary = sumOfExtras([...root.items.filter(({ segment }) => extras.has(segment.tag)), ...summary]);
  if (inLines === undefined || inSummary === undefined) return;
  const due = said / 100n;
  const tolerance = (cent * BigInt(items.length + 1)) / 2n;
  const possible = [inLines + inSummary, inLines, inSummary].map((extra) => lines + extra);
  if (possible.some((sum) => isNear(due, sum, tolerance) || isNear(due, -sum, tolerance))) return;
  const sum = amountText(lines + inLines + inSummary);
  const why = `TDS01 says a total of ${amountText(due)}, lines, allowances, charges and taxes make ${sum}`;
  report({ code: 'balance-wrong', why, at: total, element: 1, value: total.segment.value(1) });
}
