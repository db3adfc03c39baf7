import { type ExceptionState, exceptionLifecycle, type Side } from '@coplan/collaboration';
import { nextState } from '@coplan/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bucketStart, type ExceptionsWorld, openExceptionsWorld } from './exceptions-world.ts';

let world: ExceptionsWorld;
let exceptionId = '';
beforeAll(async () => {
  world = await openExceptionsWorld({ itemCount: 4, locationCount: 1 });
  await world.publish('buyer', () => 100);
  await world.publish('seller', ({ itemNumber }) => (itemNumber === 'A-1' ? 200 : 100));
  await world.evaluate();
  exceptionId = (await world.list())[0]?.exceptionId ?? '';
}, 60_000);
afterAll(() => world.app.remove());

const callerOf = (side: Side) => (side === 'buyer' ? world.buyer : world.seller);
const read = async () => {
  const { state, version } = await world.get(exceptionId);
  return { state, version };
};

/** Puts the exception into a state, as if people had brought it there. The buyer's turn, or the buyer's deed. */
async function putInto(state: ExceptionState): Promise<void> {
  const proposal = {
    code: 'DEFAULT_TO_BUYERS_VALUE',
    values: [],
    note: null,
    byId: world.buyerId,
    byName: 'B',
    at: '',
  };
  const question = { text: '?', byId: world.buyerId, byName: 'B', at: '' };
  await world.app.database.asOwner(
    `update exceptions set state = $2, owner_id = $3, proposal = $4, question = $5, snoozed_until = null,
       respond_by = null, is_tolerated = false, resolution = null, applied_plan_id = null, ended_at = null where id = $1`,
    [
      exceptionId,
      state,
      state === 'waiting-partner' || state === 'proposed' ? world.supplierId : world.buyerId,
      state === 'proposed' ? JSON.stringify(proposal) : null,
      state === 'waiting-partner' ? JSON.stringify(question) : null,
    ],
  );
}

const states = [
  'open',
  'assigned',
  'waiting-partner',
  'proposed',
  'snoozed',
  'resolved',
  'auto-resolved',
  'self-cleared',
  'accepted',
  'closed',
] as const;
const until = '2026-11-30T00:00:00Z';

/** Every command with the event behind it, and the side that may give it where it is not both. */
const commands = {
  claim: {
    event: 'assign',
    run: (side: Side, at: number) => callerOf(side).exceptions.claim({ exceptionId, expectedVersion: at }),
  },
  ask: {
    event: 'ask',
    side: 'buyer',
    run: (side: Side, at: number) =>
      callerOf(side).exceptions.ask({ exceptionId, expectedVersion: at, text: 'Why so many?' }),
  },
  reply: {
    event: 'reply',
    side: 'seller',
    run: (side: Side, at: number) =>
      callerOf(side).exceptions.reply({ exceptionId, expectedVersion: at, text: 'A promotion.' }),
  },
  propose: {
    event: 'propose',
    run: (side: Side, at: number) =>
      callerOf(side).exceptions.propose({
        exceptionId,
        expectedVersion: at,
        code: 'DEFAULT_TO_BUYERS_VALUE',
      }),
  },
  acceptProposal: {
    event: 'agree',
    side: 'seller',
    run: (side: Side, at: number) =>
      callerOf(side).exceptions.acceptProposal({ exceptionId, expectedVersion: at }),
  },
  rejectProposal: {
    event: 'reject',
    side: 'seller',
    run: (side: Side, at: number) =>
      callerOf(side).exceptions.rejectProposal({ exceptionId, expectedVersion: at, reason: 'Too low' }),
  },
  snooze: {
    event: 'snooze',
    run: (side: Side, at: number) =>
      callerOf(side).exceptions.snooze({ exceptionId, expectedVersion: at, until, reason: 'Next week' }),
  },
  wake: {
    event: 'wake',
    run: (side: Side, at: number) => callerOf(side).exceptions.wake({ exceptionId, expectedVersion: at }),
  },
  acceptAsIs: {
    event: 'accept',
    run: (side: Side, at: number) =>
      callerOf(side).exceptions.acceptAsIs({ exceptionId, expectedVersion: at, reason: 'A new shop' }),
  },
} as const;

const cases = states.flatMap((state) =>
  (Object.keys(commands) as (keyof typeof commands)[]).flatMap((command) =>
    (['buyer', 'seller'] as const).map((side) => [state, command, side] as const),
  ),
);

test.each(cases)(
  '%s: %s by the %s is offered and done exactly when the life cycle says so',
  async (state, name, side) => {
    await putInto(state);
    const before = await world.get(exceptionId, side);
    const command = commands[name];
    const next = nextState(exceptionLifecycle, state, command.event as never);
    const isTheirs = !('side' in command) || command.side === side;
    expect(before.allowedEvents.includes(name)).toBe(next !== undefined && isTheirs);
    const outcome = command.run(side, before.version);
    if (next !== undefined && isTheirs) {
      expect((await outcome).state).toBe(next);
      expect((await read()).state).toBe(next);
    } else {
      await expect(outcome).rejects.toMatchObject({ code: 'UNPROCESSABLE_CONTENT' });
      expect((await read()).state).toBe(state);
    }
  },
);

test('a command on what somebody else changed meanwhile is a conflict', async () => {
  await putInto('open');
  const { version } = await read();
  await world.seller.exceptions.claim({ exceptionId, expectedVersion: version });
  const late = world.buyer.exceptions.claim({ exceptionId, expectedVersion: version });
  await expect(late).rejects.toMatchObject({ code: 'CONFLICT' });
});

test('nobody sleeps longer than four weeks, or into the past', async () => {
  await putInto('open');
  const { version } = await read();
  for (const wrong of ['2026-12-21T09:00:01Z', '2026-11-21T00:00:00Z']) {
    const asked = world.buyer.exceptions.snooze({
      exceptionId,
      expectedVersion: version,
      until: wrong,
      reason: 'Later',
    });
    await expect(asked).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  }
});

test('options are told in money, and what silence would do is marked', async () => {
  await putInto('open');
  const { options } = await world.get(exceptionId);
  const effects = Object.fromEntries(options.map(({ code, effectMinor }) => [code, effectMinor]));
  // 26 weeks × 100 units × 2.50 lie between the two.
  expect(effects).toMatchObject({
    DEFAULT_TO_BUYERS_VALUE: 0,
    DEFAULT_TO_SELLERS_VALUE: 650_000,
    DEFAULT_TO_AVERAGE_OF_COMPARED_VALUES: 325_000,
    MANUAL_RESOLUTION: null,
  });
  expect(options.find(({ isDefault }) => isDefault)?.code).toBe('DEFAULT_TO_AVERAGE_OF_COMPARED_VALUES');
});

test('values by hand are needed where they are asked for, and only for cells of the exception', async () => {
  await putInto('open');
  const { version } = await read();
  const propose = (values: { itemLocationId: string; startsOn: string; valueMilli: number }[]) =>
    world.buyer.exceptions.propose({
      exceptionId,
      expectedVersion: version,
      code: 'MANUAL_RESOLUTION',
      values,
    });
  await expect(propose([])).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  const foreign = world.itemLocations.find(({ itemNumber }) => itemNumber === 'A-2')?.itemLocationId ?? '';
  await expect(
    propose([{ itemLocationId: foreign, startsOn: bucketStart(0), valueMilli: 1 }]),
  ).rejects.toMatchObject({ code: 'BAD_REQUEST' });
});

test('an accepted proposal settles all cells in the joint plan at once; the next evaluation closes it', async () => {
  await putInto('open');
  const planId = await world.openJointPlan();
  const { version } = await read();
  const code = 'DEFAULT_TO_AVERAGE_OF_COMPARED_VALUES';
  const proposed = await world.buyer.exceptions.propose({ exceptionId, expectedVersion: version, code });
  await world.seller.exceptions.acceptProposal({ exceptionId, expectedVersion: proposed.version });
  const written = await world.buyerContext.db.read<{ milli: number; count: number }>(
    `select value::float8 as milli, count(*)::integer as count
     from forecast_plan_rows, unnest(override_milli) value where plan_id = $1 and value is not null group by 1`,
    [planId],
  );
  expect(written).toEqual([{ milli: 150_000, count: 26 }]);
  expect(await world.evaluate()).toMatchObject({ closedCount: 1, outsideCount: 0 });
  expect(await world.get(exceptionId)).toMatchObject({
    state: 'closed',
    resolution: { code, isDefault: false, isWritten: true },
  });
});

test('a resolution that does not hold is reopened, with the one who proposed it', async () => {
  await world.publish('seller', ({ itemNumber }) => (itemNumber === 'A-2' ? 300 : 100));
  await world.evaluate();
  const raised = (await world.list()).find(({ state }) => state === 'open');
  exceptionId = raised?.exceptionId ?? '';
  await world.openJointPlan();
  const proposed = await world.seller.exceptions.propose({
    exceptionId,
    expectedVersion: raised?.version ?? 0,
    code: 'DEFAULT_TO_BUYERS_VALUE',
  });
  await world.buyer.exceptions.acceptProposal({ exceptionId, expectedVersion: proposed.version });
  await world.publish('seller', ({ itemNumber }) => (itemNumber === 'A-2' ? 400 : 100));
  await world.evaluate();
  expect(await world.get(exceptionId)).toMatchObject({
    state: 'assigned',
    ownerSide: 'seller',
    resolution: null,
  });
});

test('a snoozed one wakes when its money grows by more than a fifth, and one accepted as it is comes back as a new one', async () => {
  const { version } = await read();
  await world.buyer.exceptions.snooze({ exceptionId, expectedVersion: version, until, reason: 'Not now' });
  await world.publish('seller', ({ itemNumber }) => (itemNumber === 'A-2' ? 450 : 100));
  await world.evaluate();
  expect((await read()).state).toBe('snoozed');
  await world.publish('seller', ({ itemNumber }) => (itemNumber === 'A-2' ? 470 : 100));
  await world.evaluate();
  const woken = await read();
  expect(woken.state).toBe('open');
  await world.seller.exceptions.acceptAsIs({
    exceptionId,
    expectedVersion: woken.version,
    reason: 'A new shop',
  });
  await world.evaluate();
  expect((await world.list()).filter(({ state }) => state === 'open')).toEqual([]);
  await world.publish('seller', ({ itemNumber }) => (itemNumber === 'A-2' ? 600 : 100));
  await world.evaluate();
  const again = (await world.list()).filter(({ state }) => state === 'open');
  expect(again).toHaveLength(1);
  expect(again[0]?.exceptionId).not.toBe(exceptionId);
});

test('the rival of the same buyer sees nothing and does nothing', async () => {
  expect((await world.rival.exceptions.list({ state: 'all' })).rows).toEqual([]);
  const { version } = await read();
  const asked = world.rival.exceptions.claim({ exceptionId, expectedVersion: version });
  await expect(asked).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
