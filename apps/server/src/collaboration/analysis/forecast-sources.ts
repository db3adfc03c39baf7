import type { ForecastStepCode } from '@coplan/collaboration';
import { addDays, type LocalDate } from '@coplan/kernel';
import { rowsOf } from '../../partners/index.ts';
import type { Context, Database, Transaction } from '../../platform/index.ts';
import type { AgreementInForce } from '../plans/index.ts';
import { cutOffOf } from './lag.ts';

/** Whose forecast is measured. `statistical` is the base layer of the buyer's plan, before any person touched it. */
export type ForecastSource = ForecastStepCode;

export type Axis = { startsOn: LocalDate; bucketDays: 1 | 7; bucketCount: number };

/** A published or agreed version of a plan, as far as it matters here. */
export type Version = {
  planId: string;
  kind: 'party' | 'joint';
  partyId: string | null;
  startsOn: LocalDate;
  bucketDays: number;
  bucketCount: number;
  knownAt: Date;
};

/** Everything that was ever published or agreed and that the reader may see, newest first. */
const listVersions = `
select plan.id as "planId", plan.kind, plan.party_id as "partyId", plan.starts_on::text as "startsOn",
  plan.bucket_days as "bucketDays", plan.bucket_count as "bucketCount",
  coalesce(plan.published_at, (select max(consent.at) from plan_consents consent
    where consent.buyer_id = plan.buyer_id and consent.plan_id = plan.id), plan.issued_at) as "knownAt"
from forecast_plans plan
where plan.agreement_id = $1 and plan.purpose = $2 and (
  (plan.kind = 'party' and plan.published_at is not null)
  or (plan.kind = 'joint' and plan.state in ('consensus', 'frozen', 'archived')))
order by "knownAt" desc, plan.version_number desc limit 2000`;

const readCells = `
with asked as (
  select * from unnest($2::uuid[], $3::integer[], $4::integer[]) as asked (plan_id, place, cell)
)
select line.item_location_id as "itemLocationId", json_agg(asked.place) as places,
  json_agg(coalesce(line.override_milli[asked.cell],
    line.base_milli[asked.cell] + coalesce(line.event_milli[asked.cell], 0))) as values,
  json_agg(line.base_milli[asked.cell]) as bases
from asked join forecast_plan_rows line on line.buyer_id = $1 and line.plan_id = asked.plan_id
group by line.item_location_id`;

type Cells = {
  itemLocationId: string;
  places: number[];
  values: (number | null)[];
  bases: (number | null)[];
};

/** Values per item-location, one per bucket of the axis; null where there was no forecast. */
export type SourceValues = Map<string, (number | null)[]>;

type Asked = { agreement: AgreementInForce; purpose: string; lagPeriods: number; axis: Axis };

/** For each bucket the newest version of that party that was known a lag ahead and reaches the bucket. */
function versionsAtLag(versions: readonly Version[], { agreement, lagPeriods, axis }: Asked) {
  const { timeZone } = agreement.content.calendar;
  const planIds: string[] = [];
  const places: number[] = [];
  const cells: number[] = [];
  const knownAts: Date[] = [];
  for (let place = 0; place < axis.bucketCount; place++) {
    const bucketOn = addDays(axis.startsOn, place * axis.bucketDays);
    const before = cutOffOf(bucketOn, { lagPeriods, bucketDays: axis.bucketDays, timeZone });
    const found = versions.find(
      (version) =>
        version.knownAt < before &&
        version.startsOn <= bucketOn &&
        addDays(version.startsOn, version.bucketCount * version.bucketDays) > bucketOn,
    );
    if (found === undefined) continue;
    planIds.push(found.planId);
    places.push(place);
    knownAts.push(found.knownAt);
    cells.push(
      Math.round((Date.parse(bucketOn) - Date.parse(found.startsOn)) / 86_400_000 / axis.bucketDays) + 1,
    );
  }
  return { planIds, places, cells, knownAts };
}

async function readAtLag(
  source: Database | Transaction,
  versions: readonly Version[],
  asked: Asked,
): Promise<{ values: SourceValues; bases: SourceValues; planIds: string[] }> {
  const { planIds, places, cells } = versionsAtLag(versions, asked);
  const values: SourceValues = new Map();
  const bases: SourceValues = new Map();
  if (planIds.length === 0) return { values, bases, planIds };
  const rows = await rowsOf<Cells>(source, readCells, [asked.agreement.buyerId, planIds, places, cells]);
  for (const row of rows) {
    const line = new Array<number | null>(asked.axis.bucketCount).fill(null);
    const base = new Array<number | null>(asked.axis.bucketCount).fill(null);
    for (const [index, place] of row.places.entries()) {
      line[place] = row.values[index] ?? null;
      base[place] = row.bases[index] ?? null;
    }
    values.set(row.itemLocationId, line);
    bases.set(row.itemLocationId, base);
  }
  return { values, bases, planIds: [...new Set(planIds)] };
}

export type ForecastsAtLag = Record<Exclude<ForecastSource, 'naive'>, SourceValues>;

const ofAxis =
  ({ bucketDays }: Axis) =>
  (version: Version): boolean =>
    version.bucketDays === bucketDays;

/** The versions of one party that count at the lag, bucket by bucket. */
export const partyVersionsAtLag = (
  versions: readonly Version[],
  asked: Asked & { partyId: string },
): ReturnType<typeof versionsAtLag> =>
  versionsAtLag(
    versions.filter(({ kind, partyId }) => kind === 'party' && partyId === asked.partyId),
    asked,
  );

/** What each side had forecast a lag ahead of each bucket, from published and agreed versions only. */
export async function readForecastsAtLag(
  _context: Context,
  source: Database | Transaction,
  asked: Asked,
): Promise<{ forecasts: ForecastsAtLag; planIds: string[]; versions: Version[] }> {
  const { agreement, purpose, axis } = asked;
  const versions = (await rowsOf<Version>(source, listVersions, [agreement.agreementId, purpose])).filter(
    ofAxis(axis),
  );
  const ofParty = (partyId: string) =>
    versions.filter((version) => version.kind === 'party' && version.partyId === partyId);
  const buyer = await readAtLag(source, ofParty(agreement.buyerId), asked);
  const seller = await readAtLag(source, ofParty(agreement.supplierId), asked);
  const joint = await readAtLag(
    source,
    versions.filter(({ kind }) => kind === 'joint'),
    asked,
  );
  return {
    forecasts: {
      statistical: buyer.bases,
      buyer: buyer.values,
      seller: seller.values,
      consensus: joint.values,
    },
    planIds: [...buyer.planIds, ...seller.planIds, ...joint.planIds],
    versions,
  };
}
