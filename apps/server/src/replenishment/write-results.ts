import type { ItemLocationSpan } from '../catalog/index.ts';
import { type OrderForecastPlan, recordOutlooks } from '../collaboration/index.ts';
import { stillHolds } from '../forecasting/index.ts';
import { type Context, recountTables, type Transaction } from '../platform/index.ts';
import type { PlanCandidate } from './find-changed-plans.ts';
import type { PlanProblem } from './plan-batch.ts';

const me = `(select current_setting('app.org')::uuid)`;
/** So many problems are kept with the run word for word; the rest are counted. */
const problemsToldMax = 100;

/** A run as its results are filed. */
export type RunIdentity = { runId: string; runNumber: number };

export type ComputedBatch = {
  batchNumber: number;
  /** Canonical input, compressed; what a replay computes from. */
  kept: Uint8Array;
  inputHash: string;
  /** JSON of a `PlanBatchOutput`. */
  output: string;
  outputHash: string;
  caseCount: number;
};

const insertResults = `
insert into plan_results (org_id, item_location_id, run_id, from_number, batch_number, input_mark, input_hash,
  output_hash, outcome, problem_code, problem_message, supplier_id, quantity_milli, order_on, deliver_on,
  unit_price_micros)
select ${me}, row."itemLocationId", $1, $2, $3, mark.mark, decode(row."inputHash", 'hex'),
  decode(row."outputHash", 'hex'), row.outcome, row."problemCode", row."problemMessage", row."supplierId",
  row."quantityMilli", row."orderOn", row."deliverOn", row."unitPriceMicros"
from json_to_recordset($4::json -> 'results') as row("itemLocationId" uuid, "inputHash" text, "outputHash" text,
    outcome text, "problemCode" text, "problemMessage" text, "supplierId" uuid, "quantityMilli" bigint,
    "orderOn" date, "deliverOn" date, "unitPriceMicros" bigint)
  join unnest($5::uuid[], $6::text[]) as mark(id, mark) on mark.id = row."itemLocationId"`;

/** What could not even be read has no input; it is told, and asked again when something of it changes. */
const insertUnread = `
insert into plan_results (org_id, item_location_id, run_id, from_number, input_mark, outcome, problem_code,
  problem_message)
select ${me}, row."itemLocationId", $1, $2, mark.mark, 'problem', row.code, row.message
from json_to_recordset($3::json) as row("itemLocationId" uuid, code text, message text)
  join unnest($4::uuid[], $5::text[]) as mark(id, mark) on mark.id = row."itemLocationId"`;

/**
 * The proposals are new, nobody sees them yet. One that is before the buyers already, exactly so, is not written a
 * second time: it stands.
 */
const insertProposals = `
insert into proposals (id, org_id, run_id, item_location_id, item_id, location_id, supplier_id, state,
  quantity_milli, proposed_quantity_milli, unit, unit_price_micros, currency, value_minor, money_at_risk_minor,
  order_on, deliver_on, cut_off_at, input, proof, messages, created_at, agreement_version_id)
select row.id, ${me}, $1, row."itemLocationId", row."itemId",
  row."locationId", row."supplierId", 'new', row."quantityMilli", row."quantityMilli", row.unit,
  row."unitPriceMicros", row.currency, row."valueMinor", row."moneyAtRiskMinor", row."orderOn",
  row."deliverOn", row."cutOffAt", row.input, row.proof, row.messages, $4, row."agreementVersionId"
from rows from (
  json_to_recordset($2::json -> 'proposals') as ("itemLocationId" uuid, "itemId" uuid,
    "locationId" uuid, "supplierId" uuid, "quantityMilli" bigint, unit text, "unitPriceMicros" bigint,
    currency text, "valueMinor" bigint, "moneyAtRiskMinor" bigint, "orderOn" date, "deliverOn" date,
    "cutOffAt" timestamptz, input jsonb, proof jsonb, messages jsonb, "agreementVersionId" uuid),
  unnest($3::uuid[])
) as row("itemLocationId", "itemId", "locationId", "supplierId", "quantityMilli", unit, "unitPriceMicros",
  currency, "valueMinor", "moneyAtRiskMinor", "orderOn", "deliverOn", "cutOffAt", input, proof, messages,
  "agreementVersionId", id)
where row."itemLocationId" is not null and not exists (
  select 1 from proposals open
  where open.org_id = ${me} and open.item_location_id = row."itemLocationId"
    and open.state in ('in-review', 'needs-second')
    and (open.proposed_quantity_milli, open.order_on, open.deliver_on, open.unit_price_micros, open.supplier_id)
      = (row."quantityMilli", row."orderOn", row."deliverOn", row."unitPriceMicros", row."supplierId"))`;

/** Writes a computed batch: results, new proposals, order forecasts, and the input that all of it came from. */
export function writeBatch(
  { db, newId, clock }: Context,
  { runId, runNumber }: RunIdentity,
  {
    batch,
    candidates,
    plans,
  }: { batch: ComputedBatch; candidates: readonly PlanCandidate[]; plans: readonly OrderForecastPlan[] },
): Promise<void> {
  return db.transaction(async (tx) => {
    // The tables grow while the run goes on; the statement of the hundredth batch is not planned for those of the first.
    await recountTables(tx, ['plan_results', 'proposals', 'order_outlooks']);
    const ids = candidates.map(({ itemLocationId }) => itemLocationId);
    const marks = candidates.map(({ mark }) => mark);
    await tx.query(insertResults, [runId, runNumber, batch.batchNumber, batch.output, ids, marks]);
    const proposalIds = Array.from({ length: batch.caseCount }, () => newId());
    await tx.query(insertProposals, [runId, batch.output, proposalIds, clock.now()]);
    await recordOutlooks(tx, { runId, output: batch.output, plans });
    await tx.query(
      `insert into run_inputs (org_id, run_id, batch_number, input, input_hash, output_hash)
       values (${me}, $1, $2, $3, $4, $5)`,
      [runId, batch.batchNumber, batch.kept, batch.inputHash, batch.outputHash],
    );
  });
}

export async function writeUnread(
  { db }: Context,
  { runId, runNumber }: RunIdentity,
  { problems, candidates }: { problems: readonly PlanProblem[]; candidates: readonly PlanCandidate[] },
): Promise<void> {
  if (problems.length === 0) return;
  const ids = candidates.map(({ itemLocationId }) => itemLocationId);
  const marks = candidates.map(({ mark }) => mark);
  await db.transaction((tx) =>
    tx.query(insertUnread, [runId, runNumber, JSON.stringify(problems), ids, marks]),
  );
}

/** What a run has written so far goes: it was cancelled, has failed, or begins again. */
export async function removeUnfinished(tx: Transaction, runId: string): Promise<void> {
  await tx.query(`delete from proposals where run_id = $1 and state = 'new'`, [runId]);
  await tx.query(`delete from plan_results where org_id = ${me} and run_id = $1`, [runId]);
  await tx.query('delete from run_inputs where run_id = $1', [runId]);
}

/** What was planned anew held until this run; as much work as there was news. */
const endOlder = `
update plan_results held set until_number = $2 from plan_results fresh
where fresh.org_id = ${me} and fresh.run_id = $1 and held.org_id = ${me}
  and fresh.item_location_id > $3::uuid and fresh.item_location_id <= $4::uuid
  and held.item_location_id = fresh.item_location_id and held.until_number = ${stillHolds} and held.from_number < $2`;
const endDropped = `
update plan_results held set until_number = $1
where held.org_id = ${me} and held.item_location_id = any ($2::uuid[]) and held.until_number = ${stillHolds}
  and held.from_number < $1`;

/** Over all results that hold, whenever each was computed: the same as if all were computed now. */
const sumUp = `
select count(batch_number)::integer as planned, count(*) filter (where outcome = 'proposed')::integer as proposed,
  count(*) filter (where outcome = 'problem')::integer as problems,
  count(*) filter (where from_number = $1)::integer as computed,
  encode(sha256(coalesce(string_agg(input_hash, ''::bytea order by item_location_id), '')), 'hex') as "snapshotHash",
  encode(sha256(coalesce(string_agg(output_hash, ''::bytea order by item_location_id), '')), 'hex') as "resultHash"
from plan_results where org_id = ${me} and until_number = ${stillHolds} and from_number <= $1`;

export type PlanSummary = {
  planned: number;
  proposed: number;
  problems: number;
  computed: number;
  snapshotHash: string;
  resultHash: string;
};

/** The results of the run take the place of those before. In the transaction that puts its proposals before the buyers. */
export async function makeResultsHold(
  tx: Transaction,
  { runId, runNumber }: RunIdentity,
  { droppedIds, spans }: { droppedIds: readonly string[]; spans: readonly ItemLocationSpan[] },
): Promise<{ summary: PlanSummary; problems: PlanProblem[] }> {
  for (const { afterId, lastId } of spans) await tx.query(endOlder, [runId, runNumber, afterId, lastId]);
  await tx.query(endDropped, [runNumber, droppedIds]);
  const [summary] = await tx.query<PlanSummary>(sumUp, [runNumber]);
  const problems = await tx.query<PlanProblem>(
    `select item_location_id as "itemLocationId", problem_code as code, problem_message as message
     from plan_results where org_id = ${me} and until_number = ${stillHolds} and outcome = 'problem'
     order by item_location_id limit $1`,
    [problemsToldMax],
  );
  const none = { planned: 0, proposed: 0, problems: 0, computed: 0, snapshotHash: '', resultHash: '' };
  return { summary: summary ?? none, problems };
}
