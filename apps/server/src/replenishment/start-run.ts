import { engineVersion as forecastEngineVersion } from '@coplan/forecasting';
import { type LocalDate, localDateAt, type RunId } from '@coplan/kernel';
import { engineVersion as planningEngineVersion } from '@coplan/planning';
import { z } from 'zod';
import { defaultForecastParameters } from '../forecasting/index.ts';
import type { Context, Transaction } from '../platform/index.ts';
import { asOfInFuture, runUnderWay } from './replenishment.errors.ts';
import { runNews } from './replenishment.events.ts';

export const startRunInput = z
  .object({
    /** Plan as if it were this day; absent: today. For looking back, e.g. at an imported history. */
    asOf: z.iso.date().optional(),
    /** Forecast and plan also what has no news since the last run. */
    isEverything: z.boolean().optional(),
  })
  .optional();

/** The name under which the queue knows the job that carries a run out. */
export const carryOutRunJobName = 'replenishment.carry-out-run';

export type RunParameters = {
  asOf: LocalDate | null;
  forecast: typeof defaultForecastParameters;
  /** Absent in runs of older servers, which computed everything. */
  isEverything?: boolean;
};

/** Seeds are part of what makes a run repeatable, whether or not a model draws from them. */
const seedOf = (runId: RunId): number => Number.parseInt(runId.replaceAll('-', '').slice(-8), 16);

/** Of both engines, as runs name them. */
export const currentEngineVersion = `forecasting ${forecastEngineVersion}, ${planningEngineVersion}`;

/** Queues a run in the caller's transaction. Throws `DomainError` when another is under way. */
export async function queueRun(
  { newId, clock, actor }: Context,
  tx: Transaction,
  { asOf, isEverything = false }: { asOf: LocalDate | null; isEverything?: boolean },
): Promise<RunId> {
  const [underWay] = await tx.query<{ id: string }>(
    `select id from runs where org_id = (select current_setting('app.org')::uuid) and state in ('queued', 'running')`,
  );
  if (underWay !== undefined) throw runUnderWay(underWay.id);
  const runId = newId<RunId>();
  const parameters: RunParameters = { asOf, forecast: defaultForecastParameters, isEverything };
  const inserted = await tx.query(
    `insert into runs (id, org_id, state, phase, engine_version, parameters, seed, requested_by, created_at)
     values ($1, (select current_setting('app.org')::uuid), 'queued', 'queued', $2, $3, $4, $5, $6)
     on conflict do nothing returning id`,
    [runId, currentEngineVersion, JSON.stringify(parameters), seedOf(runId), actor.name, clock.now()],
  );
  // Two pressed at once: the other's run is the one.
  if (inserted.length === 0) throw runUnderWay('');
  await tx.enqueue(carryOutRunJobName, { runId }, { key: `run:${runId}` });
  await tx.publish(
    runNews('replenishment.run-started', { organisationId: actor.organisationId, runId, state: 'queued' }),
  );
  await tx.audit({
    command: 'replenishment.start-run',
    subject: { kind: 'run', id: runId },
    after: { asOf, isEverything },
  });
  return runId;
}

/** Queues a run: forecast, plan, proposals. One at a time per organisation. */
export async function startRun(
  context: Context,
  input: z.output<typeof startRunInput>,
): Promise<{ runId: RunId }> {
  const asOf = (input?.asOf as LocalDate | undefined) ?? null;
  if (asOf !== null && asOf > localDateAt(context.clock.now(), 'Pacific/Kiritimati'))
    throw asOfInFuture(asOf);
  return {
    runId: await context.db.transaction((tx) =>
      queueRun(context, tx, { asOf, isEverything: input?.isEverything === true }),
    ),
  };
}
