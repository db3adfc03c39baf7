import type { LocationId } from '@coplan/kernel';
import { rowsOf } from '../../partners/index.ts';
import type { Context, Transaction } from '../../platform/index.ts';
import {
  type AllocationRule,
  type AllocationRules,
  readAllocationRules,
  type ShipFromPlace,
} from './allocation-rules.ts';

export type RulesView = {
  version: number;
  /** Null: as long as nobody has set them. */
  changedAt: string | null;
  changedBy: string | null;
  policy: AllocationRules['policy'];
  rules: (AllocationRule & { customerName: string | null })[];
  pools: {
    poolId: string;
    name: string;
    itemId: string;
    itemNumber: string;
    description: string;
    unit: string;
    locationId: LocationId;
    placeCode: string;
    reservedMilli: number;
    customerIds: string[];
    releasesOn: string | null;
  }[];
  substitutes: {
    itemId: string;
    itemNumber: string;
    description: string;
    substituteId: string;
    substituteNumber: string;
    substituteDescription: string;
    position: number;
    numerator: number;
    denominator: number;
  }[];
  places: ShipFromPlace[];
  /** Everybody who can be served: buyers, and customers of the seller's own. */
  customers: RuleCustomer[];
};
export type RuleCustomer = { customerId: string; name: string; number: string };

const versionOf = `
select version, to_char(changed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "changedAt",
  changed_by as "changedBy"
from allocation_policies where org_id = (select current_setting('app.org')::uuid)`;

const rulesOf = `
select rule.customer_id as "customerId", coalesce(buyer.name, customer.name) as "customerName", rule.priority,
  rule.rotation, rule.remaining_days as "remainingDays", rule.is_single_lot as "isSingleLot",
  rule.is_ship_complete as "isShipComplete", rule.accepts_substitutes as "acceptsSubstitutes",
  rule.cancel_after_days as "cancelAfterDays", rule.shortage_micros::float8 as "shortageMicros"
from allocation_rules rule left join organisations buyer on buyer.id = rule.customer_id
  left join customers customer on customer.org_id = rule.org_id and customer.id = rule.customer_id
where rule.org_id = (select current_setting('app.org')::uuid) order by rule.priority, 2 nulls last`;

const poolsOf = `
select pool.id as "poolId", pool.name, pool.item_id as "itemId", item.item_number as "itemNumber", item.description,
  item.base_unit as unit, pool.location_id as "locationId", place.code as "placeCode", pool.reserved_milli::float8 as "reservedMilli",
  to_json(pool.customer_ids) as "customerIds", pool.releases_on::text as "releasesOn"
from reserve_pools pool join items item on item.org_id = pool.org_id and item.id = pool.item_id
  join locations place on place.org_id = pool.org_id and place.id = pool.location_id
where pool.org_id = (select current_setting('app.org')::uuid) order by pool.name`;

const substitutesOf = `
select one.item_id as "itemId", item.item_number as "itemNumber", item.description, one.substitute_id as "substituteId",
  other.item_number as "substituteNumber", other.description as "substituteDescription", one.position, one.numerator::float8 as numerator,
  one.denominator::float8 as denominator
from item_substitutes one join items item on item.org_id = one.org_id and item.id = one.item_id
  join items other on other.org_id = one.org_id and other.id = one.substitute_id
where one.org_id = (select current_setting('app.org')::uuid) order by 2, one.position`;

const customersOf = `
select customer.id as "customerId", customer.name, customer.customer_number as number
from customers customer where customer.org_id = (select current_setting('app.org')::uuid)
union all
select buyer.id, buyer.name, ''
from trading_relations relation join organisations buyer on buyer.id = relation.buyer_id
where relation.partner_id = (select current_setting('app.org')::uuid) and relation.kind = 'supplier'
order by 2, 1 limit 2000`;

/** The rules by which stock is given away. */
export async function getRules(source: Context['db'] | Transaction): Promise<RulesView> {
  const { policy, places } = await readAllocationRules(source);
  type Present = Pick<RulesView, 'version' | 'changedAt' | 'changedBy'>;
  const [present] = await rowsOf<Present>(source, versionOf, []);
  return {
    ...(present ?? { version: 0, changedAt: null, changedBy: null }),
    policy,
    rules: await rowsOf(source, rulesOf, []),
    pools: await rowsOf(source, poolsOf, []),
    substitutes: await rowsOf(source, substitutesOf, []),
    places,
    customers: await rowsOf(source, customersOf, []),
  };
}
