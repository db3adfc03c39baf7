import type { Loop } from '../loop.ts';
import { amountOf, amountText, sumOf } from './amounts.ts';
import type { ReportBalance } from './balance-fault.ts';
import { allBelow } from './walk.ts';

type Place = { tag: string; element: number };

/** A total and the elements of the lines that it adds up; `hundredths` are amounts with two implied decimals (N2). */
const totalled: Readonly<Record<string, { total: Place; lines: Place; unit: 'pieces' | 'hundredths' }>> = {
  '210': { total: { tag: 'B3', element: 7 }, lines: { tag: 'L1', element: 4 }, unit: 'hundredths' },
  '940': { total: { tag: 'W76', element: 1 }, lines: { tag: 'W01', element: 1 }, unit: 'pieces' },
  '943': { total: { tag: 'W03', element: 1 }, lines: { tag: 'W04', element: 1 }, unit: 'pieces' },
  '944': { total: { tag: 'W14', element: 1 }, lines: { tag: 'W07', element: 1 }, unit: 'pieces' },
  '945': { total: { tag: 'W03', element: 1 }, lines: { tag: 'W12', element: 3 }, unit: 'pieces' },
};

/** The quantities of a warehouse and the charges of a carrier against their total; without lines it stands alone. */
export function checkGoodsTotals(root: Loop, type: string, report: ReportBalance): void {
  const about = totalled[type];
  if (about === undefined) return;
  const { total, lines, unit } = about;
  const at = root.first(total.tag);
  const said = amountOf(at?.segment.value(total.element) ?? '');
  const values = allBelow(root, new Set([lines.tag]))
    .map(({ segment }) => segment.value(lines.element))
    .filter((value) => value !== '');
  const amounts = values.map(amountOf);
  if (at === undefined || said === undefined || values.length === 0 || amounts.includes(undefined)) return;
  const sum = sumOf(amounts.filter((amount) => amount !== undefined));
  if (sum === said) return;
  const text = (amount: bigint): string => amountText(unit === 'hundredths' ? amount / 100n : amount);
  const place = ({ tag, element }: Place): string => `${tag}${String(element).padStart(2, '0')}`;
  const why = `${place(total)} says a total of ${text(said)}, the ${place(lines)} add up to ${text(sum)}`;
  report({
    code: 'balance-wrong',
    why,
    at,
    element: total.element,
    value: at.segment.value(total.element),
  });
}
