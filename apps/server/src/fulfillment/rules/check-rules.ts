import { rowsOf } from '../../partners/index.ts';
import type { Transaction } from '../../platform/index.ts';
import { rulesInvalid } from '../fulfillment.errors.ts';
import type { RulesInput } from './rules-input.ts';

function assertOnce(place: string, keys: readonly string[], why: string): void {
  const at = keys.findIndex((key, index) => keys.indexOf(key) !== index);
  if (at >= 0) throw rulesInvalid({ place: `${place} ${at + 1}`, why });
}

function assertSaidOnce({ rules, pools, substitutes, places }: RulesInput): void {
  const ruled = rules.map(({ customerId }) => customerId ?? 'others');
  assertOnce('Rule', ruled, 'this customer has another rule already: change that one');
  const names = pools.map(({ name }) => name.toLowerCase());
  assertOnce('Reserve pool', names, 'another pool has this name: give it one of its own');
  const pairs = substitutes.map(({ itemId, substituteId }) => `${itemId} ${substituteId}`);
  assertOnce('Substitute', pairs, 'it stands for this item already');
  const positions = substitutes.map(({ itemId, position }) => `${itemId} ${position}`);
  assertOnce('Substitute', positions, 'another one is tried at this turn: give it a turn of its own');
  const from = places.map(({ locationId }) => locationId);
  assertOnce('Place', from, 'it is named already');
  const at = substitutes.findIndex(({ itemId, substituteId }) => itemId === substituteId);
  if (at >= 0)
    throw rulesInvalid({ place: `Substitute ${at + 1}`, why: 'an item does not stand for itself' });
}

const itemsOf = `select id from items where org_id = (select current_setting('app.org')::uuid) and id = any ($1::uuid[])`;
const placesOf = `
select id from locations where org_id = (select current_setting('app.org')::uuid) and id = any ($1::uuid[])
  and kind <> 'return-centre'`;
const customersOf = `
select id from customers where org_id = (select current_setting('app.org')::uuid) and id = any ($1::uuid[])
union all
select buyer_id from trading_relations where partner_id = (select current_setting('app.org')::uuid)
  and kind = 'supplier' and buyer_id = any ($1::uuid[])`;

/** Nothing is said twice, and every item, place and customer is the seller's. Throws `DomainError` naming the place. */
export async function assertRules(tx: Transaction, input: RulesInput): Promise<void> {
  assertSaidOnce(input);
  const { rules, pools, substitutes, places } = input;
  const assertOwn = async (sql: string, named: readonly { place: string; ids: string[] }[], what: string) => {
    const found = await rowsOf<{ id: string }>(tx, sql, [named.flatMap(({ ids }) => ids)]);
    const own = new Set(found.map(({ id }) => id));
    const strange = named.find(({ ids }) => ids.some((id) => !own.has(id)));
    if (strange !== undefined) throw rulesInvalid({ place: strange.place, why: what });
  };
  const poolPlace = (index: number): string => `Reserve pool ${index + 1}`;
  await assertOwn(
    itemsOf,
    [
      ...pools.map(({ itemId }, index) => ({ place: poolPlace(index), ids: [itemId] })),
      ...substitutes.map(({ itemId, substituteId }, index) => ({
        place: `Substitute ${index + 1}`,
        ids: [itemId, substituteId],
      })),
    ],
    'choose items of your own catalog',
  );
  await assertOwn(
    placesOf,
    [
      ...pools.map(({ locationId }, index) => ({ place: poolPlace(index), ids: [locationId] })),
      ...places.map(({ locationId }, index) => ({ place: `Place ${index + 1}`, ids: [locationId] })),
    ],
    'choose places of your own that goods leave from',
  );
  await assertOwn(
    customersOf,
    [
      ...rules.map(({ customerId }, index) => ({
        place: `Rule ${index + 1}`,
        ids: customerId === null ? [] : [customerId],
      })),
      ...pools.map(({ customerIds }, index) => ({ place: poolPlace(index), ids: customerIds })),
    ],
    'choose customers of yours',
  );
}
