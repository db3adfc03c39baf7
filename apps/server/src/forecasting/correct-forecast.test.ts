import { addDays, dayNumber, type LocalDate } from '@coplan/kernel';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordSales } from '../inventory/index.ts';
import { openPlanningWorld, type PlanningWorld } from '../planning-world.ts';
import { recordForecastEvents } from './record-forecast-events.ts';
import { replayForecast } from './replay-forecast.ts';

let world: PlanningWorld;
const places = new Map<string, string>();
const firstWeek = addDays('2026-11-16' as LocalDate, -104 * 7);
const weekOf = (index: number): LocalDate => addDays(firstWeek, index * 7);

const context = () => world.app.contextFor(world.person(world.buyerId, 'Clerk', ['admin']));
const planner = () => world.callerOf(world.person(world.buyerId, 'Paula Planner', ['buyer']));
const placeOf = (itemNumber: string): string => places.get(itemNumber) ?? '';
const itemOf = (itemNumber: string) => planner().forecasting.item({ itemLocationId: placeOf(itemNumber) });

type Week = { index: number; soldMilli: number; isEmpty?: boolean };
const sell = (itemNumber: string, weeks: readonly Week[]) =>
  context().db.transaction((tx) =>
    recordSales(context(), tx, {
      bucketDays: 7,
      facts: [
        {
          itemLocationId: placeOf(itemNumber),
          rowNumbers: weeks.map((_, row) => row),
          points: {
            days: weeks.map(({ index }) => dayNumber(weekOf(index))),
            soldMilli: weeks.map(({ soldMilli }) => soldMilli),
            inStock: weeks.map(({ isEmpty }) => isEmpty !== true),
          },
        },
      ],
    }),
  );

beforeAll(async () => {
  world = await openPlanningWorld(
    ['ODD', 'PLAIN', 'LIKE', 'YOUNG'].map((itemNumber) => ({
      itemNumber,
      level: 400,
      stockMilli: 0,
      supplier: 'portal' as const,
    })),
  );
  await context().db.transaction(async (tx) => {
    for (const { id, itemNumber } of await tx.query<{ id: string; itemNumber: string }>(
      'select place.id, item_number as "itemNumber" from item_locations place join items on items.id = item_id',
    ))
      places.set(itemNumber, id);
    await tx.query(`update items set category = 'Bread'`);
    await tx.query('delete from sales_series where item_location_id = $1', [placeOf('YOUNG')]);
  });
  await sell('ODD', [
    { index: 80, soldMilli: 4_000_000 },
    { index: 90, soldMilli: 10_000, isEmpty: true },
  ]);
  await sell(
    'YOUNG',
    [100, 101, 102, 103].map((index) => ({ index, soldMilli: 800_000 })),
  );
  await world.runOnce();
});
afterAll(() => world?.app.remove());

let runCount = 0;
/** The next run, an hour later than the one before. */
const runAgain = (): Promise<string> => {
  runCount += 1;
  world.clock.set(`2026-11-22T${10 + runCount}:00:00Z`);
  return world.runOnce();
};

const about = (kind: 'outlier' | 'out-of-stock', index: number) => ({
  itemLocationId: placeOf('ODD'),
  kind,
  startsOn: weekOf(index),
  endsBefore: weekOf(index + 1),
});

describe('before anybody decided', () => {
  test('an odd week and an empty shelf are told with what was observed and what the models saw', async () => {
    const { corrections, history } = await itemOf('ODD');
    expect(corrections.map(({ kind, startsOn, choice }) => ({ kind, startsOn, choice }))).toEqual([
      { kind: 'out-of-stock', startsOn: weekOf(90), choice: 'cleaned' },
      { kind: 'outlier', startsOn: weekOf(80), choice: 'cleaned' },
    ]);
    const [empty, odd] = corrections;
    expect(odd?.observedMilli).toBe(4_000_000);
    expect(odd?.cleanedMilli).toBeLessThan(2_000_000);
    expect(history.cleanedMilli[80]).toBe(odd?.cleanedMilli);
    expect([history.cleanedMilli[90], history.estimatedMilli[90]]).toEqual([null, empty?.cleanedMilli]);
    expect(empty?.cleanedMilli).toBeGreaterThan(200_000);
  });

  test('items are listed by the money that was cleaned, and by kind', async () => {
    const { rows } = await planner().forecasting.cleanedItems({});
    expect(rows.map(({ itemNumber }) => itemNumber)).toEqual(['ODD', 'YOUNG']);
    const [odd] = rows;
    expect(odd).toMatchObject({ kinds: ['out-of-stock', 'outlier'], correctionCount: 2, currency: 'NOK' });
    // Thousandths at 2.50 a piece, in hundredths.
    expect(odd?.changedMinor).toBe(Math.round((odd?.changedMilli ?? 0) / 4));
    const young = await planner().forecasting.cleanedItems({ kind: 'new-item' });
    expect(young.rows.map(({ itemNumber }) => itemNumber)).toEqual(['YOUNG']);
    expect((await planner().forecasting.cleanedItems({ kind: 'level-shift' })).rows).toEqual([]);
    expect((await planner().forecasting.cleanedItems({ search: 'od%' })).rows).toEqual([]);
  });

  test('an item with four weeks of sales follows those most like it, and says which', async () => {
    const { forecast } = await itemOf('YOUNG');
    expect(forecast?.model).toBe('analogues');
    expect(forecast?.analogues).toMatchObject({ isNamed: false, ownWeight: 0.3333 });
    expect(forecast?.reason.join(' ')).toMatch(
      /This item is new.* the 3 items most like it .* its own sales count 33% so far/,
    );
    expect(forecast?.analogues?.names.map(({ itemNumber }) => itemNumber)).toEqual(['LIKE', 'ODD', 'PLAIN']);
    const width =
      ((forecast?.p90Milli[0] ?? 0) - (forecast?.p10Milli[0] ?? 0)) / (forecast?.baseMilli[0] ?? 1);
    expect(width).toBeGreaterThan(0.6);
  });
});

const undo = { choice: 'observed' as const, reason: 'A fair in town' };
const window = { startsOn: '2026-11-23' as LocalDate, endsBefore: '2026-12-07' as LocalDate };

describe('deciding', () => {
  test('an undone correction waits for the next run', async () => {
    await planner().forecasting.decideCorrection({ ...about('outlier', 80), ...undo, expectedVersion: 0 });
    expect((await itemOf('ODD')).corrections[1]).toMatchObject({ choice: 'cleaned', isPending: true });
    const own = {
      ...about('out-of-stock', 90),
      choice: 'own' as const,
      ownMilli: 333_000,
      reason: 'Counted',
    };
    await planner().forecasting.decideCorrection({ ...own, expectedVersion: 0 });
  });

  test('who decides on what somebody else decided is told so, and bad words are refused with the remedy', async () => {
    const decide = planner().forecasting.decideCorrection;
    const word = { ...about('outlier', 80), choice: 'observed' as const, reason: 'x' };
    await expect(decide({ ...word, expectedVersion: 0 })).rejects.toThrow(/meanwhile/);
    await expect(decide({ ...word, choice: 'own', expectedVersion: 1 })).rejects.toThrow(/own number/);
    await expect(
      decide({ ...word, kind: 'level-shift', choice: 'own', ownMilli: 1, expectedVersion: 0 }),
    ).rejects.toThrow(/taken or left/);
    await expect(decide({ ...word, endsBefore: word.startsOn, expectedVersion: 1 })).rejects.toThrow(
      /end after/,
    );
  });

  test('analogues are other items that have sales', async () => {
    const name = planner().forecasting.nameAnalogues;
    const word = { itemLocationId: placeOf('YOUNG'), reason: 'Same recipe', expectedVersion: 0 };
    await expect(name({ ...word, analogueIds: [placeOf('YOUNG')] })).rejects.toThrow(/other items/);
    await name({ ...word, analogueIds: [placeOf('LIKE')] });
    await expect(name({ ...word, analogueIds: [] })).rejects.toThrow(/meanwhile/);
  });

  test('an override that would have expired already is refused', async () => {
    const set = planner().forecasting.overrides.set;
    const word = { itemLocationId: placeOf('PLAIN'), ...window, perPeriodMilli: 777_000, reason: 'Festival' };
    await expect(set({ ...word, expiresOn: '2026-11-21' as LocalDate })).rejects.toThrow(
      /no earlier than today/,
    );
    await set(word);
    await context().db.transaction((tx) =>
      recordForecastEvents(context(), tx, {
        sourceId: context().newId(),
        name: 'Bread week',
        startsOn: window.startsOn,
        endsBefore: '2026-12-21' as LocalDate,
        lifts: [{ itemLocationId: placeOf('PLAIN'), liftRatio: 0.5, liftMilli: null }],
      }),
    );
  });
});

describe('the next run', () => {
  beforeAll(() => runAgain());

  test('follows the decisions, and its snapshot replays to the same bytes', async () => {
    const { corrections, history, forecast } = await itemOf('ODD');
    expect(corrections[1]).toMatchObject({ kind: 'outlier', choice: 'observed', isPending: false });
    expect(corrections[1]?.decision).toMatchObject({ reason: 'A fair in town', decidedBy: 'Paula Planner' });
    expect([history.cleanedMilli[80], history.cleanedMilli[90]]).toEqual([4_000_000, 333_000]);
    expect(await replayForecast(context(), forecast?.versionId ?? '')).toMatchObject({ isIdentical: true });
  });

  test('keeps base, agreed event and the planner’s number apart, and they add up to the total exactly', async () => {
    const { forecast, overrides } = await itemOf('PLAIN');
    const { baseMilli = [], eventMilli, overrideMilli, totalMilli = [] } = forecast ?? {};
    expect(totalMilli).toEqual(
      baseMilli.map((base, index) => base + (eventMilli?.[index] ?? 0) + (overrideMilli?.[index] ?? 0)),
    );
    expect(totalMilli.slice(1, 3)).toEqual([777_000, 777_000]);
    expect(eventMilli?.[3]).toBe(Math.round((baseMilli[3] ?? 0) * 0.5));
    expect([eventMilli?.[0], eventMilli?.[5], overrideMilli?.[3]]).toEqual([0, 0, 0]);
    const reason = forecast?.reason.join(' ');
    expect(reason).toMatch(
      /^It sells in most weeks.* share the forecast: over the last 8 tests on its own past /,
    );
    expect(reason).toMatch(/Agreed events change \d+ of the 26 weeks ahead\. In \d+ of the 26 weeks ahead/);
    expect(forecast?.p90Milli[1]).toBeGreaterThan(777_000);
    expect(overrides).toMatchObject([
      { perPeriodMilli: 777_000, reason: 'Festival', setBy: 'Paula Planner' },
    ]);
  });

  test('plans with the total', async () => {
    const [proposal] = (await planner().proposals.list({ search: 'PLAIN' })).rows;
    const { forecast } = await planner().proposals.get({ proposalId: proposal?.proposalId ?? '' });
    expect(forecast?.meanMilli.slice(1, 3)).toEqual([777_000, 777_000]);
  });

  test('takes the analogues that were named', async () => {
    const { forecast, namedAnalogues } = await itemOf('YOUNG');
    expect(forecast?.analogues?.names.map(({ itemNumber }) => itemNumber)).toEqual(['LIKE']);
    expect(namedAnalogues).toMatchObject({ reason: 'Same recipe', version: 1 });
  });
});

describe('the run after that', () => {
  beforeAll(async () => {
    const again = { ...about('outlier', 80), choice: 'cleaned' as const, reason: 'Not again' };
    await planner().forecasting.decideCorrection({ ...again, expectedVersion: 1 });
    const [standing] = (await itemOf('PLAIN')).overrides;
    const remove = planner().forecasting.overrides.remove;
    const word = { overrideId: standing?.overrideId ?? '', reason: 'Called off', expectedVersion: 1 };
    expect(await remove(word)).toEqual({ state: 'removed', version: 2 });
    await expect(remove(word)).rejects.toThrow(/removed already/);
    await runAgain();
  });

  test('cleans again what was given back, and still follows what was decided once', async () => {
    const { corrections, history } = await itemOf('ODD');
    expect(corrections[1]).toMatchObject({ choice: 'cleaned', isPending: false });
    expect(history.cleanedMilli[90]).toBe(333_000);
  });

  test('no longer knows the override that was taken back', async () => {
    const { forecast } = await itemOf('PLAIN');
    expect([forecast?.overrideMilli, forecast?.eventMilli === null]).toEqual([null, false]);
  });
});
