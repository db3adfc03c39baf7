import { expect, test } from 'vitest';
import {
  exampleAcknowledgement,
  exampleDelivery,
  exampleEvents,
  exampleInvoice,
  exampleLine,
  novemberMs,
} from './example-line.ts';
import type { LineEventBody } from './order-line-facts.ts';
import { scoreLine } from './score-line.ts';
import { restatedBy, type VerdictClaim } from './verdict-claim.ts';

/** 90 of 100 came on the 17th, the rest is not awaited; then what is said, a day after the other from the 21st on. */
function shortAnd(...said: LineEventBody[]) {
  const events = exampleEvents(
    exampleAcknowledgement,
    ...exampleDelivery({ day: 17, milli: 90_000 }),
    exampleInvoice(18, 90_000),
    { day: 18, hours: 2, event: { kind: 'closed' } },
    ...said.map((event, index) => ({ day: 21 + index, event })),
  );
  return scoreLine(exampleLine({ events }), { asOfMs: novemberMs(60) });
}

const disputed = { kind: 'disputed' } as const;
const upheld = { kind: 'dispute-resolved', outcome: 'upheld' } as const;
const allCame: VerdictClaim = { kind: 'quantity', receivedMilli: 100_000 };
const carrier: VerdictClaim = { kind: 'cause', check: 'RL.3.35', party: 'CARRIER', cause: 'LOST' };

test('a dispute that is upheld takes back nothing of what an earlier one restated', () => {
  const once = shortAnd(disputed, restatedBy(allCame));
  expect(once).toMatchObject({ status: 'RESTATED', isPerfect: true });
  const twice = shortAnd(disputed, restatedBy(allCame), disputed, upheld);
  expect(twice).toMatchObject({
    status: 'RESTATED',
    isPerfect: true,
    asScored: { isPerfect: false, components: { 'RL.2.1': 0 } },
  });
});

test('who answers for a failure is restated as well: the line fails as before, another party has it', () => {
  expect(shortAnd()).toMatchObject({ status: 'FINAL', rootCause: { party: 'SUPPLIER' } });
  const restated = shortAnd(disputed, restatedBy(carrier));
  expect(restated).toMatchObject({
    status: 'RESTATED',
    isPerfect: false,
    rootCause: { party: 'CARRIER', cause: 'LOST', text: 'A dispute ended with this cause.' },
  });
});

test('what is agreed about the cause leaves what was agreed about the quantity, and the newest of each counts', () => {
  const less: VerdictClaim = { kind: 'quantity', receivedMilli: 95_000 };
  const both = shortAnd(disputed, restatedBy(less), disputed, restatedBy(carrier));
  expect(both.rootCause).toMatchObject({ party: 'CARRIER' });
  expect(both.checks.find(({ check }) => check === 'RL.3.35')?.text).toContain('95 of 100');
  const newest = shortAnd(disputed, restatedBy(less), disputed, restatedBy(allCame));
  expect(newest).toMatchObject({ isPerfect: true });
  const left = shortAnd(
    disputed,
    restatedBy(allCame),
    disputed,
    restatedBy({ kind: 'exclusion', code: 'BUYER_FAULT' }),
  );
  expect(left).toMatchObject({ standing: 'excluded', exclusion: { code: 'BUYER_FAULT' } });
});
