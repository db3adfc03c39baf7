import { type OrderHistory, readOrderHistories } from '../orders/index.ts';
import type { Context, Transaction } from '../platform/index.ts';
import type { VerdictFact } from './line-facts.ts';
import { verdictNews } from './performance.events.ts';
import { readTerms, termsInForce } from './read-terms.ts';
import { type ScoredLine, scoreOrder, worthOf } from './score-order.ts';
import { addVersions } from './verdict-versions.ts';

/** Orders that are scored in one transaction. */
export const ordersPerBatchMax = 200;

const lock = `
select 1 from orders where org_id = (select current_setting('app.org')::uuid) and id = any ($1::uuid[])
order by id for no key update`;

const verdictFactsOf = `
select id as "factId", order_line_id as "orderLineId", body, told_number::float8 as number,
  to_char(said_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "saidAt", order_id as "orderId"
from verdict_facts where order_id = any ($1::uuid[]) order by told_number`;

export type SaidOfOrder = VerdictFact & { orderId: string };

export const readVerdictFacts = (
  source: { query: Transaction['query'] },
  orderIds: readonly string[],
): Promise<SaidOfOrder[]> => source.query<SaidOfOrder>(verdictFactsOf, [orderIds]);

const upsert = `
insert into perfect_order_lines as known (order_line_id, org_id, supplier_id, order_id, po_number, line_number, item_number,
  description, ship_to_name, unit, currency, value_minor, definition_version, rules, status, standing, is_perfect,
  numerator, denominator, components, due_on, exclusion_code, cause_party, cause, cause_key, cause_check, cost_minor,
  is_rebased, as_scored, score, score_hash, measures, past, final_at, look_again_at, as_of)
select "orderLineId", (select current_setting('app.org')::uuid), "supplierId", "orderId", "poNumber", "lineNumber",
  "itemNumber", description, "shipToName", unit, currency, "valueMinor", "definitionVersion", rules, status, standing,
  "isPerfect", numerator, denominator, components, "dueOn", "exclusionCode", "causeParty", cause, "causeKey",
  "causeCheck", "costMinor", "isRebased", "asScored", score, "scoreHash", measures, past, "finalAt", "lookAgainAt", $2
from jsonb_to_recordset($1::jsonb) as scored("orderLineId" uuid, "supplierId" uuid, "orderId" uuid, "poNumber" text,
  "lineNumber" text, "itemNumber" text, description text, "shipToName" text, unit text, currency text,
  "valueMinor" bigint, "definitionVersion" text, rules jsonb, status text, standing text, "isPerfect" boolean,
  numerator smallint, denominator smallint, components jsonb, "dueOn" date, "exclusionCode" text, "causeParty" text,
  cause text, "causeKey" text, "causeCheck" text, "costMinor" bigint, "isRebased" boolean, "asScored" jsonb, score jsonb,
  "scoreHash" text, measures jsonb, past jsonb, "finalAt" timestamptz, "lookAgainAt" timestamptz)
on conflict (org_id, order_line_id) do update set
  value_minor = excluded.value_minor, definition_version = excluded.definition_version, rules = excluded.rules,
  status = excluded.status, standing = excluded.standing, is_perfect = excluded.is_perfect,
  numerator = excluded.numerator, denominator = excluded.denominator, components = excluded.components,
  due_on = excluded.due_on, exclusion_code = excluded.exclusion_code, cause_party = excluded.cause_party,
  cause = excluded.cause, cause_key = excluded.cause_key, cause_check = excluded.cause_check,
  cost_minor = excluded.cost_minor, is_rebased = excluded.is_rebased, as_scored = excluded.as_scored,
  score = excluded.score, score_hash = excluded.score_hash, measures = excluded.measures, past = excluded.past,
  final_at = excluded.final_at, look_again_at = excluded.look_again_at, as_of = excluded.as_of
where known.as_of <= excluded.as_of
returning order_line_id`;

const knownScores = `
select order_line_id as "orderLineId", score_hash as "scoreHash" from perfect_order_lines where order_id = any ($1::uuid[])`;

const instant = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

function toRow(history: OrderHistory, { line, facts, score, ...scored }: ScoredLine) {
  const { rootCause, isPerfect, finalAtMs } = score;
  return {
    orderLineId: line.orderLineId,
    supplierId: history.supplierId,
    orderId: history.orderId,
    poNumber: history.poNumber,
    lineNumber: line.lineNumber,
    itemNumber: line.itemNumber,
    description: line.description,
    shipToName: history.shipToName,
    unit: line.unit,
    currency: history.currency,
    valueMinor: worthOf(facts),
    definitionVersion: score.definitionVersion,
    rules: facts.rules,
    status: score.status,
    standing: score.standing,
    isPerfect,
    numerator: isPerfect === true ? 1 : 0,
    denominator: isPerfect === null ? 0 : 1,
    components: score.components,
    dueOn: score.dueOn,
    exclusionCode: score.exclusion?.code ?? null,
    causeParty: rootCause?.party ?? null,
    cause: rootCause?.cause ?? null,
    causeKey: rootCause?.key ?? null,
    causeCheck: rootCause?.check ?? null,
    costMinor: score.costMinor,
    isRebased: score.isRebased,
    asScored: score.asScored,
    score,
    scoreHash: scored.scoreHash,
    measures: scored.measures,
    past: scored.past,
    finalAt: instant(finalAtMs),
    lookAgainAt: instant(scored.lookAgainAtMs),
  };
}

/** The orders scored anew as of a moment, from their facts alone; nothing is stored. */
export async function computeScores(
  tx: Transaction,
  { orderIds, asOfMs }: { orderIds: readonly string[]; asOfMs: number },
): Promise<{ history: OrderHistory; lines: ScoredLine[] }[]> {
  const histories = await readOrderHistories(tx, orderIds);
  const [buyer] = histories;
  if (buyer === undefined) return [];
  const [terms, said] = [await readTerms(tx, buyer.buyerId), await readVerdictFacts(tx, orderIds)];
  return histories.map((history) => ({
    history,
    lines: scoreOrder(history, {
      terms: termsInForce(terms, history),
      said: said.filter(({ orderId }) => orderId === history.orderId),
      asOfMs,
    }),
  }));
}

/**
 * Scores orders of the acting buyer and stores what came out; the same facts store the same again. Locks the orders, so
 * that of two computations at once the later one sees all that the earlier saw.
 */
export async function storeScores(context: Context, orderIds: readonly string[]): Promise<number> {
  const asOf = context.clock.now();
  return context.db.transaction(async (tx) => {
    const own = await tx.query(lock, [orderIds]);
    if (own.length === 0) return 0;
    const scored = await computeScores(tx, { orderIds, asOfMs: asOf.getTime() });
    const rows = scored.flatMap(({ history, lines }) => lines.map((line) => toRow(history, line)));
    const known = await tx.query<{ orderLineId: string; scoreHash: string }>(knownScores, [orderIds]);
    const hashes = new Map(known.map(({ orderLineId, scoreHash }) => [orderLineId, scoreHash]));
    const stored = await tx.query(upsert, [JSON.stringify(rows), asOf]);
    await addVersions(tx, orderIds);
    for (const { history, lines } of scored) {
      const isNews = lines.some(({ line, scoreHash }) => hashes.get(line.orderLineId) !== scoreHash);
      if (isNews) await tx.publish(verdictNews(history));
    }
    return stored.length;
  });
}
