import { newId } from '@coplan/platform';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { moveStock, undoStockCommand } from '../../inventory/index.ts';
import { openSellerServer, openTestSeller, type SellerServer, type TestSeller } from '../test-seller.ts';
import { transactionWithRetries } from '../with-retries.ts';
import {
  confirmReservation,
  putBackReservation,
  releaseReservation,
  takeReservation,
} from './act-on-reservations.ts';
import { expireReservationsJob } from './expire-reservations.job.ts';
import { listReservations } from './list-reservations.ts';
import { type ReservationToMake, reserve } from './reserve.ts';

let server: SellerServer;
let seller: TestSeller;
beforeAll(async () => {
  server = await openSellerServer();
});
beforeEach(async () => {
  seller = await openTestSeller(server);
});
afterAll(() => server?.close());

const ask = (reservations: ReservationToMake[], commandId: string = newId()) =>
  transactionWithRetries(seller.context(), (tx) =>
    reserve(seller.context(), tx, { commandId, reservations }),
  );
type Verb = typeof releaseReservation;
const act = (verb: Verb, reservationId: string, pieces?: number, commandId: string = newId()) =>
  transactionWithRetries(seller.context(), (tx) =>
    verb(seller.context(), tx, {
      commandId,
      parts: [{ reservationId, amountMilli: pieces === undefined ? undefined : pieces * 1_000 }],
    }),
  );

test('the lot that expires first is reserved first, an expired one never, and the whole or nothing', async () => {
  const late = await seller.receive('LATE', 10, '2027-06-01');
  const soon = await seller.receive('SOON', 4, '2026-12-20');
  await seller.receive('GONE', 50, '2026-11-01');
  const made = await ask([seller.want(6)]);
  expect(made.map(({ lotId, amountMilli }) => [lotId, amountMilli])).toEqual([
    [soon, 4_000],
    [late, 2_000],
  ]);
  await expect(ask([seller.want(2), seller.want(7)])).rejects.toThrow(/7 are wanted and 6 are available/);
  expect(await seller.balances()).toEqual({ allocated: 6, available: 58 });
});

test('the same command again reserves nothing more, and its id does not serve for anything else', async () => {
  await seller.receive(null, 10);
  const want = seller.want(3);
  const first = await ask([want], 'order-1');
  expect(await ask([want], 'order-1')).toEqual(first);
  await expect(ask([{ ...want, amountMilli: 4_000 }], 'order-1')).rejects.toThrow(/another content/);
  const [{ reservationId } = { reservationId: '' }] = first;
  await act(releaseReservation, reservationId, 1, 'cancel-1');
  await act(releaseReservation, reservationId, 1, 'cancel-1');
  expect(await seller.balances()).toEqual({ allocated: 2, available: 8 });
});

test('picked, put back, picked again and shipped: every step moves the ledger, and an undo restores it', async () => {
  const lotId = await seller.receive('A', 10);
  const [one] = await ask([seller.want(5)]);
  const id = one?.reservationId ?? '';
  expect(await act(takeReservation, id, 2)).toMatchObject([{ state: 'part-taken', takenMilli: 2_000 }]);
  expect(await act(putBackReservation, id)).toMatchObject([{ state: 'hard', takenMilli: 0 }]);
  expect(await act(takeReservation, id, 3)).toMatchObject([{ state: 'part-taken' }]);
  expect(await act(releaseReservation, id)).toMatchObject([{ state: 'taken', releasedMilli: 2_000 }]);
  await expect(act(takeReservation, id, 1)).rejects.toThrow(/taken: "take-part" is not possible/);
  const { itemId, warehouseId, context } = seller;
  const shipping = {
    commandId: 'ship-1',
    sourceKind: 'shipment',
    sourceId: '1',
    moves: [{ move: 'ship' as const, itemId, lotId, locationId: warehouseId, quantityMilli: 3_000 }],
  };
  expect(await context().db.transaction((tx) => moveStock(context(), tx, shipping))).toBe('posted');
  expect(await context().db.transaction((tx) => moveStock(context(), tx, shipping))).toBe('repeated');
  expect(await seller.balances()).toEqual({ available: 7, 'in-transit': 3 });
  const undo = { commandId: 'undo-1', undoes: 'ship-1', sourceKind: 'shipment', sourceId: '1' };
  await context().db.transaction((tx) => undoStockCommand(context(), tx, undo));
  expect(await seller.balances()).toEqual({ available: 7, picked: 3 });
  await expect(
    context().db.transaction((tx) => undoStockCommand(context(), tx, { ...undo, commandId: 'undo-2' })),
  ).rejects.toThrow(/undone already/);
  const redo = { ...undo, commandId: 'redo', undoes: 'undo-1' };
  await context().db.transaction((tx) => undoStockCommand(context(), tx, redo));
  expect(await seller.balances()).toEqual({ available: 7, 'in-transit': 3 });
});

test('a soft hold ends by itself; confirmed, it stays', async () => {
  await seller.receive(null, 10);
  const soft = { hold: 'soft' as const, expiresAt: '2026-11-22T09:10:00Z' };
  await expect(ask([seller.want(1, { hold: 'soft' })])).rejects.toThrow(/moment at which it ends/);
  const [kept] = await ask([seller.want(2, soft)]);
  await ask([seller.want(3, soft)]);
  await expect(act(takeReservation, kept?.reservationId ?? '', 1)).rejects.toThrow(/soft: "take-part"/);
  await act(confirmReservation, kept?.reservationId ?? '');
  seller.server.clock.advanceMs(11 * 60_000);
  const run = expireReservationsJob.run as (...about: unknown[]) => Promise<unknown>;
  expect(await run(seller.context(), {}, new AbortController().signal)).toEqual({ expiredCount: 1 });
  expect(await run(seller.context(), {}, new AbortController().signal)).toEqual({ expiredCount: 0 });
  expect(await seller.balances()).toEqual({ allocated: 2, available: 8 });
  expect(await listReservations(seller.context().db, {})).toMatchObject([{ state: 'hard' }]);
});

test('many at once on scarce stock of two lots: as much is reserved as there is, nobody waits for ever', async () => {
  await seller.receive('A', 25, '2027-01-01');
  const lotB = await seller.receive('B', 25, '2027-02-01');
  const made = await Promise.allSettled(
    Array.from({ length: 90 }, async (_, index) => {
      const [one] = await ask([index % 3 === 0 ? seller.want(1, { lotId: lotB }) : seller.want(1)]);
      // Some change their mind while others still ask.
      if (index % 5 === 0) await act(releaseReservation, one?.reservationId ?? '');
    }),
  );
  const reasons = made.flatMap((one) => (one.status === 'rejected' ? [String(one.reason.code)] : []));
  // Seen to be missing, or taken by another between looking and taking.
  const refusals = ['fulfillment.stock-short', 'inventory.stock-too-low'];
  expect(reasons.filter((reason) => !refusals.includes(reason))).toEqual([]);
  const { allocated = 0, available = 0 } = await seller.balances();
  expect(allocated + available).toBe(50);
  const open = await listReservations(seller.context().db, { limit: 1_000 });
  expect(open.reduce((sum, { amountMilli }) => sum + amountMilli, 0)).toBe(allocated * 1_000);
});
