import { assert, type DomainError, type OrganisationId } from '@coplan/kernel';
import { newId } from '@coplan/platform';
import type pg from 'pg';
import { z } from 'zod';
import type { Context, JsonObject } from './context.ts';
import { type Contexts, jobActor } from './contexts.ts';
import type { Job, JobResult, SystemContext } from './job.ts';
import { findDomainError } from './trpc-errors.ts';

export type JobParts = {
  pool: pg.Pool;
  contexts: Contexts;
  system: Omit<SystemContext, 'forOrganisation'>;
};

/** What lies in the queue: the organisation is stamped by the database, `{}` for a job of the whole system. */
const queued = z.object({
  organisationId: z.uuid().nullish(),
  payload: z.unknown(),
  requestId: z.string().nullish(),
});

const startRun = `
insert into platform.job_runs (id, job, org_id, attempt, state, started_at) values ($1, $2, $3, $4, 'running', $5)`;
const endRun = `
update platform.job_runs set state = $2, ended_at = $3, result = $4, error = $5 where id = $1`;

export type Attempt = { number: number; signal: AbortSignal };

/** Refusals that another moment may lift; the rest would be refused again. */
const isPassing = ({ kind, code }: DomainError): boolean =>
  kind === 'unavailable' || kind === 'too-many' || code === 'platform.changed-meanwhile';

/** A refusal that would be refused again; everything else is worth another try. */
export function isFinal(error: unknown): boolean {
  const refusal = findDomainError(error);
  return refusal !== undefined && !isPassing(refusal);
}

async function runWithin(
  job: Job,
  context: Context | SystemContext,
  payload: unknown,
  signal: AbortSignal,
): Promise<JobResult> {
  const timeLimit = AbortSignal.timeout(job.timeoutMs);
  const ends = AbortSignal.any([signal, timeLimit]);
  const limit = new Promise<never>((_, reject) => {
    ends.addEventListener('abort', () =>
      reject(
        new Error(
          timeLimit.aborted
            ? `job ${job.name} took longer than ${job.timeoutMs} ms`
            : `job ${job.name} was interrupted by a shutdown`,
        ),
      ),
    );
  });
  return Promise.race([job.run(context as never, payload as never, ends), limit]);
}

/**
 * Carries one queued job out: right context, time limit, abort signal, a `job_runs` row. Throws when it must be tried
 * again; a refusal (DomainError) is recorded and final, because trying again would be refused again.
 */
export async function runJob(job: Job, raw: unknown, attempt: Attempt, parts: JobParts): Promise<void> {
  const { pool, contexts, system } = parts;
  const { organisationId, payload, requestId } = queued.parse(raw);
  const forOrganisation = (id: OrganisationId): Context =>
    contexts.contextFor(jobActor(id, job.name), requestId ?? undefined);
  assert(job.forEach === 'system' || organisationId, `job ${job.name} was queued without an organisation`);
  const context =
    job.forEach === 'system'
      ? { ...system, forOrganisation }
      : forOrganisation(organisationId as OrganisationId);
  const runId = newId();
  const now = (): Date => system.clock.now();
  await pool.query(startRun, [runId, job.name, organisationId ?? null, attempt.number, now()]);
  try {
    const result = await runWithin(job, context, job.payload.parse(payload ?? {}), attempt.signal);
    await pool.query(endRun, [runId, 'done', now(), JSON.stringify(result ?? {}), null]);
    system.log.info({ job: job.name, organisationId, result: result as JsonObject }, 'job done');
  } catch (error) {
    const isRefused = isFinal(error);
    await pool.query(endRun, [
      runId,
      isRefused ? 'refused' : 'failed',
      now(),
      null,
      (error as Error).message,
    ]);
    system.log.error(
      { job: job.name, organisationId, attempt: attempt.number, err: error },
      isRefused ? 'job refused' : 'job failed',
    );
    if (!isRefused) throw error;
  }
}
