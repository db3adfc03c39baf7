import { addDays, type LocalDate, startOfIsoWeek } from '@coplan/kernel';
import { recordForecastEvents } from '../forecasting/index.ts';
import type { Context } from '../platform/index.ts';
import type { DemoSeries } from './demo-demand.ts';
import { demoId } from './demo-names.ts';

/** Something that happened to one item at one place, so that the pages on cleaned demand have something to show. */
type Incident = {
  product: string;
  place: string;
  change(series: DemoSeries): DemoSeries;
};

/** Changes single weeks, counted back from the newest one, which is 1. */
const changeWeeks = (
  { soldMilli, inStock }: DemoSeries,
  change: (sold: number, weeksAgo: number) => number,
): DemoSeries => ({
  soldMilli: soldMilli.map((sold, index) =>
    sold === null ? null : Math.round(change(sold, soldMilli.length - index) / 1000) * 1000,
  ),
  inStock,
});

const emptyWeeks = { from: 24, to: 20 };
const promotionWeeks = { from: 40, to: 38 };

const incidents: readonly Incident[] = [
  {
    product: 'Glass cleaner 750 ml',
    place: 'DC-10',
    change: (series) => changeWeeks(series, (sold, weeksAgo) => (weeksAgo === 31 ? sold * 6 : sold)),
  },
  {
    product: 'Bathroom cleaner 750 ml',
    place: 'DC-20',
    change: (series) => changeWeeks(series, (sold, weeksAgo) => (weeksAgo > 30 ? sold * 0.4 : sold)),
  },
  {
    product: 'Sponges 5 pieces',
    place: 'DC-10',
    change: ({ soldMilli, inStock }) => {
      const isEmpty = (index: number): boolean =>
        soldMilli.length - index <= emptyWeeks.from && soldMilli.length - index >= emptyWeeks.to;
      return {
        soldMilli: soldMilli.map((sold, index) => (isEmpty(index) ? 0 : sold)),
        inStock: inStock.map((known, index) => known && !isEmpty(index)),
      };
    },
  },
  {
    product: 'Bin bags 30 l, 20 pieces',
    place: 'DC-10',
    change: (series) =>
      changeWeeks(series, (sold, weeksAgo) =>
        weeksAgo <= promotionWeeks.from && weeksAgo >= promotionWeeks.to ? sold * 2.2 : sold,
      ),
  },
  {
    product: 'Baking paper 8 m',
    place: 'DC-20',
    change: ({ soldMilli, inStock }) => ({ soldMilli: soldMilli.slice(-5), inStock: inStock.slice(-5) }),
  },
];

/** The series as it was, or with what happened there. Only the first retailer has incidents. */
export function withIncident(
  series: DemoSeries,
  about: { retailerKey: string; product: string; place: string },
): DemoSeries {
  if (about.retailerKey !== 'northwind-grocers') return series;
  const incident = incidents.find(({ product, place }) => product === about.product && place === about.place);
  return incident === undefined ? series : incident.change(series);
}

/** The household week that was, and the one that comes, as agreed with the supplier. */
export async function addIncidentEvents(
  context: Context,
  { itemLocationId, today }: { itemLocationId: string; today: LocalDate },
): Promise<void> {
  const monday = startOfIsoWeek(today);
  const events = [
    { name: 'Household weeks, spring', from: -7 * promotionWeeks.from, weeks: 3, liftRatio: 1 },
    { name: 'Household weeks', from: 21, weeks: 2, liftRatio: 0.6 },
  ];
  await context.db.transaction(async (tx) => {
    for (const { name, from, weeks, liftRatio } of events) {
      const startsOn = addDays(monday, from);
      await recordForecastEvents(context, tx, {
        sourceId: demoId(`forecast event ${name}`),
        name,
        startsOn,
        endsBefore: addDays(startsOn, weeks * 7),
        lifts: [{ itemLocationId, liftRatio, liftMilli: null }],
      });
    }
  });
}

/** Which product at which place the events are about. */
export const isPromoted = (about: { product: string; place: string }): boolean =>
  about.product === 'Bin bags 30 l, 20 pieces' && about.place === 'DC-10';
