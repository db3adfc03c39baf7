import { definePermissions, router } from '../../platform/index.ts';
import { collectNews } from './collect-news.ts';
import { composeDigest } from './digest-mail.ts';
import { getPreferences, savePreferences, savePreferencesInput } from './digest-preferences.ts';
import { stepName } from './send-digests.job.ts';

const { permitted } = definePermissions('digests', {
  'digests.own': ['buyer', 'approver', 'supplier-planner', 'admin'],
});

/** A person's own mail settings, and what a mail would say now. */
export const digestsRouter = router({
  preferences: permitted('digests.own').query(({ ctx }) => getPreferences(ctx)),
  savePreferences: permitted('digests.own')
    .input(savePreferencesInput)
    .mutation(({ ctx, input }) => savePreferences(ctx, input)),
  preview: permitted('digests.own').query(async ({ ctx }) => {
    const news = await collectNews(ctx.db, { now: ctx.clock.now(), stepName });
    const mine = news.filter(({ forUserId }) => forUserId === null || forUserId === ctx.actor.userId);
    const { timeZone } = await getPreferences(ctx);
    const { subject, text } = composeDigest(mine, { publicUrl: ctx.publicUrl, timeZone });
    return { itemCount: mine.length, subject: mine.length === 0 ? null : subject, text };
  }),
});
