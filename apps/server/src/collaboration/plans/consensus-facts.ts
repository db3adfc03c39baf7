import {
  type AccuracyWeights,
  accuracyWeights,
  type ConsensusRule,
  type ForecastPurpose,
  type Side,
} from '@coplan/collaboration';
import { addDays, daysBetween, type LocalDate, localDateAt } from '@coplan/kernel';
import type { Context, Transaction } from '../../platform/index.ts';
import type { AgreementInForce } from './find-agreement.ts';
import type { PlanRow } from './load-plan.ts';
import { readActuals } from './read-actuals.ts';

/** What counts in one side's cells, and which part of it comes from events. */
export type SideRow = { valueMilli: (number | null)[]; eventMilli: (number | null)[] | undefined };

export type ConsensusFacts = {
  buyerPlan: PlanRow | undefined;
  sellerPlan: PlanRow | undefined;
  buyerRows: Map<string, SideRow>;
  sellerRows: Map<string, SideRow>;
  itemLocationIds: string[];
  unitPriceMicros: Map<string, number>;
  weights: Map<string, AccuracyWeights>;
  owedBy: Side[];
};

const readScope = `
select scope.item_location_id as "itemLocationId", terms.unit_price_micros as "unitPriceMicros"
from agreement_item_locations scope
  left join lateral (
    select known.unit_price_micros from supplier_terms known
    where known.org_id = scope.buyer_id and known.supplier_id = scope.supplier_id and known.item_id = scope.item_id
      and known.valid_from <= $3 and (known.valid_before is null or known.valid_before > $3) limit 1) terms on true
where scope.buyer_id = $1 and scope.agreement_id = $2 order by scope.item_location_id`;

const readValues = `
select line.item_location_id as "itemLocationId", to_json(line.base_milli) as base, to_json(line.event_milli) as event,
  to_json(line.override_milli) as override
from forecast_plan_rows line where line.buyer_id = $1 and line.plan_id = $2`;

type Layers = {
  itemLocationId: string;
  base: (number | null)[];
  event: (number | null)[];
  override: (number | null)[];
};

/** The override, else base plus event; null where there is neither. */
export const effectiveMilli = ({
  base,
  event,
  override,
}: Omit<Layers, 'itemLocationId'>): (number | null)[] =>
  base.map((below, index) => {
    const above = override[index] ?? null;
    if (above !== null) return above;
    return below === null ? null : below + (event[index] ?? 0);
  });

export async function readSideRows(
  tx: Transaction,
  plan: PlanRow | undefined,
): Promise<Map<string, SideRow>> {
  if (plan === undefined) return new Map();
  const rows = await tx.query<Layers>(readValues, [plan.buyerId, plan.planId]);
  return new Map(
    rows.map(({ itemLocationId, ...layers }) => {
      const hasEvents = layers.event.some((milli) => milli !== null);
      return [
        itemLocationId,
        { valueMilli: effectiveMilli(layers), eventMilli: hasEvents ? layers.event : undefined },
      ];
    }),
  );
}

/** Whoever shares its forecast under the agreement owes one. Where nobody does, each side knows its own only. */
export function owingSides({ content, mySide }: Pick<AgreementInForce, 'content' | 'mySide'>): Side[] {
  const sharing = content.sharing.filter(({ measure }) => measure === 'forecast').map(({ owner }) => owner);
  const owing = (['buyer', 'seller'] as const).filter((side) => sharing.includes(side));
  return owing.length === 0 ? [mySide] : owing;
}

const trailingBuckets = 13;

const readErrors = `
with asked as (
  select * from unnest($3::date[], $4::uuid[], $5::uuid[]) with ordinality as asked (starts_on, buyer_plan, seller_plan, place)
), value_of as (
  select asked.place, line.plan_id, line.item_location_id,
    coalesce(line.override_milli[held.place], line.base_milli[held.place] + coalesce(line.event_milli[held.place], 0))
      as milli
  from asked join forecast_plans plan on plan.id in (asked.buyer_plan, asked.seller_plan)
    join lateral (select (asked.starts_on - plan.starts_on) / plan.bucket_days + 1 as place) held on held.place >= 1
    join forecast_plan_rows line on line.buyer_id = $1 and line.plan_id = plan.id
)
select scope.item_location_id as "itemLocationId",
  json_agg(buyer.milli order by asked.place) as "buyerMilli", json_agg(seller.milli order by asked.place) as "sellerMilli"
from agreement_item_locations scope cross join asked
  left join value_of buyer on buyer.place = asked.place and buyer.plan_id = asked.buyer_plan
    and buyer.item_location_id = scope.item_location_id
  left join value_of seller on seller.place = asked.place and seller.plan_id = asked.seller_plan
    and seller.item_location_id = scope.item_location_id
where scope.buyer_id = $1 and scope.agreement_id = $2
group by scope.item_location_id`;

type Errors = {
  itemLocationId: string;
  buyerMilli: (number | null)[];
  sellerMilli: (number | null)[];
};

/** The plan that a party had published on the day a lag before the bucket began, and that reaches the bucket. */
function planAtLag(
  plans: readonly PlanRow[],
  about: { partyId: string; startsOn: LocalDate; lagDays: number; timeZone: string },
): string | null {
  const lastDay = addDays(about.startsOn, -about.lagDays);
  const found = plans.find(
    (plan) =>
      plan.kind === 'party' &&
      plan.partyId === about.partyId &&
      plan.publishedAt !== null &&
      localDateAt(plan.publishedAt, about.timeZone) <= lastDay &&
      plan.startsOn <= about.startsOn,
  );
  return found?.planId ?? null;
}

/** Weights by how well each side forecast the last weeks at the agreement's lag, item by item and place by place. */
async function readWeights(
  context: Context,
  tx: Transaction,
  { agreement, plans }: { agreement: AgreementInForce; plans: readonly PlanRow[] },
): Promise<Map<string, AccuracyWeights>> {
  const [newest] = plans;
  if (newest === undefined) return new Map();
  const { buyerId, supplierId, agreementId, content } = agreement;
  const { bucketDays } = newest;
  const today = localDateAt(context.clock.now(), content.calendar.timeZone);
  const behind = daysBetween(newest.startsOn, today);
  const present = addDays(newest.startsOn, Math.floor(behind / bucketDays) * bucketDays);
  const lag = content.metrics.find(({ code }) => code.includes('accuracy'))?.lagPeriods ?? 1;
  const buckets = Array.from({ length: trailingBuckets }, (_, index) =>
    addDays(present, (index - trailingBuckets) * bucketDays),
  );
  const { timeZone } = content.calendar;
  const at = (partyId: string) =>
    buckets.map((startsOn) => planAtLag(plans, { partyId, startsOn, lagDays: lag * bucketDays, timeZone }));
  const values = [buyerId, agreementId, buckets, at(buyerId), at(supplierId)];
  const rows = await tx.query<Errors>(readErrors, values);
  const startsOn = addDays(present, -trailingBuckets * bucketDays);
  const actuals = await readActuals(context, tx, {
    agreement,
    startsOn,
    bucketDays,
    bucketCount: trailingBuckets,
  });
  const unknown = new Array<null>(trailingBuckets).fill(null);
  return new Map(
    rows.map(({ itemLocationId, ...forecasts }) => [
      itemLocationId,
      accuracyWeights({ ...forecasts, actualMilli: actuals.get(itemLocationId) ?? unknown }),
    ]),
  );
}

/** Everything that a consensus is computed from, as the asking side sees it. */
export async function readConsensusFacts(
  context: Context,
  tx: Transaction,
  {
    agreement,
    purpose,
    plans,
    rule,
  }: {
    agreement: AgreementInForce;
    purpose: ForecastPurpose;
    plans: readonly PlanRow[];
    rule: ConsensusRule;
  },
): Promise<ConsensusFacts> {
  const publishedOf = (partyId: string) =>
    plans.find(
      (plan) =>
        plan.kind === 'party' &&
        plan.purpose === purpose &&
        plan.partyId === partyId &&
        plan.publishedAt !== null &&
        plan.state !== 'superseded',
    );
  const buyerPlan = publishedOf(agreement.buyerId);
  const sellerPlan = publishedOf(agreement.supplierId);
  const today = localDateAt(context.clock.now(), agreement.content.calendar.timeZone);
  const scope = await tx.query<{ itemLocationId: string; unitPriceMicros: number | null }>(readScope, [
    agreement.buyerId,
    agreement.agreementId,
    today,
  ]);
  return {
    buyerPlan,
    sellerPlan,
    buyerRows: await readSideRows(tx, buyerPlan),
    sellerRows: await readSideRows(tx, sellerPlan),
    itemLocationIds: scope.map(({ itemLocationId }) => itemLocationId),
    unitPriceMicros: new Map(
      scope.flatMap(({ itemLocationId, unitPriceMicros }) =>
        unitPriceMicros === null ? [] : [[itemLocationId, unitPriceMicros] as const],
      ),
    ),
    weights: rule === 'accuracy-weighted' ? await readWeights(context, tx, { agreement, plans }) : new Map(),
    owedBy: owingSides(agreement),
  };
}

const findAgreed = `
select plan.id as "planId", plan.starts_on::text as "startsOn" from forecast_plans plan
where plan.buyer_id = $1 and plan.agreement_id = $2 and plan.purpose = $3 and plan.kind = 'joint'
  and plan.state in ('consensus', 'frozen', 'archived') and plan.bucket_days = $4
order by plan.version_number desc limit 1`;

/** What both agreed last, in the buckets of a new joint plan. */
export async function readAgreedBefore(
  tx: Transaction,
  joint: PlanRow,
): Promise<Map<string, (number | null)[]>> {
  const [agreed] = await tx.query<Pick<PlanRow, 'planId' | 'startsOn'>>(findAgreed, [
    joint.buyerId,
    joint.agreementId,
    joint.purpose,
    joint.bucketDays,
  ]);
  if (agreed === undefined) return new Map();
  const shift = daysBetween(agreed.startsOn, joint.startsOn) / joint.bucketDays;
  const rows = await readSideRows(tx, { ...joint, planId: agreed.planId });
  return new Map(
    [...rows].map(([itemLocationId, { valueMilli }]) => [
      itemLocationId,
      Array.from({ length: joint.bucketCount }, (_, index) => valueMilli[index + shift] ?? null),
    ]),
  );
}
