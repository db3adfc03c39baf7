import { type Context, subscribe } from '../../platform/index.ts';

/**
 * Where a buyer stood over the thirteen weeks before the agreement began, from its own rows: sales, how often goods were
 * in stock, what lay on hand, and how far last period's sales missed the next (the naive forecast). `numerator` over
 * `denominator` is the metric; the measure says which sharing rule lets the partner see it.
 */
const insertBaselines = `
with scope as (
  select covered.*, agreement.active_version_id as version_id from agreements agreement
    join agreement_item_locations covered on covered.buyer_id = agreement.buyer_id and covered.agreement_id = agreement.id
  where agreement.id = $1 and agreement.buyer_id = $2 and agreement.active_version_id is not null
), periods as (
  select series.starts_on + (place::integer - 1) * series.bucket_days as on_day, series.bucket_days,
    sold, lag(sold) over (partition by scope.item_location_id, series.bucket_days order by place) as sold_before, was_in_stock
  from scope join sales_series series on series.org_id = scope.buyer_id and series.item_location_id = scope.item_location_id
    cross join lateral unnest(series.sold_milli, series.in_stock) with ordinality each (sold, was_in_stock, place)
), recent as (
  select * from periods where on_day >= $3::date - 91 and on_day < $3::date
), metrics (metric_code, measure, numerator, denominator, observation_count) as (
  select 'sales', 'pos', coalesce(sum(sold), 0) / 1000.0, 13, count(sold) from recent
  union all
  select 'in-stock', 'pos', count(*) filter (where was_in_stock), count(*), count(*) from recent
  union all
  select 'naive-error', 'pos', coalesce(sum(abs(sold - sold_before)), 0) / 1000.0, coalesce(sum(sold), 0) / 1000.0,
    count(sold_before) from recent
  union all
  select 'stock', 'on-hand', coalesce(sum(balance.quantity_milli), 0) / 1000.0, 1, count(*)
  from scope join stock_balances balance on balance.org_id = scope.buyer_id and balance.item_id = scope.item_id
    and balance.location_id = scope.location_id and balance.state in ('available', 'allocated')
)
insert into agreement_baselines (owner_id, reader_id, buyer_id, supplier_id, agreement_id, agreement_version_id,
  metric_code, measure, numerator, denominator, observation_count, from_on, to_on, taken_at)
select parties.buyer_id, parties.supplier_id, parties.buyer_id, parties.supplier_id, $1, parties.version_id,
  metric_code, measure, numerator, denominator, observation_count, $3::date - 91, $3::date - 1, $4
from metrics, (select distinct buyer_id, supplier_id, version_id from scope) parties
where observation_count > 0
on conflict (buyer_id, agreement_id, owner_id, metric_code) do nothing
returning metric_code as "metricCode"`;

/** Written once per agreement, when it first comes into force; later versions are measured against it. */
export function recordBaseline(context: Context, agreementId: string): Promise<{ metricCode: string }[]> {
  const { actor, clock, db } = context;
  const now = clock.now();
  return db.transaction((tx) =>
    tx.query<{ metricCode: string }>(insertBaselines, [
      agreementId,
      actor.organisationId,
      now.toISOString().slice(0, 10),
      now,
    ]),
  );
}

export const recordBaselineOnceActive = subscribe(
  'collaboration.agreement-changed',
  async (context, { subject, payload }) => {
    if (payload.state === 'active') await recordBaseline(context, subject.id);
  },
  { name: 'record-baseline' },
);
