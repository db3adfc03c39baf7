import { createHash } from 'node:crypto';
import type { Clock } from '@coplan/kernel';
import type pg from 'pg';

/** Wrong passwords per account and hour that one address may send. */
const failuresPerAddressMax = 10;
/** Wrong passwords per account and hour from all addresses together from which nobody ever signed in. */
const failuresFromStrangersMax = 50;

const countFailures = `
select
  coalesce(sum(failure_count) filter (where address = $2), 0)::int as "here",
  coalesce(sum(failure_count) filter (where succeeded_at is null), 0)::int as "strangers",
  coalesce(bool_or(succeeded_at is not null) filter (where address = $2), false) as "isKnown"
from sign_in_tries
where account_hash = $1 and (window_started_at > $3::timestamptz - interval '1 hour' or succeeded_at is not null)`;

const recordFailure = `
insert into sign_in_tries as known (account_hash, address, failure_count, window_started_at) values ($1, $2, 1, $3)
on conflict (account_hash, address) do update set
  failure_count = case when known.window_started_at > $3::timestamptz - interval '1 hour'
    then known.failure_count + 1 else 1 end,
  window_started_at = case when known.window_started_at > $3::timestamptz - interval '1 hour'
    then known.window_started_at else $3 end`;

const recordSuccess = `
insert into sign_in_tries (account_hash, address, failure_count, window_started_at, succeeded_at)
values ($1, $2, 0, $3, $3)
on conflict (account_hash, address) do update set failure_count = 0, window_started_at = $3, succeeded_at = $3`;

const forgetOld = `
delete from sign_in_tries where greatest(window_started_at, succeeded_at) < $1::timestamptz - interval '90 days'`;

export type SignInTry = { email: string; address: string };

export type GuessLimit = {
  /** Whether another password may be tried; asked before it is checked. */
  mayTry(attempt: SignInTry): Promise<boolean>;
  record(attempt: SignInTry & { isSuccess: boolean }): Promise<void>;
};

/** The address as typed is not kept: whoever reads the table learns of no account. */
const accountHash = (email: string): Buffer =>
  createHash('sha256').update(email.trim().toLowerCase()).digest();

/**
 * Limits guesses per account, whether it exists or not. An address from which the account's owner has signed in before
 * only counts its own failures, so that strangers cannot lock the owner out.
 */
export function createGuessLimit({ pool, clock }: { pool: pg.Pool; clock: Clock }): GuessLimit {
  return {
    async mayTry({ email, address }) {
      const values = [accountHash(email), address, clock.now()];
      const { rows } = await pool.query<{ here: number; strangers: number; isKnown: boolean }>(
        countFailures,
        values,
      );
      const { here = 0, strangers = 0, isKnown = false } = rows[0] ?? {};
      return here < failuresPerAddressMax && (isKnown || strangers < failuresFromStrangersMax);
    },
    async record({ email, address, isSuccess }) {
      const now = clock.now();
      await pool.query(isSuccess ? recordSuccess : recordFailure, [accountHash(email), address, now]);
      if (isSuccess) await pool.query(forgetOld, [now]);
    },
  };
}
