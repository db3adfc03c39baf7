import { addDays, type LocalDate, type LocationId } from '@coplan/kernel';
import type { App } from '../app.ts';
import { demoRetailers } from './demo-companies.ts';
import { demoActor, organisationIdOf } from './demo-people.ts';

type Rules = Parameters<ReturnType<App['createCaller']>['fulfillment']['rules']['set']>[0];

const rule = {
  rotation: 'FEFO' as const,
  remainingDays: 14,
  isSingleLot: false,
  isShipComplete: false,
  acceptsSubstitutes: false,
  cancelAfterDays: null,
};

/** The hospital before everybody, retailers by their word, the canteens last and all or nothing. */
function customersRules(customers: ReadonlyMap<string, string>): Rules['rules'] {
  const retailers = demoRetailers.filter(({ name }) => customers.has(name));
  const [hospital, canteens] = ['Hillside Hospital', 'Riverside Canteens'].map((name) => customers.get(name));
  return [
    { ...rule, customerId: null, priority: 5, shortageMicros: 400_000 },
    ...retailers.map(({ key }, index) => ({
      ...rule,
      customerId: organisationIdOf(key),
      priority: 3 + index,
      acceptsSubstitutes: index === 0,
      shortageMicros: 900_000 - index * 200_000,
    })),
    ...(hospital === undefined
      ? []
      : [
          {
            ...rule,
            ...{ customerId: hospital, priority: 1, remainingDays: 30, isSingleLot: true },
            shortageMicros: 2_500_000,
          },
        ]),
    ...(canteens === undefined
      ? []
      : [
          {
            ...rule,
            ...{ customerId: canteens, priority: 7, isShipComplete: true, cancelAfterDays: 5 },
            shortageMicros: 250_000,
          },
        ]),
  ];
}

type About = { places: readonly LocationId[]; itemNumbers: readonly string[]; today: LocalDate };

/** How the seller's customers are served, what is kept for two of them, and what stands in for what is short. */
export async function addRules(app: App, key: string, { places, itemNumbers, today }: About): Promise<void> {
  const caller = app.createCaller(demoActor(key, ['supplier-planner', 'admin']));
  const { version, customers } = await caller.fulfillment.rules.get();
  if (version > 0) return;
  const { rows } = await caller.catalog.items.list({ organisationId: organisationIdOf(key), limit: 200 });
  const itemIds = itemNumbers.map((number) => rows.find((row) => row.itemNumber === number)?.itemId);
  const [scarce, tight, absent, plenty, other] = itemIds;
  const [main] = places;
  if (!scarce || !tight || !absent || !plenty || main === undefined) return;
  const byName = new Map(customers.map(({ name, customerId }) => [name, customerId]));
  const hospital = byName.get('Hillside Hospital');
  const retailer = demoRetailers.find(({ name }) => byName.has(name));
  const pool = { locationId: main, releasesOn: null };
  await caller.fulfillment.rules.set({
    policy: 'priority',
    rules: customersRules(byName),
    pools: [
      ...(hospital === undefined
        ? []
        : [
            {
              ...pool,
              ...{ name: 'Hospital’s week', itemId: plenty, reservedMilli: 60_000, customerIds: [hospital] },
            },
          ]),
      ...(retailer === undefined
        ? []
        : [
            {
              ...pool,
              ...{ name: 'Promotion of next week', itemId: tight, reservedMilli: 96_000 },
              customerIds: [organisationIdOf(retailer.key)],
              releasesOn: addDays(today, 9),
            },
          ]),
    ],
    substitutes: [
      { itemId: absent, substituteId: plenty, position: 1, numerator: 1, denominator: 1 },
      ...(other === undefined
        ? []
        : [{ itemId: scarce, substituteId: other, position: 1, numerator: 2, denominator: 1 }]),
    ],
    places: places.map((locationId, index) => ({
      locationId,
      position: index + 1,
      shipmentMinor: 4_500 + index * 3_000,
      perUnitMinor: 12,
      transitDays: 1 + index,
    })),
    expectedVersion: version,
  });
}
