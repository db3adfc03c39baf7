import type { Clock, OrganisationId } from '@coplan/kernel';
import { z } from 'zod';
import type { Context, JsonObject, Logger } from './context.ts';

/** What a job that belongs to no organisation receives: it may only act for one organisation after another. */
export type SystemContext = {
  clock: Clock;
  log: Logger;
  organisationIds(): Promise<OrganisationId[]>;
  /** A context of the job in that organisation. */
  forOrganisation(organisationId: OrganisationId): Context;
};

/** Counts and findings for the log and the `job_runs` row. */
export type JobResult = JsonObject | undefined;

type Common = {
  /** `<slice>.<verb-noun>`, unique. */
  name: string;
  timeoutMs: number;
  /** Cron text; a scheduled job's payload is `{}`. */
  schedule?: string;
  timeZone?: string;
  /** How often it is tried when it throws; default 5, with growing pauses. A refusal (DomainError) is not tried again. */
  attemptsMax?: number;
};

export type Job = Common & {
  forEach: 'organisation' | 'system';
  payload: z.ZodType;
  run(context: never, payload: never, signal: AbortSignal): Promise<JobResult>;
};

const nothing = z.object({});

/**
 * Declares a job. It runs at least once for each time it is queued, so `run` must be safe to repeat; it must stop
 * soon after `signal` is aborted (time limit or shutdown). A scheduled job runs once per organisation, or once
 * altogether with `forEach: 'system'`. A queued job runs as the organisation whose transaction queued it.
 */
export function defineJob<Payload extends z.ZodType = typeof nothing>(
  job: Common & {
    payload?: Payload;
    forEach?: 'organisation';
    run(context: Context, payload: z.output<Payload>, signal: AbortSignal): Promise<JobResult>;
  },
): Job;
export function defineJob<Payload extends z.ZodType = typeof nothing>(
  job: Common & {
    payload?: Payload;
    forEach: 'system';
    run(context: SystemContext, payload: z.output<Payload>, signal: AbortSignal): Promise<JobResult>;
  },
): Job;
export function defineJob(job: Partial<Job> & Common & Pick<Job, 'run'>): Job {
  return { forEach: 'organisation', payload: nothing, ...job };
}
