import type { AgreementContent } from '@coplan/collaboration';
import { addDays, daysBetween, type LocalDate, localDateAt } from '@coplan/kernel';
import { rowsOf } from '../../partners/index.ts';
import type { Database, Transaction } from '../../platform/index.ts';
import { bucketDaysOf, bucketStartOf } from '../plans/index.ts';
import { listBuyersAgreements } from './find-agreement.ts';
import {
  type AcceptedCommit,
  type CommitLimit,
  limitsOf,
  type Substitute,
  substitutesOf,
} from './supply-limits.ts';

/** The buckets of an order forecast made today. */
export type OrderBuckets = { startsOn: LocalDate; bucketDays: 1 | 7; bucketCount: number };

export type PlanningAgreement = {
  agreementId: string;
  agreementVersionId: string;
  versionNumber: number;
  name: string;
  supplierId: string;
  buckets: OrderBuckets;
};

/** What both sides agreed will be sold; null: nothing agreed for the bucket. */
export type AgreedSales = {
  planId: string;
  planVersionNumber: number;
  state: string;
  issuedAt: string;
  startsOn: LocalDate;
  bucketDays: number;
  valueMilli: (number | null)[];
};

/** What agreements mean for planning one item-location. */
export type AgreedSupply = {
  agreementId: string;
  agreementVersionId: string;
  sales: AgreedSales | null;
  limits: CommitLimit[];
  /** Of other items, which serve the demand of this one. */
  substitutes: Substitute[];
  /** This item as a substitute of others: it is needed on top of its own demand. */
  asSubstitute: { commitId: string; dueOn: LocalDate; quantityMilli: number; acceptedAt: string }[];
};

const bucketCountMax = 400;

/** Buckets from that of an instant or a business day to the end of what is planned together. */
export function orderBucketsOf(content: AgreementContent, at: Date | LocalDate): OrderBuckets {
  const { calendar, horizons } = content;
  const today = typeof at === 'string' ? at : localDateAt(at, calendar.timeZone);
  const bucketDays = bucketDaysOf(content);
  const startsOn = bucketStartOf(today, { bucketDays, weekStartsOn: calendar.weekStartsOn });
  const dayCount = daysBetween(startsOn, addDays(today, horizons.liquidDays));
  return { startsOn, bucketDays, bucketCount: Math.min(bucketCountMax, Math.ceil(dayCount / bucketDays)) };
}

/** The buyer's agreements in force, with the buckets of an order forecast made then. */
export async function findPlanningAgreements(
  source: Database | Transaction,
  at: Date | LocalDate,
): Promise<PlanningAgreement[]> {
  const agreements = await listBuyersAgreements(source);
  return agreements.map(({ agreementId, agreementVersionId, versionNumber, name, supplierId, content }) => ({
    agreementId,
    agreementVersionId,
    versionNumber,
    name,
    supplierId,
    buckets: orderBucketsOf(content, at),
  }));
}

const salesQuery = `
with agreed as (
  select distinct on (plan.agreement_id) plan.id, plan.buyer_id, plan.agreement_id, plan.version_number, plan.state,
    plan.issued_at, plan.starts_on, plan.bucket_days
  from forecast_plans plan
  where plan.buyer_id = (select current_setting('app.org')::uuid) and plan.kind = 'joint' and plan.purpose = 'sales'
    and plan.state in ('consensus', 'frozen', 'archived')
  order by plan.agreement_id, plan.issued_at desc, plan.version_number desc
)
select scope.item_location_id as "itemLocationId", scope.agreement_id as "agreementId",
  scope.agreement_version_id as "agreementVersionId",
  case when line.plan_id is null then null else json_build_object('planId', agreed.id,
    'planVersionNumber', agreed.version_number, 'state', agreed.state, 'startsOn', agreed.starts_on,
    'issuedAt', to_char(agreed.issued_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'bucketDays', agreed.bucket_days, 'valueMilli', (
      select json_agg(coalesce(over_amount, base_amount + coalesce(event_amount, 0)) order by place)
      from unnest(line.base_milli, line.event_milli, line.override_milli)
        with ordinality as cell (base_amount, event_amount, over_amount, place))) end as sales
from agreement_item_locations scope
  join agreements agreement on agreement.buyer_id = scope.buyer_id and agreement.id = scope.agreement_id
    and agreement.state = 'active'
  left join agreed on agreed.agreement_id = scope.agreement_id
  left join forecast_plan_rows line on line.buyer_id = agreed.buyer_id and line.plan_id = agreed.id
    and line.item_location_id = scope.item_location_id
where scope.buyer_id = (select current_setting('app.org')::uuid) and scope.item_location_id = any ($1::uuid[])`;

const acceptedColumns = `"commit".id as "commitId", "commit".item_location_id as "itemLocationId",
  "commit".item_id as "itemId", "commit".location_id as "locationId", "commit".starts_on::text as "startsOn",
  "commit".bucket_days as "bucketDays", "commit".forecast_milli::float8 as "forecastMilli",
  "commit".committed_milli::float8 as "committedMilli", "commit".accepted_parts as parts,
  "commit".alternatives -> "commit".accepted_alternative as alternative,
  to_char("commit".accepted_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "acceptedAt"`;

const acceptedQuery = `
select ${acceptedColumns} from commits "commit"
where "commit".buyer_id = (select current_setting('app.org')::uuid) and "commit".state = 'accepted'
  and "commit".item_location_id = any ($1::uuid[]) and "commit".starts_on + "commit".bucket_days > $2::date
order by "commit".starts_on, "commit".id`;

const asSubstituteQuery = `
select planned.id as "itemLocationId", "commit".id as "commitId", "commit".starts_on::text as "dueOn",
  (chosen.alternative ->> 'quantityMilli')::float8 as "quantityMilli",
  to_char("commit".accepted_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "acceptedAt"
from commits "commit",
  lateral (select "commit".alternatives -> "commit".accepted_alternative as alternative) chosen,
  item_locations planned
where "commit".buyer_id = (select current_setting('app.org')::uuid) and "commit".state = 'accepted'
  and chosen.alternative ->> 'kind' = 'substitute' and "commit".starts_on + "commit".bucket_days > $2::date
  and planned.org_id = "commit".buyer_id and planned.location_id = "commit".location_id
  and planned.item_id = (chosen.alternative ->> 'itemId')::uuid and planned.id = any ($1::uuid[])
order by "commit".starts_on, "commit".id`;

type Scoped = Pick<AgreedSupply, 'agreementId' | 'agreementVersionId' | 'sales'> & { itemLocationId: string };

/**
 * What the buyer's agreements mean for planning these item-locations, in three round trips for thousands: the agreed
 * sales, and what accepted commits leave. Those of no agreement are absent. A partial past bucket still counts.
 */
export async function findAgreedSupply(
  source: Database | Transaction,
  { itemLocationIds, today }: { itemLocationIds: readonly string[]; today: LocalDate },
): Promise<Map<string, AgreedSupply>> {
  const scoped = await rowsOf<Scoped>(source, salesQuery, [itemLocationIds]);
  if (scoped.length === 0) return new Map();
  const accepted = await rowsOf<AcceptedCommit>(source, acceptedQuery, [itemLocationIds, today]);
  type Needed = AgreedSupply['asSubstitute'][number] & { itemLocationId: string };
  const needed = await rowsOf<Needed>(source, asSubstituteQuery, [itemLocationIds, today]);
  const acceptedBy = Map.groupBy(accepted, (commit) => commit.itemLocationId);
  const neededBy = Map.groupBy(needed, (one) => one.itemLocationId);
  return new Map(
    scoped.map(({ itemLocationId, ...agreed }) => {
      const commits = acceptedBy.get(itemLocationId) ?? [];
      const asSubstitute = (neededBy.get(itemLocationId) ?? []).map(({ itemLocationId: _, ...one }) => one);
      return [
        itemLocationId,
        { ...agreed, limits: limitsOf(commits), substitutes: substitutesOf(commits), asSubstitute },
      ];
    }),
  );
}
