import { addDays, type LocalDate, startOfIsoWeek } from '@coplan/kernel';
import { z } from 'zod';
import type { Context } from '../../platform/index.ts';
import { getBlanket } from './read-blankets.ts';

export const seedReleaseInput = z.object({ orderId: z.uuid() });

/** What the next forecast release could say of a week: as called off, as forecast, as the last release said. */
export type SeededWeek = {
  startsOn: LocalDate;
  endsBefore: LocalDate;
  certainty: 'firm' | 'planned';
  /** Called off and standing; null: nothing is, in that week. */
  calledOffMilli: number | null;
  lastMilli: number | null;
  forecastMilli: number | null;
  amountMilli: number;
};
export type ReleaseSeed = {
  startsOn: LocalDate;
  endsBefore: LocalDate;
  /** Number and day of the order forecast; null: none is published for these items and this place. */
  forecast: { versionNumber: number; issuedOn: LocalDate } | null;
  items: { itemLine: string; weeks: SeededWeek[] }[];
};

type ForecastRow = {
  itemId: string;
  versionNumber: number;
  issuedOn: LocalDate;
  startsOn: LocalDate;
  bucketDays: number;
  amounts: number[];
};

/** The latest order forecast of the buyer for each item at the place, where one is published. */
const forecastOf = `
select distinct on (line.item_id) line.item_id as "itemId", plan.version_number as "versionNumber",
  plan.issued_at::date::text as "issuedOn", plan.starts_on::text as "startsOn", plan.bucket_days as "bucketDays",
  to_json(line.base_milli) as amounts
from forecast_plan_rows line join forecast_plans plan on plan.id = line.plan_id
where line.item_id = any ($1::uuid[]) and line.location_id = $2 and plan.purpose = 'order' and plan.kind = 'party'
  and plan.party_id = (select current_setting('app.org')::uuid) and plan.buyer_id = plan.party_id
  and plan.state in ('published', 'in-review')
order by line.item_id, plan.issued_at desc`;

const inside = (day: LocalDate, week: { startsOn: LocalDate; endsBefore: LocalDate }): boolean =>
  day >= week.startsOn && day < week.endsBefore;

const sumInside = (
  rows: readonly { startsOn: LocalDate; amountMilli: number }[],
  week: { startsOn: LocalDate; endsBefore: LocalDate },
): number | null => {
  const found = rows.filter(({ startsOn }) => inside(startsOn, week));
  return found.length === 0 ? null : found.reduce((sum, { amountMilli }) => sum + amountMilli, 0);
};

/**
 * What the next forecast release of a blanket order could say, week by week over the planning days: what is called off
 * stays, after it the buyer's own order forecast counts, else what the last release said.
 */
export async function seedRelease(
  context: Context,
  { orderId }: z.output<typeof seedReleaseInput>,
): Promise<ReleaseSeed> {
  const view = await getBlanket(context, { orderId });
  const forecasts = await context.db.read<ForecastRow>(forecastOf, [
    view.items.map(({ itemId }) => itemId),
    view.shipToId,
  ]);
  const startsOn = addDays(startOfIsoWeek(view.today), 7);
  const from = startsOn > view.startsOn ? startsOn : startOfIsoWeek(view.startsOn);
  const until = addDays(view.today, view.planningDays);
  const firmBefore = addDays(view.today, view.firmDays);
  const last = view.releases.find(({ kind }) => kind === 'forecast');
  const weeks: { startsOn: LocalDate; endsBefore: LocalDate }[] = [];
  for (let day = from; day < until && day <= view.endsOn; day = addDays(day, 7)) {
    weeks.push({ startsOn: day > view.startsOn ? day : view.startsOn, endsBefore: addDays(day, 7) });
  }
  const [first] = forecasts;
  return {
    startsOn: weeks[0]?.startsOn ?? from,
    endsBefore: weeks.at(-1)?.endsBefore ?? addDays(from, 7),
    forecast: first === undefined ? null : { versionNumber: first.versionNumber, issuedOn: first.issuedOn },
    items: view.items.map(({ itemLine, itemId }) => {
      const forecast = forecasts.find((one) => one.itemId === itemId);
      const planned = (forecast?.amounts ?? []).map((amountMilli, index) => ({
        startsOn: addDays(forecast?.startsOn ?? from, index * (forecast?.bucketDays ?? 7)),
        amountMilli,
      }));
      const standing = view.callOffs
        .filter((one) => one.itemLine === itemLine && one.state !== 'cancelled' && one.state !== 'rejected')
        .map((one) => ({ startsOn: one.startsOn, amountMilli: one.orderedMilli }));
      const said = last?.items.find((one) => one.itemLine === itemLine)?.buckets ?? [];
      return {
        itemLine,
        weeks: weeks.map((week): SeededWeek => {
          const calledOffMilli = sumInside(standing, week);
          const lastMilli = sumInside(said, week);
          const forecastMilli = sumInside(planned, week);
          return {
            ...week,
            certainty: week.startsOn < firmBefore ? 'firm' : 'planned',
            ...{ calledOffMilli, lastMilli, forecastMilli },
            amountMilli: calledOffMilli ?? forecastMilli ?? lastMilli ?? 0,
          };
        }),
      };
    }),
  };
}
