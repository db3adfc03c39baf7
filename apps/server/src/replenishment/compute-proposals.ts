import { zstdCompressSync } from 'node:zlib';
import { type OrderForecastPlan, recordOutlooks } from '../collaboration/index.ts';
import {
  type ComputePool,
  hashOfBatches,
  keepInFlight,
  sha256,
  startComputePool,
} from '../forecasting/index.ts';
import type { Context, Transaction } from '../platform/index.ts';
import type { PlanBatchInput, PlanProblem } from './plan-batch.ts';
import { type PlanAsOf, readPlanCases } from './read-plan-cases.ts';
import type { TellProgress } from './run-progress.ts';

const batchSizeMax = 500;
/** So many problems are kept with the run word for word; the rest are counted. */
const problemsToldMax = 100;

export type ComputedProposals = {
  snapshotHash: string;
  resultHash: string;
  counts: { planned: number; proposed: number; muted: number; problems: number };
  problems: PlanProblem[];
  /** Item-locations that could not be planned: what is open there stands. */
  unplannedIds: string[];
};

type Batch = {
  inputHash: string;
  outputHash: string;
  caseCount: number;
  proposedCount: number;
  problems: PlanProblem[];
};
type Work = { runId: string; plans: readonly OrderForecastPlan[]; pool: ComputePool };

/** The result bytes go to the database as they are; the proposals are new, nobody sees them yet. */
async function insertProposals(
  { newId, clock }: Context,
  tx: Transaction,
  { runId, output, caseCount }: { runId: string; output: string; caseCount: number },
): Promise<{ proposedCount: number; problems: PlanProblem[] }> {
  const [written] = await tx.query<{ proposedCount: number; problems: PlanProblem[] }>(
    `with result as (select $2::json as value), inserted as (
       insert into proposals (id, org_id, run_id, item_location_id, item_id, location_id, supplier_id, state,
         quantity_milli, proposed_quantity_milli, unit, unit_price_micros, currency, value_minor, money_at_risk_minor,
         order_on, deliver_on, cut_off_at, input, proof, messages, created_at, agreement_version_id)
       select row.id, (select current_setting('app.org')::uuid), $1, row."itemLocationId", row."itemId",
         row."locationId", row."supplierId", 'new', row."quantityMilli", row."quantityMilli", row.unit,
         row."unitPriceMicros", row.currency, row."valueMinor", row."moneyAtRiskMinor", row."orderOn",
         row."deliverOn", row."cutOffAt", row.input, row.proof, row.messages, $4, row."agreementVersionId"
       from rows from (
         json_to_recordset((select value -> 'proposals' from result)) as ("itemLocationId" uuid, "itemId" uuid,
           "locationId" uuid, "supplierId" uuid, "quantityMilli" bigint, unit text, "unitPriceMicros" bigint,
           currency text, "valueMinor" bigint, "moneyAtRiskMinor" bigint, "orderOn" date, "deliverOn" date,
           "cutOffAt" timestamptz, input jsonb, proof jsonb, messages jsonb, "agreementVersionId" uuid),
         unnest($3::uuid[])
       ) as row("itemLocationId", "itemId", "locationId", "supplierId", "quantityMilli", unit, "unitPriceMicros",
         currency, "valueMinor", "moneyAtRiskMinor", "orderOn", "deliverOn", "cutOffAt", input, proof, messages, "agreementVersionId", id)
       where row."itemLocationId" is not null
       returning id
     )
     select (select count(*)::integer from inserted) as "proposedCount", value -> 'problems' as problems from result`,
    [runId, output, Array.from({ length: caseCount }, () => newId()), clock.now()],
  );
  return written ?? { proposedCount: 0, problems: [] };
}

async function computeBatch(
  context: Context,
  { runId, plans, pool }: Work,
  { batchNumber, input }: { batchNumber: number; input: PlanBatchInput },
): Promise<Batch> {
  const bytes = new TextEncoder().encode(JSON.stringify(input));
  const inputHash = sha256(bytes);
  const kept = zstdCompressSync(bytes);
  const output = await pool.compute(bytes);
  const outputHash = sha256(output);
  const caseCount = input.cases.length;
  return context.db.transaction(async (tx) => {
    const text = new TextDecoder().decode(output);
    const written = await insertProposals(context, tx, { runId, output: text, caseCount });
    await recordOutlooks(tx, { runId, output: text, plans });
    await tx.query(
      `insert into run_inputs (org_id, run_id, batch_number, input, input_hash, output_hash)
       values ((select current_setting('app.org')::uuid), $1, $2, $3, $4, $5)`,
      [runId, batchNumber, kept, inputHash, outputHash],
    );
    return { inputHash, outputHash, caseCount, ...written };
  });
}

/**
 * Plans every item-location and writes what it finds as new proposals, which nobody sees yet. Batches are computed in
 * threads while the next are read; memory stays bounded.
 */
export async function computeProposals(
  context: Context,
  about: {
    runId: string;
    at: PlanAsOf;
    plans: readonly OrderForecastPlan[];
    totalCount: number;
    threadCount: number;
    signal: AbortSignal;
  },
  tell: TellProgress,
): Promise<ComputedProposals> {
  const { runId, at, plans, signal, threadCount } = about;
  const pool = startComputePool({ moduleUrl: new URL('./plan-batch.ts', import.meta.url), threadCount });
  const batches = keepInFlight<Batch>(threadCount + 1);
  let batchNumber = 0;
  const problems: PlanProblem[] = [];
  let mutedCount = 0;
  let doneCount = 0;
  let afterId: string | undefined;
  try {
    do {
      signal.throwIfAborted();
      const page = await readPlanCases(context, at, { afterId, limit: batchSizeMax });
      afterId = page.lastId;
      problems.push(...page.problems);
      mutedCount += page.mutedCount;
      if (page.cases.length === 0) continue;
      const batch = { batchNumber, input: { cases: page.cases } };
      batchNumber += 1;
      await batches.add(
        computeBatch(context, { runId, plans, pool }, batch).then(async (done) => {
          doneCount += done.caseCount;
          await tell({ phase: 'plan', doneCount, totalCount: Math.max(doneCount, about.totalCount) });
          return done;
        }),
      );
    } while (afterId !== undefined);
    return summarise(await batches.results(), { problems, mutedCount });
  } finally {
    await pool.close();
    await batches.settled();
  }
}

function summarise(
  batches: readonly Batch[],
  { problems, mutedCount }: { problems: readonly PlanProblem[]; mutedCount: number },
): ComputedProposals {
  const allProblems = [...problems, ...batches.flatMap((batch) => batch.problems)];
  const sum = (countOf: (batch: Batch) => number): number =>
    batches.reduce((total, batch) => total + countOf(batch), 0);
  return {
    snapshotHash: hashOfBatches(batches.map((batch) => batch.inputHash)),
    resultHash: hashOfBatches(batches.map((batch) => batch.outputHash)),
    counts: {
      planned: sum((batch) => batch.caseCount),
      proposed: sum((batch) => batch.proposedCount),
      muted: mutedCount,
      problems: allProblems.length,
    },
    problems: allProblems.slice(0, problemsToldMax),
    unplannedIds: allProblems.map((problem) => problem.itemLocationId),
  };
}
