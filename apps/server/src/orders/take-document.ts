import type { BlanketOrder, PurchaseOrder } from '@coplan/documents';
import type { Context, Transaction } from '../platform/index.ts';
import { agreeFromDocument } from './blanket/agree-from-document.ts';
import { DocumentWaits, type OrderIssue, waits } from './life/issues.ts';
import { judgeDocument } from './life/judge-document.ts';
import { loadFactsOf } from './life/load-facts.ts';
import type { OrderFacts } from './life/order-facts.ts';
import { isStoredAlone } from './life/store-facts.ts';
import { lockOrdersByNumber, type OrderName } from './load-order.ts';
import type { Order } from './order.entity.ts';
import type { OrderState } from './order.lifecycle.ts';
import { placeFromDocuments } from './place-from-document.ts';
import { type Addition, recordFactsOf, wakeWaiting } from './record-facts.ts';
import { type ArrivedDocument, keepWaiting } from './waiting/keep-waiting.ts';

export type Taken = { isUnchanged: boolean; state: OrderState | null; issue: OrderIssue | null };

const waitsFor = (issue: OrderIssue): Taken => ({ isUnchanged: false, state: null, issue });

/** What documents were given to be, each under its place in the batch. */
type Outcome = Map<ArrivedDocument, Taken>;

/** One document about an order at a time, whether the order exists or not, so that none slips past another. */
const lockOrders = (tx: Transaction, arrived: readonly ArrivedDocument[]): Promise<unknown> =>
  tx.query(
    `select count(pg_advisory_xact_lock(hashtextextended(name, 4711)))
     from (select distinct name from unnest($1::text[]) as name order by name) named`,
    [arrived.map(({ buyerId, poNumber }) => `${buyerId} ${poNumber}`)],
  );

const nameOf = ({ buyerId, supplierId, poNumber }: OrderName): string =>
  `${buyerId} ${supplierId} ${poNumber}`;

/** Runs `judge`; a document that has to wait is noted as such. */
function orWait<Result>(outcome: Outcome, arrived: ArrivedDocument, judge: () => Result): Result | undefined {
  try {
    return judge();
  } catch (error) {
    if (!(error instanceof DocumentWaits)) throw error;
    outcome.set(arrived, waitsFor(error.issue));
    return undefined;
  }
}

/** What a document adds to an order that is known; undefined where it waits or says nothing new. */
function judgeArrived(
  context: Context,
  outcome: Outcome,
  { arrived, order, facts }: { arrived: ArrivedDocument; order: Order; facts: OrderFacts },
): (Addition & { arrived: ArrivedDocument }) | undefined {
  const { document, documentId } = arrived;
  const added = orWait(outcome, arrived, () => judgeDocument(facts, document, context.newId, arrived));
  if (added === undefined) return undefined;
  if (added === null) {
    outcome.set(arrived, { isUnchanged: true, state: order.state, issue: null });
    return undefined;
  }
  if (document.documentType === 'order-confirmation' && document.supplierReference !== undefined) {
    order.supplierReference = document.supplierReference;
  }
  return { arrived, order, facts, added, by: { channel: 'edi', documentId } };
}

/** Writes additions down, all at once or, where one may find that it has to wait, one by one. */
async function record(
  context: Context,
  tx: Transaction,
  { additions, outcome }: { additions: (Addition & { arrived: ArrivedDocument })[]; outcome: Outcome },
): Promise<void> {
  await recordFactsOf(
    context,
    tx,
    additions.filter(({ added }) => !isStoredAlone(added)),
  );
  for (const addition of additions) {
    const { arrived, order, added } = addition;
    try {
      if (isStoredAlone(added)) await recordFactsOf(context, tx, [addition]);
      outcome.set(arrived, { isUnchanged: false, state: order.state, issue: null });
    } catch (error) {
      if (!(error instanceof DocumentWaits)) throw error;
      outcome.set(arrived, waitsFor(error.issue));
    }
  }
}

const isAgreeing = ({ document }: ArrivedDocument): boolean =>
  document.documentType === 'blanket-order' && document.purpose !== 'cancellation';

/** Blanket orders that are not known yet. */
async function agree(
  context: Context,
  tx: Transaction,
  { agreeing, outcome }: { agreeing: readonly ArrivedDocument[]; outcome: Outcome },
): Promise<void> {
  for (const arrived of agreeing) {
    try {
      const document = arrived.document as BlanketOrder;
      const state = await agreeFromDocument(context, tx, { arrived, document });
      outcome.set(arrived, { isUnchanged: false, state, issue: null });
    } catch (error) {
      if (!(error instanceof DocumentWaits)) throw error;
      outcome.set(arrived, waitsFor(error.issue));
    }
  }
}

async function place(
  context: Context,
  tx: Transaction,
  { unknown, outcome }: { unknown: ArrivedDocument[]; outcome: Outcome },
): Promise<void> {
  const orders = unknown.flatMap((arrived) => {
    const { document } = arrived;
    if (isAgreeing(arrived)) return [];
    const isPlacing = document.documentType === 'purchase-order' && document.purpose !== 'cancellation';
    if (isPlacing) return { arrived, document: document as PurchaseOrder };
    orWait(outcome, arrived, () =>
      waits(
        'order-unknown',
        `There is no order ${arrived.poNumber} between you and that buyer: it has not come, or its number is wrong`,
      ),
    );
    return [];
  });
  await agree(context, tx, { agreeing: unknown.filter(isAgreeing), outcome });
  const placed = orders.length === 0 ? [] : await placeFromDocuments(context, tx, orders);
  for (const [index, { arrived }] of orders.entries()) {
    const one = placed[index];
    if (one === undefined) continue;
    outcome.set(
      arrived,
      'issue' in one ? waitsFor(one.issue) : { isUnchanged: false, state: one.state, issue: null },
    );
  }
  const isPlaced = (arrived: ArrivedDocument): boolean => outcome.get(arrived)?.issue === null;
  await wakeWaiting(tx, unknown.filter(isPlaced));
}

/** Documents about different orders. */
async function takeRound(
  context: Context,
  tx: Transaction,
  { round, outcome }: { round: readonly ArrivedDocument[]; outcome: Outcome },
): Promise<void> {
  const orders = new Map((await lockOrdersByNumber(tx, round)).map((order) => [nameOf(order), order]));
  const facts = await loadFactsOf(
    tx,
    [...orders.values()].map(({ id: orderId, buyerId }) => ({ orderId, buyerId })),
  );
  const additions = round.flatMap((arrived) => {
    const order = orders.get(nameOf(arrived));
    const known = order && facts.get(order.id);
    if (order === undefined || known === undefined) return [];
    return judgeArrived(context, outcome, { arrived, order, facts: known }) ?? [];
  });
  await record(context, tx, { additions, outcome });
  await place(context, tx, { unknown: round.filter((arrived) => !orders.has(nameOf(arrived))), outcome });
  for (const arrived of round) {
    const issue = outcome.get(arrived)?.issue;
    if (issue) await keepWaiting(context, tx, { arrived, issue });
  }
}

/** Documents in rounds, so that of those about one order each meets what the one before it has said. */
function roundsOf(arrived: readonly ArrivedDocument[]): ArrivedDocument[][] {
  const rounds: ArrivedDocument[][] = [];
  const counts = new Map<string, number>();
  for (const one of arrived) {
    const key = `${one.buyerId} ${one.poNumber}`;
    const round = counts.get(key) ?? 0;
    counts.set(key, round + 1);
    const others = rounds[round];
    if (others === undefined) rounds.push([one]);
    else others.push(one);
  }
  return rounds;
}

/**
 * Documents about orders, as their sender, in the order in which they came. What one says becomes facts; said before,
 * it changes nothing; what cannot be understood yet waits under a named issue.
 */
export async function takeDocuments(
  context: Context,
  tx: Transaction,
  arrived: readonly ArrivedDocument[],
): Promise<Taken[]> {
  await lockOrders(tx, arrived);
  const outcome: Outcome = new Map();
  for (const round of roundsOf(arrived)) await takeRound(context, tx, { round, outcome });
  return arrived.map((one) => outcome.get(one) as Taken);
}

/** The same for one document. */
export const takeDocument = async (
  context: Context,
  tx: Transaction,
  arrived: ArrivedDocument,
): Promise<Taken> => (await takeDocuments(context, tx, [arrived]))[0] as Taken;
