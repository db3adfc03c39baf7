import type { OrganisationId } from '@coplan/kernel';
import { newId } from '@coplan/platform';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordItems } from '../catalog/index.ts';
import { registerOrganisation } from '../partners/index.ts';
import { startTestApp, type TestApp } from '../test-app.ts';
import { recountTables } from './recount-tables.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app?.remove());

test('the database knows how much an import brought as soon as it is asked to count, and counts once', async () => {
  const context = app.contextFor(app.actorOf(newId<OrganisationId>(), 'buyer', 'admin'));
  await registerOrganisation(context, { name: 'B', kind: 'buyer', currency: 'EUR', timeZone: 'Europe/Oslo' });
  const importItems = (from: number, count: number) =>
    context.db.transaction((tx) =>
      recordItems(
        context,
        tx,
        Array.from({ length: count }, (_, index) => ({ itemNumber: `I${from + index}` })),
      ),
    );
  const recount = () => context.db.transaction((tx) => recountTables(tx, ['items', 'locations']));
  const known = async () =>
    (
      await app.database.asOwner<{ count: number }>(
        `select reltuples::integer as count from pg_class where oid = 'items'::regclass`,
      )
    )[0]?.count;
  await importItems(0, 2_000);
  expect(await recount()).toBeGreaterThanOrEqual(1);
  expect(await known()).toBe(2_000);
  expect(await recount()).toBe(0);
  await importItems(2_000, 6_000);
  expect(await recount()).toBe(1);
  expect(await known()).toBe(8_000);
});
