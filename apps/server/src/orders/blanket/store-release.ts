import { nextState } from '@coplan/kernel';
import { loadFacts } from '../life/load-facts.ts';
import { type OrderLife, readOrderLife } from '../life/order-life.ts';
import type { Storing } from '../life/store-facts.ts';
import { type BlanketEvent, type BlanketState, blanketLifecycle } from './blanket.lifecycle.ts';
import { readCumulatives } from './cumulatives.ts';
import type { JudgedRelease, OfBlanket } from './judge-release.ts';

const parties = ({ order }: Storing): unknown[] => [order.buyerId, order.supplierId, order.id];

/** Writes a release down, with the sums that stand on its day and the lines that it called off. */
export async function storeRelease(
  storing: Storing,
  { release, change, callOffs }: JudgedRelease,
): Promise<void> {
  const { context, tx, by, order } = storing;
  const facts = await loadFacts(tx, { buyerId: order.buyerId, orderId: order.id });
  if (facts?.blanket == null) throw new Error(`order ${order.id} is no blanket order`);
  const about: OfBlanket = { ...facts, blanket: facts.blanket };
  const life = readOrderLife(facts, order.state);
  await tx.query(
    `insert into blanket_releases (org_id, supplier_id, order_id, id, document_id, recorded_at, recorded_by, kind,
       release_number, version, basis, issued_on, starts_on, ends_before, content_hash, reason, change_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
    [
      ...parties(storing),
      release.releaseId,
      by.documentId,
      context.clock.now(),
      context.actor.name,
      release.kind,
      release.releaseNumber,
      release.version,
      release.basis,
      release.issuedOn,
      release.startsOn,
      release.endsBefore,
      release.contentHash,
      release.reason,
      change?.changeId ?? null,
    ],
  );
  const buckets = release.items.flatMap(({ itemLine, buckets: ofItem }) =>
    ofItem.map((bucket, position) => ({ ...bucket, itemLine, position })),
  );
  await tx.query(
    `insert into blanket_release_buckets (org_id, supplier_id, order_id, release_id, item_line, position, starts_on,
       ends_before, time, amount_milli, certainty, reference)
     select $1, $2, $3, $4, "itemLine", position, "startsOn", "endsBefore", time, "amountMilli", certainty, reference
     from jsonb_to_recordset($5::jsonb) as bucket("itemLine" text, position integer, "startsOn" date,
       "endsBefore" date, time text, "amountMilli" bigint, certainty text, reference text)`,
    [...parties(storing), release.releaseId, JSON.stringify(buckets)],
  );
  const sums = release.items.map(({ itemLine }) => ({
    itemLine,
    sums: readCumulatives({ facts: about, life, itemLine }, release.issuedOn),
  }));
  await tx.query(
    `insert into blanket_release_sums (org_id, supplier_id, order_id, release_id, item_line, sums)
     select $1, $2, $3, $4, "itemLine", sums
     from jsonb_to_recordset($5::jsonb) as given("itemLine" text, sums jsonb)`,
    [...parties(storing), release.releaseId, JSON.stringify(sums)],
  );
  await tx.query(
    `insert into blanket_call_offs (org_id, supplier_id, order_id, release_id, line_number, item_line, starts_on,
       ends_before, time)
     select $1, $2, $3, $4, "lineNumber", "itemLine", "startsOn", "endsBefore", time
     from jsonb_to_recordset($5::jsonb) as called("lineNumber" text, "itemLine" text, "startsOn" date,
       "endsBefore" date, time text)`,
    [...parties(storing), release.releaseId, JSON.stringify(callOffs)],
  );
}

/** The only way to change the state of a blanket order. False where its life has no such move. */
export async function moveBlanket(
  storing: Storing,
  state: BlanketState,
  event: BlanketEvent,
): Promise<boolean> {
  const next = nextState(blanketLifecycle, state, event);
  if (next === undefined) return false;
  const { tx, order } = storing;
  await tx.query('update blanket_orders set state = $3 where org_id = $1 and order_id = $2', [
    order.buyerId,
    order.id,
    next,
  ]);
  return true;
}

/** After a release: whether everything that is agreed is called off now, or no longer. */
export async function followTotals(storing: Storing, life: OrderLife): Promise<void> {
  const { tx, order } = storing;
  const facts = await loadFacts(tx, { buyerId: order.buyerId, orderId: order.id });
  if (facts?.blanket == null) return;
  const about: OfBlanket = { ...facts, blanket: facts.blanket };
  const isExhausted = about.blanket.items.every(({ itemLine, totalMilli }) => {
    if (totalMilli === null) return false;
    const { calledOffMilli } = readCumulatives({ facts: about, life, itemLine }, about.blanket.endsBefore);
    return calledOffMilli >= totalMilli;
  });
  await moveBlanket(storing, about.blanket.state, isExhausted ? 'exhaust' : 'reopen');
}
