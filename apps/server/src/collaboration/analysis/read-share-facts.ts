import type { MetricFact, SharedMeasure } from '@coplan/collaboration';
import { rowsOf } from '../../partners/index.ts';
import type { MetricParty } from './metric-result-rows.ts';
import type { MetricQuestion, MetricSource } from './metric-sources.ts';
import { endOf } from './read-accuracy-facts.ts';

type ShareRow = { key: string; place: number; hitCount: number; ofCount: number };

function toSource(
  rows: readonly ShareRow[],
  party: MetricParty,
  sellerReads: SharedMeasure[] = [],
): MetricSource {
  const facts = new Map<number, MetricFact[]>();
  for (const { place, ...row } of rows) {
    const fact: MetricFact = { kind: 'share', ...row };
    const held = facts.get(place);
    if (held === undefined) facts.set(place, [fact]);
    else held.push(fact);
  }
  return { party, buyerReads: [], sellerReads, facts, note: '' };
}

const inStock = `
select scope.item_location_id as key, day.place, day.hits::integer as "hitCount", day.days::integer as "ofCount"
from agreement_item_locations scope
join lateral (
  select * from sales_series sold where sold.org_id = scope.buyer_id
    and sold.item_location_id = scope.item_location_id order by sold.bucket_days limit 1) series on true
cross join lateral (
  select (on_day.day - $2::date) / $4::integer as place, count(*) filter (where one.in_stock) as hits, count(*) as days
  from unnest(series.sold_milli, series.in_stock) with ordinality as one (sold, in_stock, number)
  cross join generate_series(0, series.bucket_days - 1) as shift
  cross join lateral (
    select series.starts_on + (one.number::integer - 1) * series.bucket_days + shift as day) on_day
  where one.sold is not null and on_day.day >= $2::date and on_day.day < $3::date
  group by 1) day
where scope.agreement_id = $1`;

/** Item-location days on which the shelf was not empty. */
export async function readInStockFacts({ source, agreement, axis }: MetricQuestion): Promise<MetricSource[]> {
  const values = [agreement.agreementId, axis.startsOn, endOf(axis), axis.bucketDays];
  return [toSource(await rowsOf<ShareRow>(source, inStock, values), 'buyer', ['on-hand'])];
}

/** Forecasts that each side owed at step 3 of a cycle: published before they were due. */
const owedForecasts = `
select 'forecast of the week of ' || cycle.starts_on as key, (cycle.starts_on - $2::date) / $4::integer as place,
  (exists (select 1 from forecast_plans plan
    where plan.agreement_id = cycle.agreement_id and plan.kind = 'party' and plan.purpose = 'sales'
      and plan.party_id = $5 and plan.published_at <= step.due_at
      and plan.published_at >= step.due_at - make_interval(days => 7)))::integer as "hitCount", 1 as "ofCount"
from cycles cycle
join cycle_steps step on step.buyer_id = cycle.buyer_id and step.cycle_id = cycle.id and step.step = 3
where cycle.agreement_id = $1 and cycle.starts_on >= $2 and cycle.starts_on < $3 and step.due_at is not null
  and step.state <> 'skipped' and $6::boolean`;

/** Questions about exceptions that the other side asked: answered before the clock ran out. */
const questions = `
select 'question of ' || asked.at::date || ' about exception ' || asked.exception_id as key,
  ((asked.at at time zone $6)::date - $2::date) / $4::integer as place,
  (answer.actor_org_id is not distinct from $5::uuid)::integer as "hitCount", 1 as "ofCount"
from exception_events asked
join exceptions subject on subject.buyer_id = asked.buyer_id and subject.id = asked.exception_id
cross join lateral (
  select later.actor_org_id from exception_events later
  where later.buyer_id = asked.buyer_id and later.exception_id = asked.exception_id and later.at >= asked.at
    and later.id > asked.id and later.type in ('replied', 'proposed', 'escalated', 'auto-resolved')
  order by later.at, later.id limit 1) answer
where subject.agreement_id = $1 and asked.type = 'asked' and asked.actor_org_id <> $5
  and (asked.at at time zone $6)::date >= $2::date and (asked.at at time zone $6)::date < $3::date`;

/** Commits that were due: sent before that. */
const dueCommits = `
select due.item_location_id as key, ((due.due_at at time zone $5)::date - $2::date) / $4::integer as place,
  count(*) filter (where due.submitted_at <= due.due_at)::integer as "hitCount", count(*)::integer as "ofCount"
from commits due
where due.agreement_id = $1 and due.due_at is not null and due.state <> 'superseded'
  and (due.due_at at time zone $5)::date >= $2::date and (due.due_at at time zone $5)::date < $3::date
group by 1, 2`;

/** Answers that each side gave in time: forecasts, questions about exceptions and, of the supplier, commits. */
export async function readResponseFacts({
  source,
  agreement,
  axis,
}: MetricQuestion): Promise<MetricSource[]> {
  const { agreementId, buyerId, supplierId, content } = agreement;
  const { timeZone } = content.calendar;
  const window = [agreementId, axis.startsOn, endOf(axis), axis.bucketDays];
  const sources: MetricSource[] = [];
  for (const [party, partyId] of [
    ['buyer', buyerId],
    ['seller', supplierId],
  ] as const) {
    const owes = content.sharing.some(({ owner, measure }) => owner === party && measure === 'forecast');
    const forecasts = await rowsOf<ShareRow>(source, owedForecasts, [...window, partyId, owes]);
    const answers = await rowsOf<ShareRow>(source, questions, [...window, partyId, timeZone]);
    const commits =
      party === 'seller' ? await rowsOf<ShareRow>(source, dueCommits, [...window, timeZone]) : [];
    sources.push(toSource([...forecasts, ...answers, ...commits], party));
  }
  return sources;
}

/** Cells of the newest joint plan of each week: agreed by the rule, of those that both sides had filled. */
const touchless = `
select line.item_location_id as key, newest.place,
  length(line.status ->> 'buckets') - length(translate(line.status ->> 'buckets', 'at', '')) as "hitCount",
  length(translate(line.status ->> 'buckets', 'r', '')) as "ofCount"
from (
  select distinct on (place) plan.id, plan.buyer_id, known.place from forecast_plans plan
  cross join lateral (select ((plan.issued_at at time zone $5)::date - $2::date) / $4::integer as place) known
  where plan.agreement_id = $1 and plan.kind = 'joint' and plan.purpose = 'sales'
    and (plan.issued_at at time zone $5)::date >= $2::date and (plan.issued_at at time zone $5)::date < $3::date
  order by place, plan.issued_at desc) newest
join forecast_plan_rows line on line.buyer_id = newest.buyer_id and line.plan_id = newest.id
where line.status ->> 'buckets' is not null`;

/** Cells agreed without a person. */
export async function readTouchlessFacts({
  source,
  agreement,
  axis,
}: MetricQuestion): Promise<MetricSource[]> {
  const { timeZone } = agreement.content.calendar;
  const values = [agreement.agreementId, axis.startsOn, endOf(axis), axis.bucketDays, timeZone];
  return [toSource(await rowsOf<ShareRow>(source, touchless, values), 'both')];
}
