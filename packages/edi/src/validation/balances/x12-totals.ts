import type { Loop } from '../loop.ts';
import { amountOf, amountText, one, sumOf } from './amounts.ts';
import type { ReportBalance } from './balance-fault.ts';
import { allBelow } from './walk.ts';

/** What CTT01 counts in each set, and the element that CTT02 is the hash total of. */
const counted: Readonly<Record<string, { tag: string; hash?: { tag: string; element: number } }>> = {
  '810': { tag: 'IT1', hash: { tag: 'IT1', element: 2 } },
  '830': { tag: 'LIN', hash: { tag: 'FST', element: 1 } },
  '832': { tag: 'LIN' },
  '846': { tag: 'LIN', hash: { tag: 'QTY', element: 2 } },
  '850': { tag: 'PO1', hash: { tag: 'PO1', element: 2 } },
  '852': { tag: 'LIN' },
  '855': { tag: 'PO1', hash: { tag: 'PO1', element: 2 } },
  '856': { tag: 'HL', hash: { tag: 'SN1', element: 2 } },
  '860': { tag: 'POC', hash: { tag: 'POC', element: 3 } },
  '861': { tag: 'RCD', hash: { tag: 'RCD', element: 2 } },
  '862': { tag: 'LIN', hash: { tag: 'FST', element: 1 } },
  '865': { tag: 'POC', hash: { tag: 'POC', element: 3 } },
  '869': { tag: 'HL' },
  '870': { tag: 'HL' },
};

/** CTT: the number of lines, and the hash total of their quantities (X12.3, segment CTT). */
export function checkX12Totals(root: Loop, type: string, report: ReportBalance): void {
  const about = counted[type];
  const total = root.first('CTT') ?? root.loops('CTT')[0]?.first('CTT');
  if (about === undefined || total === undefined) return;
  const said = total.segment.value(1);
  const count = allBelow(root, new Set([about.tag])).length;
  if (said !== '' && Number(said) !== count) {
    const why = `CTT01 says ${said} times ${about.tag}, ${count} were received`;
    report({ code: 'balance-wrong', why, at: total, element: 1, value: said });
  }
  const hash = total.segment.value(2);
  if (about.hash === undefined || hash === '') return;
  const { tag, element } = about.hash;
  const values = allBelow(root, new Set([tag])).map(({ segment }) => segment.value(element));
  if (!isHashOf(hash, values)) {
    const sum = amountText(sumOf(values.map((value) => amountOf(value) ?? 0n)));
    const why = `CTT02 says a hash total of ${hash}, the quantities add up to ${sum}`;
    report({ code: 'balance-wrong', why, at: total, element: 2, value: hash });
  }
}

/** CTT02 has at most ten digits; the leading ones are cut. */
const limit = one * 10n ** 10n;

/**
 * A hash total is the sum of the quantities. By the letter of X12 decimal points do not count (0.18 and 18.01 make 1819),
 * most partners add the numbers; either is right.
 */
function isHashOf(hash: string, values: readonly string[]): boolean {
  const said = amountOf(hash);
  if (said === undefined) return false;
  if (said === sumOf(values.map((value) => amountOf(value) ?? 0n)) % limit) return true;
  const digits = sumOf(values.map((value) => BigInt(value.replace(/\D/g, '') || '0')));
  return said === (amountOf(String(digits)) ?? 0n) % limit;
}
