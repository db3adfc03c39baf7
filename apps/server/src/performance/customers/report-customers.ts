import { type LineScore, type PerfectOrderReport, scorePerfectOrders } from '@coplan/collaboration';
import { addDays, type LocalDate } from '@coplan/kernel';
import { z } from 'zod';
import type { Context } from '../../platform/index.ts';
import { customerFacts } from './customer-facts.ts';
import { type CustomerLine, readCustomerLines } from './read-customer-lines.ts';

export const reportCustomersInput = z.object({
  orderId: z.uuid().optional(),
  /** Without an order: weeks back from today in which lines were asked for. */
  weekCount: z.int().min(1).max(104).default(12),
});

/** Lines of one report; beyond it a shorter period is asked for. */
const linesMax = 20_000;
const shownMax = 500;

export type CustomerVerdict = Pick<
  CustomerLine,
  | 'orderId'
  | 'orderLineId'
  | 'orderNumber'
  | 'customerName'
  | 'lineNumber'
  | 'itemNumber'
  | 'description'
  | 'currency'
> &
  Pick<
    LineScore,
    'standing' | 'status' | 'isPerfect' | 'components' | 'exclusion' | 'rootCause' | 'costMinor' | 'dueOn'
  > & { checks: { check: string; score: 0 | 1 | null; text: string }[] };

export type CustomersReport = Pick<
  PerfectOrderReport,
  'perfectOrder' | 'perfectLine' | 'components' | 'causes' | 'openCount'
> & {
  lines: CustomerVerdict[];
  /** More lines than one report takes: those asked for first are left out. */
  isCut: boolean;
};

function verdictOf(line: CustomerLine, score: LineScore): CustomerVerdict {
  const { orderId, orderLineId, orderNumber, customerName, lineNumber, itemNumber, description, currency } =
    line;
  const { standing, status, isPerfect, components, exclusion, rootCause, costMinor, dueOn } = score;
  return {
    ...{ orderId, orderLineId, orderNumber, customerName, lineNumber, itemNumber, description, currency },
    ...{ standing, status, isPerfect, components, exclusion, rootCause, costMinor, dueOn },
    checks: score.checks
      .filter((check) => check.score === 0)
      .map(({ check, score: result, text }) => ({ check, score: result, text })),
  };
}

/**
 * How well one's own customers were served: RL.1.1 over lines of customers' orders, from what left and what was signed for.
 * Computed when it is asked for, from facts that are never changed; newest lines first, failed ones before others.
 */
export async function reportCustomers(
  { db, clock }: Context,
  { orderId, weekCount }: z.output<typeof reportCustomersInput>,
): Promise<CustomersReport> {
  const today = clock.now().toISOString().slice(0, 10) as LocalDate;
  const [from, before] =
    orderId === undefined ? [addDays(today, -7 * weekCount), addDays(today, 1)] : [null, null];
  const lines = await readCustomerLines(db, { orderId: orderId ?? null, from, before, limit: linesMax + 1 });
  const taken = lines.slice(0, linesMax);
  const report = scorePerfectOrders(taken.map(customerFacts), { asOfMs: clock.now().getTime() });
  const scores = new Map(report.lines.map((score) => [score.lineId, score]));
  const verdicts = taken.flatMap((line) => {
    const score = scores.get(line.orderLineId);
    return score === undefined ? [] : [verdictOf(line, score)];
  });
  const { perfectOrder, perfectLine, components, causes, openCount } = report;
  const isFailed = ({ isPerfect }: CustomerVerdict): number => (isPerfect === false ? 0 : 1);
  return {
    ...{ perfectOrder, perfectLine, components, causes, openCount },
    lines: (orderId === undefined ? verdicts.sort((a, b) => isFailed(a) - isFailed(b)) : verdicts).slice(
      0,
      shownMax,
    ),
    isCut: lines.length > linesMax,
  };
}
