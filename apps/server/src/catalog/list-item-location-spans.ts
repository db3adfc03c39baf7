import type { Transaction } from '../platform/index.ts';

/** Item-locations with ids after `afterId` up to `lastId`. */
export type ItemLocationSpan = { afterId: string; lastId: string };

const spanSize = 5_000;
const firstId = '00000000-0000-0000-0000-000000000000';
const lastPossibleId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/**
 * Every item-location of the organisation in spans of 5,000. A change of all is carried out span by span: each statement
 * ends soon and needs the same memory, however many there are.
 */
export async function listItemLocationSpans(tx: Pick<Transaction, 'query'>): Promise<ItemLocationSpan[]> {
  const ends = await tx.query<{ id: string }>(
    `select id from (select id, row_number() over (order by id) as place from item_locations
       where org_id = (select current_setting('app.org')::uuid)) numbered
     where place % $1 = 0 order by id`,
    [spanSize],
  );
  const afterIds = [firstId, ...ends.map(({ id }) => id)];
  return afterIds.map((afterId, index) => ({ afterId, lastId: afterIds[index + 1] ?? lastPossibleId }));
}
