import { cycleSteps } from '@coplan/collaboration';
import { type Context, defineJob } from '../../platform/index.ts';
import { collectNews } from './collect-news.ts';
import { composeDigest, type NewsItem } from './digest-mail.ts';
import { type DigestPreferences, readPreferences } from './digest-preferences.ts';
import { mailSlot } from './is-due.ts';

export type Reader = { userId: string; name: string; email: string };

const plannersOf = `
select user_id as "userId", name, email from platform.members
where roles && array['buyer', 'approver', 'supplier-planner', 'admin'] order by email limit 1000`;

const toldItems = `
select item_key as "itemKey" from digest_marks where user_id = $1 and item_key = any ($2::text[])`;

const markTold = `
insert into digest_marks (org_id, user_id, item_key, sent_at)
select (select current_setting('app.org')::uuid), $1, item_key, $3 from unnest($2::text[]) as item_key
on conflict do nothing`;

const forgetMarks = `delete from digest_marks where sent_at < $1::timestamptz - interval '60 days'`;

export const stepName = (step: number): string =>
  cycleSteps.find((one) => one.step === step)?.name ?? `Step ${step}`;

/**
 * What one reader is told now: items of kinds whose time has come and that have not gone out under the same slot, and
 * of them those that the reader has not been told before. Mail and marks are one transaction.
 */
async function tellReader(
  context: Context,
  {
    reader,
    news,
    preferences,
  }: { reader: Reader; news: readonly NewsItem[]; preferences: DigestPreferences },
): Promise<boolean> {
  const now = context.clock.now();
  const slotOf = ({ kind }: NewsItem): string | null => {
    const slot = mailSlot(now, kind, preferences);
    return slot === null ? null : `slot:${kind}:${slot}`;
  };
  const due = news.flatMap((item) => {
    const slot = slotOf(item);
    const isMine = item.forUserId === null || item.forUserId === reader.userId;
    return slot === null || !isMine ? [] : [{ item, slot }];
  });
  if (due.length === 0) return false;
  return context.db.transaction(async (tx) => {
    const keys = due.flatMap(({ item, slot }) => [item.key, slot]);
    const told = new Set(
      (await tx.query<{ itemKey: string }>(toldItems, [reader.userId, keys])).map(({ itemKey }) => itemKey),
    );
    const untold = due.filter(({ item, slot }) => !told.has(item.key) && !told.has(slot));
    if (untold.length === 0) return false;
    const items = untold.map(({ item }) => item);
    const slots = [...new Set(untold.map(({ slot }) => slot))].sort();
    const mail = composeDigest(items, { publicUrl: context.publicUrl, timeZone: preferences.timeZone });
    await tx.sendMail({ key: `digest:${reader.userId}:${slots.join('+')}`, to: reader.email, ...mail });
    await tx.query(markTold, [reader.userId, [...items.map(({ key }) => key), ...slots], now]);
    return true;
  });
}

/** Every ten minutes: each planner is mailed what waits, as often as the planner wants it. */
export const sendDigestsJob = defineJob({
  name: 'collaboration.send-digests',
  schedule: '*/10 * * * *',
  timeZone: 'UTC',
  timeoutMs: 120_000,
  async run(context, _payload, signal) {
    const { db, clock } = context;
    const readers = await db.read<Reader>(plannersOf);
    if (readers.length === 0) return { mailCount: 0 };
    const news = await collectNews(db, { now: clock.now(), stepName });
    await db.transaction((tx) => tx.query(forgetMarks, [clock.now()]));
    if (news.length === 0) return { mailCount: 0 };
    const { standard, byUser } = await readPreferences(db);
    let mailCount = 0;
    for (const reader of readers) {
      signal.throwIfAborted();
      const preferences = byUser.get(reader.userId) ?? standard;
      if (await tellReader(context, { reader, news, preferences })) mailCount += 1;
    }
    return { mailCount, itemCount: news.length };
  },
});
