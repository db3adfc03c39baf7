import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  exampleDelivery,
  exampleEvents,
  exampleInvoice,
  exampleLine,
  exampleRules,
  novemberMs,
} from './example-line.ts';
import { computeFillRates } from './fill-rates.ts';
import type { LineEventBody, LineRules, OrderLineFacts } from './order-line-facts.ts';
import { verifyLineScore } from './score-line.ts';
import { scorePerfectOrders } from './score-perfect-orders.ts';

type Told = { day: number; hours?: number; knownDay?: number; event: LineEventBody };
type GoldenEvent =
  | Told
  | { deliver: Parameters<typeof exampleDelivery>[0] }
  | { invoice: { day: number; milli: number } };
type GoldenCase = {
  case: string;
  asOfDay: number;
  line?: Partial<OrderLineFacts>;
  rules?: Partial<LineRules>;
  events: GoldenEvent[];
  alsoOrders?: string[];
  expected: Record<string, unknown>;
};
type GoldenRow = { row: string; treatment: string; cases: GoldenCase[] };

const rows = JSON.parse(
  readFileSync(new URL('golden/perfect-order-edge-cases.json', import.meta.url), 'utf8'),
) as GoldenRow[];

const tell = (event: GoldenEvent): readonly Told[] =>
  'deliver' in event
    ? exampleDelivery(event.deliver)
    : 'invoice' in event
      ? [exampleInvoice(event.invoice.day, event.invoice.milli)]
      : [event];

/** Everything that a row of the table may say of its case. */
function answer({ line, rules, events, alsoOrders = [], asOfDay }: GoldenCase) {
  const facts = exampleLine({
    ...line,
    rules: exampleRules(rules),
    events: exampleEvents(...events.flatMap(tell)),
  });
  const more = alsoOrders.map((orderId) => ({ ...facts, orderId, lineId: `line of ${orderId}` }));
  const asOfMs = novemberMs(asOfDay);
  const report = scorePerfectOrders([facts, ...more], { asOfMs });
  const score = report.lines.find(({ lineId }) => lineId === facts.lineId)!;
  expect(verifyLineScore(facts, { asOfMs }, score)).toBe(true);
  const { standing, isPerfect, status, costMinor, dueOn, isRebased, asScored, checks, rootCause, exclusion } =
    score;
  return {
    standing,
    isPerfect,
    status,
    costMinor,
    dueOn,
    isRebased,
    asScored,
    failing: checks.filter((check) => check.score === 0).map(({ check }) => check),
    party: rootCause?.party,
    cause: rootCause?.cause,
    exclusion: exclusion?.code,
    evidence: exclusion?.evidence,
    arrivalSource: score.dateSource,
    undatedCount: report.undatedCount,
    numerator: report.perfectOrder.numerator,
    denominator: report.perfectOrder.denominator,
    causes: report.causes.map(({ key }) => key),
    unitFill: computeFillRates([facts], { asOfMs })['unit-fill'].value,
  };
}

test.each(rows)('$row', ({ cases }) => {
  for (const one of cases) expect(answer(one), one.case).toMatchObject(one.expected);
});
