import { ledgerFaults, memoryLedger, type StockMove } from '@coplan/fulfillment';
import { DomainError, type ItemId, type LocationId } from '@coplan/kernel';
import { newId } from '@coplan/platform';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { moveStock } from '../inventory/index.ts';
import {
  confirmReservation,
  putBackReservation,
  releaseReservation,
  takeReservation,
} from './reservations/act-on-reservations.ts';
import { listReservations } from './reservations/list-reservations.ts';
import { actOn, openOf, type Reservation, type ReservationAct } from './reservations/reservation.ts';
import { reserve } from './reservations/reserve.ts';
import { openTestSeller, type TestSeller } from './test-seller.ts';
import { transactionWithRetries } from './with-retries.ts';

/** A repeatable stream of dice. */
function diceOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const acts = ['confirm', 'release', 'take', 'put-back'] as const;
type Act = (typeof acts)[number];
const moveOf: Record<Act, StockMove | null> = {
  confirm: null,
  release: 'release',
  take: 'pick',
  'put-back': 'unpick',
};

type Command =
  | { kind: 'receive'; milli: number }
  | { kind: 'reserve'; milli: number; hold: 'soft' | 'hard' }
  | { kind: 'act'; act: Act; index: number; milli: number }
  | { kind: 'repeat' };

function nextCommand(dice: (below: number) => number, reservationCount: number): Command {
  const face = dice(100);
  if (face < 12) return { kind: 'receive', milli: 1 + dice(40) };
  if (face < 45 || reservationCount === 0)
    return { kind: 'reserve', milli: 1 + dice(30), hold: dice(3) === 0 ? 'soft' : 'hard' };
  if (face < 55) return { kind: 'repeat' };
  // Mostly young ones: old ones have ended.
  const index = reservationCount - 1 - dice(Math.min(60, reservationCount));
  return { kind: 'act', act: acts[dice(acts.length)]!, index, milli: 1 + dice(20) };
}

const stock = { itemId: 'oats', lotId: 'A', ownerId: 'we' };

/** The rules in memory: the pure ledger, and reservations by their lifecycle. Refused commands change nothing. */
function openModel() {
  const ledger = memoryLedger();
  const reservations: Reservation[] = [];
  const at = (state: 'available' | 'allocated' | 'picked') =>
    ledger.balanceMilli({ state, locationId: 'W' }, stock);
  const post = (commandId: string, move: StockMove, quantityMilli: number) =>
    ledger.post({ commandId, moves: [{ ...stock, move, locationId: 'W', quantityMilli }] });
  const carryOut = (commandId: string, command: Exclude<Command, { kind: 'repeat' }>): void => {
    if (command.kind === 'receive') post(commandId, 'receive', command.milli);
    else if (command.kind === 'reserve') {
      post(commandId, 'allocate', command.milli);
      reservations.push({
        ...{
          reservationId: commandId,
          state: command.hold,
          orderKind: 'sales-order',
          orderId: '',
          orderLineId: '',
        },
        ...{ itemId: '' as ItemId, locationId: '' as LocationId, lotId: null, amountMilli: command.milli },
        ...{ takenMilli: 0, releasedMilli: 0, coversMilli: command.milli, expiresAt: null, version: 1 },
      });
    } else {
      const after = actOn(reservations[command.index]!, command.act as ReservationAct, command.milli);
      const move = moveOf[command.act];
      if (move !== null) post(commandId, move, command.milli);
      reservations[command.index] = after;
    }
  };
  /** What must hold after every command: what is held is allocated, what is taken is picked, nothing is lost. */
  const faults = (): string[] => {
    const held = reservations.reduce((sum, one) => sum + openOf(one), 0);
    const taken = reservations.reduce((sum, one) => sum + one.takenMilli, 0);
    return [
      ...ledgerFaults(ledger),
      ...(held === at('allocated') ? [] : [`${held} are held and ${at('allocated')} allocated`]),
      ...(taken === at('picked') ? [] : [`${taken} are taken and ${at('picked')} picked`]),
    ];
  };
  return { ledger, reservations, at, carryOut, faults };
}

/** `COPLAN_RESERVATION_COMMANDS=100000` runs as many; the suite runs fewer. */
test('after any commands in memory what is held is allocated, what is taken is picked, and the ledger is zero', () => {
  const commandCount = Number(process.env['COPLAN_RESERVATION_COMMANDS'] ?? 10_000);
  const dice = diceOf(11);
  const model = openModel();
  const counts = { done: 0, refused: 0, repeated: 0 };
  let last: [string, Exclude<Command, { kind: 'repeat' }>] | undefined;
  for (let number = 0; number < commandCount; number++) {
    const command = nextCommand(dice, model.reservations.length);
    if (command.kind === 'repeat') {
      if (last?.[1].kind === 'receive') {
        const entryCount = model.ledger.entries.length;
        model.carryOut(...last);
        expect(model.ledger.entries.length).toBe(entryCount);
        counts.repeated += 1;
      }
      continue;
    }
    try {
      model.carryOut(`c${number}`, command);
      last = [`c${number}`, command];
      counts.done += 1;
    } catch (error) {
      expect(error).toBeInstanceOf(DomainError);
      counts.refused += 1;
    }
    if (number % 1_000 === 0) expect(model.faults()).toEqual([]);
  }
  expect(model.faults()).toEqual([]);
  if (commandCount > 10_000) console.log(counts);
  for (const count of [counts.done, counts.refused]) expect(count).toBeGreaterThan(commandCount / 20);
});

let seller: TestSeller;
beforeAll(async () => {
  seller = await openTestSeller();
});
afterAll(() => seller?.server.close());

const verbs = {
  confirm: confirmReservation,
  release: releaseReservation,
  take: takeReservation,
  'put-back': putBackReservation,
};

test('the database does what the model does, command by command, some of them told twice', async () => {
  const dice = diceOf(5);
  const model = openModel();
  const ids: string[] = [];
  const context = seller.context();
  const { itemId, warehouseId: locationId } = seller;
  const carryOut = (commandId: string, command: Exclude<Command, { kind: 'repeat' }>): Promise<unknown> =>
    transactionWithRetries(context, async (tx) => {
      if (command.kind === 'receive') {
        const move = {
          move: 'receive' as const,
          itemId,
          lotId: null,
          locationId,
          quantityMilli: command.milli,
        };
        return moveStock(context, tx, { commandId, moves: [move], sourceKind: 'test', sourceId: '1' });
      }
      if (command.kind === 'reserve') {
        const expiresAt = command.hold === 'soft' ? '2030-01-01T00:00:00Z' : undefined;
        const want = seller.want(1, {
          hold: command.hold,
          amountMilli: command.milli,
          lotId: null,
          expiresAt,
        });
        const named = { ...want, orderId: order, orderLineId: order };
        const [made] = await reserve(context, tx, { commandId, reservations: [named] });
        return made?.reservationId;
      }
      const parts = [{ reservationId: ids[command.index]!, amountMilli: command.milli }];
      return verbs[command.act](context, tx, { commandId, parts });
    });
  const order = newId();
  for (let number = 0; number < 250; number++) {
    const command = nextCommand(dice, model.reservations.length);
    if (command.kind === 'repeat') continue;
    const commandId = `c${number}`;
    const modelled = await Promise.resolve()
      .then(() => model.carryOut(commandId, command))
      .then(() => true)
      .catch(() => false);
    const outcome = await carryOut(commandId, command).catch((error: unknown) => error);
    expect(!(outcome instanceof Error), `${JSON.stringify(command)}: ${outcome}`).toBe(modelled);
    if (modelled && command.kind === 'reserve') ids.push(String(outcome));
    if (modelled && number % 3 === 0) await carryOut(commandId, command);
  }
  const { available = 0, allocated = 0, picked = 0 } = await seller.balances();
  expect([available, allocated, picked].map((pieces) => Math.round(pieces * 1_000))).toEqual(
    (['available', 'allocated', 'picked'] as const).map(model.at),
  );
  const stored = await listReservations(context.db, { isOpen: false, limit: 1_000 });
  const outcomeOf = (one?: Reservation) => [one?.state, one?.takenMilli, one?.releasedMilli];
  expect(ids.map((id) => outcomeOf(stored.find((one) => one.reservationId === id)))).toEqual(
    model.reservations.map(outcomeOf),
  );
  const [sum] = await seller.server.app.database.asOwner<{ sum: number; negative: number }>(`
    select (select coalesce(sum(quantity_milli), 0) from stock_balances)::float8
        - (select coalesce(sum(quantity_milli) filter (where from_state = 'outside'), 0)
          - coalesce(sum(quantity_milli) filter (where to_state = 'outside'), 0) from stock_entries)::float8 as sum,
      (select count(*) from stock_balances where quantity_milli < 0)::int as negative`);
  expect(sum).toEqual({ sum: 0, negative: 0 });
});
