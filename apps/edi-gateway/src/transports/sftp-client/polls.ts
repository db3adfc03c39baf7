import type { Sql } from '../../database.ts';

export type PollState = { lastPollAt: Date | null; failingSince: Date | null; explanation: string | null };

/** Takes the turn to look at a partner's server until `leaseUntil`; of several gateways one gets it. */
export async function claimPoll(
  sql: Sql,
  { agreementId, now, leaseUntil }: { agreementId: string; now: Date; leaseUntil: Date },
): Promise<boolean> {
  const rows = await sql.query(
    `insert into sftp_polls (agreement_id, next_poll_at) values ($1, $3)
     on conflict (agreement_id) do update set next_poll_at = excluded.next_poll_at
       where sftp_polls.next_poll_at <= $2
     returning 1`,
    [agreementId, now, leaseUntil],
  );
  return rows.length === 1;
}

/** Ends the turn; `why` is null when the visit went well. */
export async function endPoll(
  sql: Sql,
  {
    agreementId,
    now,
    nextPollAt,
    why,
  }: { agreementId: string; now: Date; nextPollAt: Date; why: string | null },
): Promise<void> {
  await sql.query(
    `update sftp_polls set next_poll_at = $3, last_poll_at = $2, explanation = $4,
       failing_since = case when $4::text is null then null else coalesce(failing_since, $2) end
     where agreement_id = $1`,
    [agreementId, now, nextPollAt, why?.slice(0, 2_000) ?? null],
  );
}

export async function findPoll(sql: Sql, agreementId: string): Promise<PollState | undefined> {
  const rows = await sql.query<PollState>(
    `select last_poll_at as "lastPollAt", failing_since as "failingSince", explanation from sftp_polls
     where agreement_id = $1`,
    [agreementId],
  );
  return rows[0];
}

/** Partners whose server could not be visited the last time. */
export async function countFailing(sql: Sql): Promise<number> {
  const [row] = await sql.query<{ count: number }>(
    'select count(*)::int as count from sftp_polls where failing_since is not null',
  );
  return row?.count ?? 0;
}
