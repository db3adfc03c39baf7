import type { LocalDate, OrganisationId } from '@coplan/kernel';
import { recordForecastEvents } from '../forecasting/index.ts';
import type { TestApp } from '../test-app.ts';

/** What a planner of the victim said of its forecasts, every text with the canary in it. */
export async function addForecastRows(
  app: TestApp,
  { buyerId, canary }: { buyerId: OrganisationId; canary: string },
): Promise<void> {
  const context = app.contextFor(app.actorOf(buyerId, 'admin'));
  const planner = app.createCaller(app.actorOf(buyerId, 'buyer'));
  const places = await context.db.read<{ id: string }>('select id from item_locations order by id limit 2');
  const [itemLocationId = '', analogueId = ''] = places.map(({ id }) => id);
  const window = { startsOn: '2026-11-30' as LocalDate, endsBefore: '2026-12-07' as LocalDate };
  const said = { itemLocationId, reason: canary, expectedVersion: 0 };
  await planner.forecasting.decideCorrection({ ...said, ...window, kind: 'outlier', choice: 'observed' });
  await planner.forecasting.overrides.set({
    itemLocationId,
    ...window,
    perPeriodMilli: 1_000,
    reason: canary,
  });
  await planner.forecasting.nameAnalogues({ ...said, analogueIds: [analogueId] });
  await context.db.transaction((tx) =>
    recordForecastEvents(context, tx, {
      sourceId: context.newId(),
      name: canary,
      ...window,
      lifts: [{ itemLocationId, liftRatio: 0.5, liftMilli: null }],
    }),
  );
}
