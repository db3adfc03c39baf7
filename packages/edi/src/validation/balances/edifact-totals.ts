import type { Loop, PlacedSegment } from '../loop.ts';
import { amountOf, amountText, sumOf } from './amounts.ts';
import type { ReportBalance } from './balance-fault.ts';
import { loopsBelow } from './walk.ts';

/** CNT 6069: 1 is the sum of quantities, 2 the number of lines, 11 the number of packages. */
export function checkEdifactTotals(root: Loop, report: ReportBalance): void {
  for (const at of root.all('CNT')) {
    const [qualifier, text] = [at.segment.component(1, 1), at.segment.component(1, 2)];
    const said = amountOf(text);
    if (said === undefined) continue;
    const lines = loopsBelow(root, 'LIN');
    if (qualifier === '2' && said !== amountOf(String(lines.length))) {
      complain(report, at, `CNT says ${text} lines, ${lines.length} were received`);
    }
    if (qualifier === '1') checkQuantities(at, { said, text }, lines, report);
    if (qualifier === '11') {
      const packages = loopsBelow(root, 'PAC').map(
        (loop) => amountOf(loop.first('PAC')?.segment.value(1) ?? '') ?? 0n,
      );
      const sum = sumOf(packages);
      if (packages.length > 0 && sum !== said && outermostOf(root) !== said) {
        complain(report, at, `CNT says ${text} packages, the PAC make ${amountText(sum)}`);
      }
    }
  }
}

/** Partners add all quantities, or those of one qualifier: either is right. */
function checkQuantities(
  at: PlacedSegment,
  { said, text }: { said: bigint; text: string },
  lines: readonly Loop[],
  report: ReportBalance,
): void {
  const sums = new Map<string, bigint>();
  let all = 0n;
  for (const loop of lines) {
    const quantities = [...loop.all('QTY'), ...loop.loops('QTY').flatMap((below) => below.all('QTY'))];
    for (const { segment } of quantities) {
      const amount = amountOf(segment.component(1, 2)) ?? 0n;
      const qualifier = segment.component(1, 1);
      all += amount;
      sums.set(qualifier, (sums.get(qualifier) ?? 0n) + amount);
    }
  }
  if (sums.size === 0 || said === all || [...sums.values()].includes(said)) return;
  complain(report, at, `CNT says a sum of quantities of ${text}, the lines make ${amountText(all)}`);
}

/** Packages of the first CPS only, where those inside of them are counted by themselves. */
function outermostOf(root: Loop): bigint | undefined {
  const [outer] = loopsBelow(root, 'CPS');
  if (outer === undefined) return undefined;
  return sumOf(outer.loops('PAC').map((loop) => amountOf(loop.first('PAC')?.segment.value(1) ?? '') ?? 0n));
}

const complain = (report: ReportBalance, at: PlacedSegment, why: string): void =>
  report({ code: 'balance-wrong', why, at, element: 1, component: 2, value: at.segment.component(1, 2) });
