import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readOrderLife } from '../life/order-life.ts';
import type { OfBlanket } from './judge-release.ts';
import {
  agreed,
  forecastRelease,
  onDay,
  received,
  shipped,
  shippingRelease,
  sumsOf,
  taking,
  week,
} from './test-releases.ts';

type Command = { kind: 'forecast' | 'shipping' | 'ship' | 'receive'; amounts: number[] };
const command: fc.Arbitrary<Command> = fc.record({
  kind: fc.constantFrom('forecast', 'forecast', 'shipping', 'ship', 'ship', 'receive'),
  amounts: fc.array(fc.integer({ min: 0, max: 90 }), { minLength: 1, maxLength: 5 }),
});

/** The command as the document of its week; every number is new. */
function documentOf({ kind, amounts }: Command, at: number) {
  const issued = Math.floor(at / 2) * 7;
  const [pieces = 0] = amounts;
  if (kind === 'ship') return shipped(`S${at}`, issued, pieces + 1);
  if (kind === 'receive') return received(`R${at}`, { offset: issued, pieces: pieces + 1 });
  const given = { number: String(at), issued, from: issued, until: issued + 7 * amounts.length };
  return kind === 'forecast'
    ? forecastRelease({ ...given, buckets: amounts.map((amount, index) => week(issued + index * 7, amount)) })
    : shippingRelease({
        ...given,
        until: issued + 7,
        buckets: amounts.map((amount, index) => onDay(issued + index, amount)),
      });
}

/** What holds whatever happens. */
function expectConserved(facts: OfBlanket, at: number): void {
  const { lines } = readOrderLife(facts, 'sent');
  for (const { orderedMilli, overMilli, openMilli, shippedMilli, cancelledMilli } of lines) {
    expect(orderedMilli + overMilli).toBe(openMilli + shippedMilli + cancelledMilli);
    expect(Math.min(orderedMilli, openMilli, shippedMilli, cancelledMilli)).toBeGreaterThanOrEqual(0);
  }
  const yearly = sumsOf(facts, at);
  const whole = sumsOf({ ...facts, blanket: { ...facts.blanket, resetsYearly: false } }, at);
  expect(yearly.aheadMilli).toBe(whole.aheadMilli);
  expect(whole.calledOffMilli).toBe(
    lines.reduce((sum, one) => sum + one.orderedMilli - one.cancelledMilli, 0),
  );
  expect(whole.shippedMilli).toBe(lines.reduce((sum, one) => sum + one.shippedMilli, 0));
}

test('after any releases, shipments and receipts ordered = open + shipped + cancelled, and the sums add up', () => {
  let takenCount = 0;
  fc.assert(
    fc.property(fc.array(command, { minLength: 4, maxLength: 24 }), (commands) => {
      let facts = agreed({ endsBefore: '2030-01-01' as never });
      for (const [at, one] of commands.entries()) {
        const document = documentOf(one, at);
        const after = taking(facts, document, 'Anything');
        if (typeof after === 'string') continue;
        takenCount += 1;
        expectConserved(after, Math.floor(at / 2) * 7);
        // The second time changes nothing.
        expect(taking(after, document, 'Anything')).toBe(after);
        facts = after;
      }
    }),
    { numRuns: 50 },
  );
  expect(takenCount).toBeGreaterThan(200);
});

test('whatever was before, what a forecast calls off in its firm days is what stands there afterwards', () => {
  fc.assert(
    fc.property(
      fc.array(command, { maxLength: 12 }),
      fc.array(fc.integer({ min: 0, max: 90 }), { minLength: 2, maxLength: 2 }),
      (commands, amounts) => {
        const before = commands
          .filter(({ kind }) => kind !== 'shipping')
          .reduce<OfBlanket>(
            (facts, one, at) => {
              const after = taking(facts, documentOf(one, at), 'Anything');
              return typeof after === 'string' ? facts : after;
            },
            agreed({ endsBefore: '2030-01-01' as never }),
          );
        const issued = 42;
        const after = taking(
          before,
          forecastRelease({
            number: 'X',
            issued,
            until: issued + 14,
            buckets: amounts.map((amount, index) => week(issued + index * 7, amount)),
          }),
          'Anything',
        );
        if (typeof after === 'string') return;
        const standing = readOrderLife(after, 'sent')
          .lines.filter(
            ({ state, asked }) =>
              state !== 'cancelled' &&
              asked.terms.requestedOn >= '2026-12-14' &&
              asked.terms.requestedOn < '2026-12-28',
          )
          .reduce((sum, { orderedMilli }) => sum + orderedMilli, 0);
        expect(standing).toBe(amounts.reduce((sum, amount) => sum + amount * 1000, 0));
      },
    ),
    { numRuns: 50 },
  );
});
