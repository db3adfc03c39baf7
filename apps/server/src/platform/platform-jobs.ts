import type pg from 'pg';
import { defineJob, type Job } from './job.ts';
import type { Mailer } from './mail/mailer.ts';
import { sendMailJob } from './mail/send-mail.job.ts';
import { runSubscriberJob, runSubscribersJob } from './run-subscriber.job.ts';
import { type GatewayAddress, sendDocumentJob } from './send-document.job.ts';
import type { Subscription } from './subscription.ts';

const forgetEvents = `delete from platform.stream where moved_at < $1::timestamptz - interval '30 days'`;
const forgetRuns = `delete from platform.job_runs where started_at < $1::timestamptz - interval '90 days'`;
const forgetMarks = `delete from platform.schedule_marks where minute < $1::timestamptz - interval '2 days'`;

/** Followers that were away for a month read afresh; runs are kept for a quarter. */
const forgetOldRows = (pool: pg.Pool): Job =>
  defineJob({
    name: 'platform.forget-old-rows',
    schedule: '17 3 * * *',
    timeZone: 'UTC',
    timeoutMs: 300_000,
    forEach: 'system',
    async run({ clock }) {
      const now = clock.now();
      const events = await pool.query(forgetEvents, [now]);
      const runs = await pool.query(forgetRuns, [now]);
      await pool.query(forgetMarks, [now]);
      return { eventCount: events.rowCount ?? 0, runCount: runs.rowCount ?? 0 };
    },
  });

/** The platform's own jobs. */
export const jobsOfPlatform = ({
  gateway,
  subscriptions,
  pool,
  mailer,
}: {
  gateway: GatewayAddress | null;
  mailer: Mailer;
  subscriptions: readonly Subscription[];
  pool: pg.Pool;
}): Job[] => [
  sendDocumentJob(gateway),
  sendMailJob(mailer),
  runSubscriberJob(subscriptions, pool),
  runSubscribersJob(subscriptions, pool),
  forgetOldRows(pool),
];
