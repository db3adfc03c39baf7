import type { LotRule, ReservePool, Substitute } from '@coplan/fulfillment';
import type { ItemId, LocalDate, LocationId } from '@coplan/kernel';
import { rowsOf } from '../../partners/index.ts';
import type { Context, Transaction } from '../../platform/index.ts';

/** How a customer is served. */
export type AllocationRule = {
  /** Null: everybody who has no rule of its own. */
  customerId: string | null;
  /** 1 is served first. */
  priority: number;
  rotation: LotRule['rotation'];
  /** Days that a lot must be good beyond the day asked for. */
  remainingDays: number;
  isSingleLot: boolean;
  /** All of a line or nothing of it. */
  isShipComplete: boolean;
  acceptsSubstitutes: boolean;
  /** So many days after the day asked for the customer does not want it any more; null: always. */
  cancelAfterDays: number | null;
  /** What a unit that is late or missing costs, in millionths of the currency unit. */
  shortageMicros: number;
};

/** What holds for customers of whom nothing is written down. */
export const plainRule: AllocationRule = {
  customerId: null,
  priority: 5,
  rotation: 'FEFO',
  remainingDays: 0,
  isSingleLot: false,
  isShipComplete: false,
  acceptsSubstitutes: false,
  cancelAfterDays: null,
  shortageMicros: 0,
};

export type ShipFromPlace = {
  locationId: LocationId;
  code: string;
  name: string;
  /** Null: no cost and no days are written down for it. */
  shipmentMinor: number | null;
  perUnitMinor: number | null;
  transitDays: number | null;
};

export type AllocationRules = {
  policy: 'priority' | 'fair-share';
  ruleOf(customerId: string): AllocationRule;
  priorities: ReadonlyMap<string, number>;
  pools: (ReservePool & { itemId: ItemId })[];
  substitutesOf(itemId: string): Substitute[];
  /** In the order in which they are preferred. */
  places: ShipFromPlace[];
};

const rulesOf = `select customer_id as "customerId", priority, rotation, remaining_days as "remainingDays",
  is_single_lot as "isSingleLot", is_ship_complete as "isShipComplete", accepts_substitutes as "acceptsSubstitutes",
  cancel_after_days as "cancelAfterDays", shortage_micros::float8 as "shortageMicros"
from allocation_rules where org_id = (select current_setting('app.org')::uuid)`;

const poolsOf = `select id as "poolId", item_id as "itemId", location_id as "locationId",
  reserved_milli::float8 as "reservedMilli", to_json(customer_ids) as "customerIds", releases_on::text as "releasesOn"
from reserve_pools where org_id = (select current_setting('app.org')::uuid) order by id`;

/** Own places from which goods leave; those without a row of costs come after the others, by code. */
const placesOf = `select place.id as "locationId", place.code, place.name,
  own.shipment_minor::float8 as "shipmentMinor", own.per_unit_minor::float8 as "perUnitMinor",
  own.transit_days as "transitDays"
from locations place left join ship_from_places own on own.org_id = place.org_id and own.location_id = place.id
where place.org_id = (select current_setting('app.org')::uuid) and place.kind <> 'return-centre'
order by own.position nulls last, place.code limit 500`;

/** Everything that says who is served how. */
export async function readAllocationRules(source: Context['db'] | Transaction): Promise<AllocationRules> {
  const rules = await rowsOf<AllocationRule>(source, rulesOf, []);
  const [policy] = await rowsOf<{ policy: AllocationRules['policy'] }>(
    source,
    `select policy from allocation_policies where org_id = (select current_setting('app.org')::uuid)`,
    [],
  );
  type PriorityRow = { orderLineId: string; priority: number };
  const priorities = await rowsOf<PriorityRow>(
    source,
    `select order_line_id as "orderLineId", priority from line_priorities
     where org_id = (select current_setting('app.org')::uuid)`,
    [],
  );
  type PoolRow = Omit<ReservePool, 'releasesOn'> & { itemId: ItemId; releasesOn: LocalDate | null };
  const pools = await rowsOf<PoolRow>(source, poolsOf, []);
  type SubstituteRow = { itemId: string; substituteId: string; numerator: number; denominator: number };
  const substitutes = await rowsOf<SubstituteRow>(
    source,
    `select item_id as "itemId", substitute_id as "substituteId", numerator::float8 as numerator,
       denominator::float8 as denominator
     from item_substitutes where org_id = (select current_setting('app.org')::uuid) order by item_id, position`,
    [],
  );
  const places = await rowsOf<ShipFromPlace>(source, placesOf, []);
  const byCustomer = new Map(rules.map((rule) => [rule.customerId, rule]));
  const byItem = Map.groupBy(substitutes, ({ itemId }) => itemId);
  return {
    policy: policy?.policy ?? 'priority',
    ruleOf: (customerId) => byCustomer.get(customerId) ?? byCustomer.get(null) ?? plainRule,
    priorities: new Map(priorities.map(({ orderLineId, priority }) => [orderLineId, priority])),
    pools: pools.map(({ releasesOn, ...pool }) => (releasesOn === null ? pool : { ...pool, releasesOn })),
    substitutesOf: (itemId) =>
      (byItem.get(itemId) ?? []).map(({ substituteId, numerator, denominator }) => ({
        itemId: substituteId,
        factor: { numerator, denominator },
      })),
    places,
  };
}
