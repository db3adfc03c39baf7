import { type Migration, sharedRows } from '../../platform/index.ts';

const me = `(select current_setting('app.org')::uuid)`;
/** Who reads: the organisation itself, or the partner through whose eyes an owner looks at its own rows. */
const reader = `(select coalesce(nullif(current_setting('app.reader', true), ''), current_setting('app.org'))::uuid)`;

const role = `
/* Roles are shared by all databases of a server, and several may be prepared at once. */
do $$ begin
  create role coplan_sharing nologin nosuperuser nocreatedb nocreaterole;
exception when duplicate_object or unique_violation then null;
end $$;
do $$ begin
  if not (select rolsuper from pg_roles where rolname = current_user) then
    execute format('grant coplan_sharing to %I', current_user);
  end if;
end $$;
`;

/** Item-locations that an open rule of that measure covers, with their owner. The inner tables are read under the same role. */
const covered = (measure: string, columns: string): string => `(
  select rule.owner_id, ${columns} from sharing_rules rule
    join agreement_item_locations scope on scope.buyer_id = rule.buyer_id and scope.agreement_id = rule.agreement_id
  where rule.measure = '${measure}')`;

const opened = (table: string, using: string): string => `
grant select on ${table} to coplan_sharing;
create policy ${table}_shared on ${table} for select to coplan_sharing using (${using});`;

const receiptsCovered = (measure: string): string =>
  `(kind = '${measure}' and (org_id, item_id, location_id) in ${covered(measure, 'scope.item_id, scope.location_id')})`;

const measureCovered = ['on-hand', 'capacity', 'cost', 'price']
  .map(
    (measure) => `(measure = '${measure}' and (org_id, item_id) in ${covered(measure, 'scope.item_id')}
      and (location_id is null or (org_id, location_id) in ${covered(measure, 'scope.location_id')}))`,
  )
  .join(' or ');

/** A base row is open while a rule of the agreement in force opens it; else it is not there at all. */
const policies = `
${opened('sharing_rules', `reader_id = ${reader} and closed_at is null and (reader_id = ${me} or owner_id = ${me})`)}
${opened('agreement_item_locations', `buyer_id = ${me} or supplier_id = ${me}`)}
${opened('items', `id in (select scope.item_id from agreement_item_locations scope)`)}
${opened('locations', `id in (select scope.location_id from agreement_item_locations scope)`)}
${opened(
  'item_cross_references',
  `(org_id, item_id, partner_id) in (select scope.buyer_id, scope.item_id, scope.supplier_id from agreement_item_locations scope)`,
)}
${opened('sales_series', `(org_id, item_location_id) in ${covered('pos', 'scope.item_location_id')}`)}
${opened('stock_balances', `(org_id, item_id, location_id) in ${covered('on-hand', 'scope.item_id, scope.location_id')}`)}
${opened(
  'stock_entries',
  `(org_id, item_id, from_location_id) in ${covered('on-hand', 'scope.item_id, scope.location_id')}
  or (org_id, item_id, to_location_id) in ${covered('on-hand', 'scope.item_id, scope.location_id')}`,
)}
${opened('scheduled_receipts', `${receiptsCovered('on-order')} or ${receiptsCovered('in-transit')}`)}
${opened(
  'forecast_versions',
  `state = 'published' and org_id in (select rule.owner_id from sharing_rules rule where rule.measure = 'forecast')`,
)}
${opened('forecast_series', `(org_id, item_location_id) in ${covered('forecast', 'scope.item_location_id')}`)}
${opened('measure_series', measureCovered)}
${opened(
  'plan_events',
  `is_shown and (owner_id, agreement_id) in (
    select rule.owner_id, rule.agreement_id from sharing_rules rule where rule.measure = 'promotion')`,
)}
${opened(
  'forecast_plans',
  `kind = 'party' and published_at is not null and (party_id, agreement_id) in (
    select rule.owner_id, rule.agreement_id from sharing_rules rule where rule.measure = 'forecast')`,
)}
${opened('forecast_plan_rows', `(buyer_id, plan_id) in (select plan.buyer_id, plan.id from forecast_plans plan)`)}
`;

const isFine = `rule.place = 'location' and rule.item = 'item'`;
const today = `current_date`;
/** What is younger than the latency is not there; without a latency everything is. */
const knownBefore = `case when rule.latency_hours = 0 then 'infinity'::timestamptz
  else now() - make_interval(hours => rule.latency_hours) end`;
const weekOf = (day: string): string =>
  `(${day} - ((extract(isodow from ${day})::integer - rule.week_starts_on + 7) % 7))`;

const scopeOf = `
from sharing_rules rule
  join agreement_item_locations scope on scope.buyer_id = rule.buyer_id and scope.agreement_id = rule.agreement_id
  join items item on item.org_id = scope.buyer_id and item.id = scope.item_id`;

/** What a row is about, as fine as the rule allows. */
const dimensions = `
  rule.id as rule_id, rule.owner_id, rule.reader_id, rule.agreement_id, rule.measure,
  case when ${isFine} then scope.item_location_id end as item_location_id,
  case when rule.item = 'item' then scope.item_id end as item_id,
  item.category,
  case when rule.place = 'location' then scope.location_id end as location_id`;
const dimensionNames = `rule_id, owner_id, reader_id, agreement_id, measure, item_location_id, item_id, category, location_id`;

type Series = {
  view: string;
  measure: string;
  /** A lateral query of `series (starts_on, bucket_days, amounts, known_at, levels, quantiles_milli)`. */
  source: string;
  /** Conditions that an element's first day `on_day` meets: by depth and latency. */
  firstDay: string;
  endBefore: string;
};

/** Slices of arrays where the rule opens single item-locations in the grain that there is. */
const fineSeries = ({ source, measure, firstDay, endBefore }: Series): string => `
select ${dimensions}, series.bucket_days,
  series.starts_on + (cut.first - 1) * series.bucket_days as starts_on,
  series.amounts[cut.first:cut.last] as amounts, series.known_at, series.levels,
  case when cut.first = 1 and cut.last = cardinality(series.amounts) then series.quantiles_milli
    else (select array_agg(quantile order by place) from unnest(series.quantiles_milli) with ordinality path (quantile, place)
      where (place - 1) % cardinality(series.amounts) + 1 between cut.first and cut.last) end as quantiles_milli,
  null::text as currency
${scopeOf}
  cross join lateral (${source}) series
  cross join lateral (select
    greatest(1, 1 + ceil((${firstDay} - series.starts_on)::numeric / series.bucket_days)::integer) as first,
    least(cardinality(series.amounts), floor((${endBefore} - series.starts_on)::numeric / series.bucket_days)::integer) as last
  ) cut
where rule.measure = '${measure}' and ${isFine} and rule.bucket_days <= series.bucket_days and cut.first <= cut.last`;

/**
 * Sums where the rule opens less than that: places together, items as categories, days as whole weeks. A sum is
 * unknown when one of its parts is.
 */
const coarseSeries = ({ source, measure, firstDay, endBefore }: Series): string => `
select ${dimensionNames}, bucket_days, first_day as starts_on,
  array(select (by_day ->> day::date::text)::bigint
    from generate_series(first_day, last_day, make_interval(days => bucket_days)) day order by day) as amounts,
  known_at, null::real[] as levels, null::bigint[] as quantiles_milli, null::text as currency
from (
  select ${dimensionNames}, bucket_days, min(on_day) as first_day, max(on_day) as last_day,
    jsonb_object_agg(on_day, amount) as by_day, max(known_at) as known_at
  from (
    select ${dimensionNames}, bucket_days, on_day, max(known_at) as known_at,
      case when bool_and(amount is not null) then sum(amount)::bigint end as amount
    from (
      select ${dimensionNames}, bucket_days, on_day, part_id, max(known_at) as known_at,
        case when count(amount) = bucket_days / part_days then sum(amount) end as amount
      from (
        select ${dimensions}, scope.item_location_id as part_id, series.bucket_days as part_days,
          greatest(rule.bucket_days, series.bucket_days) as bucket_days,
          case when rule.bucket_days > series.bucket_days then ${weekOf('part.on_day')} else part.on_day end as on_day,
          part.amount, series.known_at
        ${scopeOf}
          cross join lateral (${source}) series
          cross join lateral (select series.starts_on + (place::integer - 1) * series.bucket_days as on_day, amount
            from unnest(series.amounts) with ordinality each (amount, place)) part
        where rule.measure = '${measure}' and not (${isFine} and rule.bucket_days <= series.bucket_days)
          and part.on_day >= ${firstDay} and part.on_day + series.bucket_days <= ${endBefore}
      ) days
      group by ${dimensionNames}, bucket_days, part_days, on_day, part_id
    ) parts
    group by ${dimensionNames}, bucket_days, on_day
  ) sums
  group by ${dimensionNames}, bucket_days
) wholes`;

const seriesColumns = `${dimensionNames}, bucket_days, starts_on, amounts, known_at, levels, quantiles_milli, currency`;

/** The same columns in every view, with the names of items and places as both sides know them. */
const shared = (view: string, { rowKey, rows }: { rowKey: string; rows: string }): string => `
create view ${view} with (security_barrier) as
select '${view}'::text as source, ${rowKey} as row_key, shown.rule_id, shown.owner_id, shown.reader_id, shown.agreement_id, shown.measure,
  shown.item_location_id, shown.item_id, item.item_number, item.description, item.base_unit as unit,
  (select min(reference.partner_item_number) from item_cross_references reference
   where reference.item_id = shown.item_id and reference.valid_from <= current_date
     and (reference.valid_before is null or reference.valid_before > current_date)) as partner_item_number,
  shown.category, shown.location_id, place.code as location_code, shown.bucket_days, shown.starts_on, shown.amounts,
  shown.known_at, shown.levels, shown.quantiles_milli, shown.currency
from (${rows}) shown
  left join items item on item.id = shown.item_id
  left join locations place on place.id = shown.location_id;`;

const rowKey = `coalesce(shown.item_location_id::text,
  concat_ws(' ', coalesce(shown.item_id::text, shown.category, '-'), shown.location_id::text))`;
const rowKeyOfDay = `${rowKey} || ' ' || shown.starts_on`;

const seriesView = (series: Series): string =>
  shared(series.view, {
    rowKey,
    rows: `select ${seriesColumns} from (${fineSeries(series)}) fine
  union all
  select ${seriesColumns} from (${coarseSeries(series)}) coarse`,
  });

const pos: Series = {
  view: 'shared_pos',
  measure: 'pos',
  source: `select sold.starts_on, sold.bucket_days, sold.sold_milli as amounts, sold.changed_at as known_at,
      null::real[] as levels, null::bigint[] as quantiles_milli
    from sales_series sold where sold.org_id = rule.owner_id and sold.item_location_id = scope.item_location_id
    order by sold.bucket_days limit 1`,
  firstDay: `(${today} - rule.depth_days)`,
  endBefore: `(case when rule.latency_hours = 0 then '9999-12-31'::date
      else ((now() - make_interval(hours => rule.latency_hours)) at time zone 'UTC')::date end)`,
};

/** The newest version that is old enough; a horizon ends where the depth does. */
const forecast: Series = {
  view: 'shared_forecast',
  measure: 'forecast',
  source: `select expected.starts_on, expected.bucket_days, expected.mean_milli as amounts, expected.issued_at as known_at,
      expected.levels, expected.quantiles_milli
    from forecast_series expected
    where expected.org_id = rule.owner_id and expected.item_location_id = scope.item_location_id
      and expected.version_id = (select version.id from forecast_versions version
        where version.org_id = rule.owner_id and version.state = 'published' and version.issued_at <= ${knownBefore}
        order by version.issued_at desc, version.id desc limit 1)`,
  firstDay: `'0001-01-01'::date`,
  endBefore: `(${today} + rule.depth_days)`,
};

/** The newest plan that its party has published long enough ago; what counts is the override, else base and event. */
const plans: Series = {
  view: 'shared_plans',
  measure: 'forecast',
  source: `select plan.starts_on, plan.bucket_days, plan.published_at as known_at, null::real[] as levels,
      null::bigint[] as quantiles_milli,
      (select array_agg(coalesce(override, base + coalesce(event, 0)) order by place)
       from unnest(line.base_milli, line.event_milli, line.override_milli) with ordinality each (base, event, override, place))
        as amounts
    from forecast_plans plan join forecast_plan_rows line on line.buyer_id = plan.buyer_id and line.plan_id = plan.id
    where line.buyer_id = scope.buyer_id and line.item_location_id = scope.item_location_id
      and plan.id = (select newest.id from forecast_plans newest
        where newest.buyer_id = rule.buyer_id and newest.agreement_id = rule.agreement_id
          and newest.party_id = rule.owner_id and newest.purpose = 'sales' and newest.state <> 'superseded'
          and newest.published_at <= ${knownBefore}
        order by newest.published_at desc, newest.id desc limit 1)`,
  firstDay: `'0001-01-01'::date`,
  endBefore: `(${today} + rule.depth_days)`,
};

/** Facts with a day each; the amounts of one row are one number. */
const factView = (view: string, facts: string, amount = 'sum(amount)::bigint'): string =>
  shared(view, {
    rowKey: rowKeyOfDay,
    rows: `select ${dimensionNames}, bucket_days, starts_on, array[${amount}] as amounts, max(known_at) as known_at,
  null::real[] as levels, null::bigint[] as quantiles_milli, currency
from (${facts}) facts
group by ${dimensionNames}, bucket_days, starts_on, currency`,
  });

/** What stood there when the latency began: the present balance with every later posting taken back. */
const onHand = `
select ${dimensions}, 1 as bucket_days,
  (case when rule.latency_hours = 0 then now() else ${knownBefore} end at time zone 'UTC')::date as starts_on,
  balance.quantity_milli - coalesce((
    select sum(case when posted.to_state in ('available', 'allocated') and posted.to_location_id = scope.location_id
        then posted.quantity_milli else 0 end
      - case when posted.from_state in ('available', 'allocated') and posted.from_location_id = scope.location_id
        then posted.quantity_milli else 0 end)
    from stock_entries posted
    where rule.latency_hours > 0 and posted.org_id = rule.owner_id and posted.item_id = scope.item_id
      and posted.recorded_at > ${knownBefore}), 0) as amount,
  least(balance.changed_at, ${knownBefore}) as known_at, null::text as currency
${scopeOf}
  cross join lateral (select sum(held.quantity_milli) as quantity_milli, max(held.changed_at) as changed_at
    from stock_balances held
    where held.org_id = rule.owner_id and held.item_id = scope.item_id and held.location_id = scope.location_id
      and held.state in ('available', 'allocated')) balance
where rule.measure = 'on-hand' and rule.owner_id = scope.buyer_id and balance.quantity_milli is not null`;

/** Only what the agreement's supplier is to bring: orders at others are nobody's business. */
const receipts = (measure: string): string => `
select ${dimensions}, rule.bucket_days,
  case rule.bucket_days when 7 then ${weekOf('receipt.due_on')} else receipt.due_on end as starts_on,
  receipt.quantity_milli as amount, receipt.changed_at as known_at, null::text as currency
${scopeOf}
  join scheduled_receipts receipt on receipt.org_id = rule.owner_id and receipt.item_id = scope.item_id
    and receipt.location_id = scope.location_id
where rule.measure = '${measure}' and receipt.kind = '${measure}'
  and coalesce(receipt.supplier_id, scope.supplier_id) = scope.supplier_id
  and receipt.changed_at <= ${knownBefore}
  and receipt.due_on between ${today} - rule.depth_days and ${today} + rule.depth_days`;

/** What a party says of itself: per bucket, items and places as coarse as the rule; of costs and prices the average. */
const measures = `
select ${dimensions}, case when rule.bucket_days > said.bucket_days then 7 else said.bucket_days end as bucket_days,
  case when rule.bucket_days > said.bucket_days then ${weekOf('part.on_day')} else part.on_day end as starts_on,
  part.amount, said.recorded_at as known_at, said.currency
from sharing_rules rule
  join measure_series said on said.org_id = rule.owner_id and said.measure = rule.measure
    and said.buyer_id = rule.buyer_id and said.supplier_id = rule.supplier_id
  join lateral (
    select covering.buyer_id, covering.item_id, said.location_id,
      case when said.location_id is not null then min(covering.item_location_id::text)::uuid end as item_location_id
    from agreement_item_locations covering
    where covering.buyer_id = rule.buyer_id and covering.agreement_id = rule.agreement_id
      and covering.item_id = said.item_id and (said.location_id is null or covering.location_id = said.location_id)
    group by covering.buyer_id, covering.item_id) scope on true
  join items item on item.org_id = scope.buyer_id and item.id = scope.item_id
  cross join lateral (select said.starts_on + (place::integer - 1) * said.bucket_days as on_day, amount
    from unnest(said.amounts) with ordinality part (amount, place)) part
where rule.measure in ('on-hand', 'capacity', 'cost', 'price') and part.amount is not null
  and said.recorded_at <= ${knownBefore}
  and part.on_day between ${today} - rule.depth_days and ${today} + rule.depth_days`;

/** An event is one row over its days; its name stands for the item. */
const promotions = `
create view shared_promotions with (security_barrier) as
select 'shared_promotions'::text as source, event.id::text as row_key, rule.id as rule_id, rule.owner_id, rule.reader_id,
  rule.agreement_id, rule.measure, null::uuid as item_location_id, null::uuid as item_id, null::text as item_number,
  event.content ->> 'name' as description, null::text as unit, null::text as partner_item_number,
  event.content ->> 'type' as category, null::uuid as location_id, null::text as location_code,
  event.ends_before - event.starts_on as bucket_days, event.starts_on, '{}'::bigint[] as amounts,
  event.created_at as known_at, null::real[] as levels, null::bigint[] as quantiles_milli, null::text as currency
from sharing_rules rule join plan_events event on event.owner_id = rule.owner_id and event.agreement_id = rule.agreement_id
where rule.measure = 'promotion';`;

const viewNames = [
  'shared_promotions',
  'shared_pos',
  'shared_forecast',
  'shared_plans',
  'shared_on_hand',
  'shared_on_order',
  'shared_in_transit',
  'shared_measures',
];

/** The views belong to the role, so that its policies decide; the application may ask the views and nothing beneath. */
const views = `
${seriesView(pos)}
${seriesView(forecast)}
${seriesView(plans)}
${promotions}
${factView('shared_on_hand', onHand)}
${factView('shared_on_order', receipts('on-order'))}
${factView('shared_in_transit', receipts('in-transit'))}
${factView(
  'shared_measures',
  measures,
  `case when measure in ('cost', 'price') then round(avg(amount)) else sum(amount) end::bigint`,
)}
grant usage, create on schema public to coplan_sharing;
${viewNames.map((view) => `alter view ${view} owner to coplan_sharing; grant select on ${view} to coplan_app;`).join('\n')}
revoke create on schema public from coplan_sharing;
`;

/** Where both stood when they began, as far as each may know: the number's measure must be shared. */
const baselines = `
create table agreement_baselines (
  owner_id uuid not null,
  reader_id uuid not null,
  buyer_id uuid not null,
  supplier_id uuid not null,
  agreement_id uuid not null,
  agreement_version_id uuid not null,
  metric_code text not null,
  measure text not null,
  numerator double precision not null,
  denominator double precision not null,
  observation_count integer not null,
  from_on date not null,
  to_on date not null,
  taken_at timestamptz not null,
  primary key (buyer_id, agreement_id, owner_id, metric_code),
  check (owner_id in (buyer_id, supplier_id) and reader_id in (buyer_id, supplier_id) and owner_id <> reader_id),
  foreign key (buyer_id, supplier_id, agreement_version_id) references agreement_versions (buyer_id, supplier_id, id)
);
create index agreement_baselines_of_owner on agreement_baselines (owner_id, agreement_id);
create index agreement_baselines_of_reader on agreement_baselines (reader_id, agreement_id);
${sharedRows('agreement_baselines', ['owner_id'], { insert: ['owner_id'] })}
create policy agreement_baselines_shared on agreement_baselines for select to coplan_app using (
  reader_id = ${me} and (agreement_id, owner_id, measure) in (
    select rule.agreement_id, rule.owner_id, rule.measure from sharing_rules rule
    where rule.reader_id = ${me} and rule.closed_at is null));
`;

/** They name tables of later parts, so they come after them. */
export const viewMigrations: readonly Migration[] = [
  { name: 'collaboration-0098-sharing-role', sql: role },
  { name: 'collaboration-0099-shared-views', sql: `${policies}\n${views}\n${baselines}` },
];

/**
 * Forecast rows hold over versions since. The view reads the tables themselves: a view that looks with the eyes of the
 * one who asks would see nothing here.
 */
const forecastOverVersions: Series = {
  ...forecast,
  source: `select expected.starts_on, expected.bucket_days, expected.mean_milli as amounts, newest.issued_at as known_at,
      expected.levels, expected.quantiles_milli
    from (select version.version_number, version.issued_at from forecast_versions version
        where version.org_id = rule.owner_id and version.state = 'published' and version.issued_at <= ${knownBefore}
        order by version.issued_at desc, version.id desc limit 1) newest
      join forecast_rows expected on expected.org_id = rule.owner_id
        and expected.item_location_id = scope.item_location_id
        and expected.from_number <= newest.version_number and expected.until_number > newest.version_number`,
};

/** After the change of the table that the view named. */
export const sharedForecastMigrations: readonly Migration[] = [
  {
    name: 'collaboration-0100-shared-forecast-over-versions',
    sql: `
grant usage, create on schema public to coplan_sharing;
drop view shared_forecast;
${seriesView(forecastOverVersions)}
alter view shared_forecast owner to coplan_sharing;
grant select on shared_forecast to coplan_app;
revoke create on schema public from coplan_sharing;`,
  },
];
