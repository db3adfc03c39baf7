import { DomainError } from '@coplan/kernel';
import { z } from 'zod';
import type { Context, Database } from '../../platform/index.ts';

export const newsKinds = ['exceptions', 'commits', 'cycle', 'agreements', 'mentions'] as const;
export type NewsKind = (typeof newsKinds)[number];
export const frequencies = ['off', 'immediate', 'hourly', 'daily'] as const;
export type Frequency = (typeof frequencies)[number];

const hour = z.int().min(0).max(23);
const frequency = z.enum(frequencies);
const isTimeZone = (name: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
};

export const digestPreferences = z.object({
  timeZone: z.string().refine(isTimeZone, 'is not a time zone: write it as Europe/Oslo'),
  dailyHour: hour,
  quietFromHour: hour,
  quietUntilHour: hour,
  frequencies: z.object({
    exceptions: frequency,
    commits: frequency,
    cycle: frequency,
    agreements: frequency,
    mentions: frequency,
  }),
});
export type DigestPreferences = z.infer<typeof digestPreferences>;

/** One mail in the morning, and at once when somebody asks by name. */
export const standardPreferences = (timeZone: string): DigestPreferences => ({
  timeZone,
  dailyHour: 7,
  quietFromHour: 20,
  quietUntilHour: 6,
  frequencies: {
    exceptions: 'daily',
    commits: 'daily',
    cycle: 'daily',
    agreements: 'daily',
    mentions: 'immediate',
  },
});

type Row = DigestPreferences & { userId: string; version: number };

const findPreferences = `
select user_id as "userId", time_zone as "timeZone", daily_hour as "dailyHour", quiet_from_hour as "quietFromHour",
  quiet_until_hour as "quietUntilHour", frequencies, version
from digest_preferences where $1::uuid is null or user_id = $1`;

const ownTimeZone = `
select time_zone as "timeZone" from organisations where id = (select current_setting('app.org')::uuid)`;

export async function readPreferences(
  db: Database,
  userId: string | null = null,
): Promise<{ standard: DigestPreferences; byUser: Map<string, Row> }> {
  const [[organisation], rows] = await Promise.all([
    db.read<{ timeZone: string }>(ownTimeZone),
    db.read<Row>(findPreferences, [userId]),
  ]);
  return {
    standard: standardPreferences(organisation?.timeZone ?? 'UTC'),
    byUser: new Map(rows.map((row) => [row.userId, row])),
  };
}

function personOf({ actor }: Context): string {
  if (actor.userId !== null) return actor.userId;
  const text = 'Only a person who has signed in has mail settings';
  throw new DomainError('not-allowed', 'collaboration.digest-needs-person', {}, text);
}

export type OwnPreferences = DigestPreferences & { version: number; isStandard: boolean };

export async function getPreferences(context: Context): Promise<OwnPreferences> {
  const userId = personOf(context);
  const { standard, byUser } = await readPreferences(context.db, userId);
  const own = byUser.get(userId);
  if (own === undefined) return { ...standard, version: 0, isStandard: true };
  const { userId: _, ...preferences } = own;
  return { ...preferences, isStandard: false };
}

export const savePreferencesInput = digestPreferences.extend({ expectedVersion: z.int().min(0) });

const upsertPreferences = `
insert into digest_preferences as own (org_id, user_id, time_zone, daily_hour, quiet_from_hour, quiet_until_hour,
  frequencies, version)
values ((select current_setting('app.org')::uuid), $1, $2, $3, $4, $5, $6, 1)
on conflict (org_id, user_id) do update set time_zone = excluded.time_zone, daily_hour = excluded.daily_hour,
  quiet_from_hour = excluded.quiet_from_hour, quiet_until_hour = excluded.quiet_until_hour,
  frequencies = excluded.frequencies, version = own.version + 1
where own.version = $7
returning version`;

export async function savePreferences(
  context: Context,
  input: z.output<typeof savePreferencesInput>,
): Promise<OwnPreferences> {
  const userId = personOf(context);
  await context.db.transaction(async (tx) => {
    const saved = await tx.query(upsertPreferences, [
      userId,
      input.timeZone,
      input.dailyHour,
      input.quietFromHour,
      input.quietUntilHour,
      JSON.stringify(input.frequencies),
      input.expectedVersion,
    ]);
    if (saved.length > 0) return;
    const text = 'Your mail settings were changed in another window: look at them again';
    throw new DomainError('conflict', 'collaboration.digest-changed', {}, text);
  });
  return getPreferences(context);
}
