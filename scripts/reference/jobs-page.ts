import { jobs } from '../../apps/server/src/jobs.ts';
import { jobsOfPlatform } from '../../apps/server/src/platform/platform-jobs.ts';
import { subscriptions } from '../../apps/server/src/subscriptions.ts';
import { code, page, table } from './markdown.ts';

type Needs = Parameters<typeof jobsOfPlatform>[0];

/** Every job with its schedule and limits. The platform's are only described here, so they need no database. */
export function jobsPage(): string {
  const needs = { gateway: null, subscriptions, pool: {}, mailer: {} } as Needs;
  const all = [...jobs, ...jobsOfPlatform(needs)];
  const rows = all
    .map(({ name, schedule, timeZone, timeoutMs, attemptsMax, forEach }) => [
      code(name),
      schedule === undefined ? 'when queued' : `${code(schedule)} ${timeZone ?? 'UTC'}`,
      `${timeoutMs / 1000} s`,
      String(attemptsMax ?? 5),
      forEach === 'system' ? 'once altogether' : 'per organisation',
    ])
    .sort();
  return page(
    'Jobs',
    'Schedules are cron text. A job that throws is tried again with growing pauses; a refusal is not. Every job may run twice and then changes nothing the second time.',
    table(['job', 'when', 'time limit', 'tries', 'runs'], rows),
  );
}
