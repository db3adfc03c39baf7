import { DomainError } from '@coplan/kernel';
import { z } from 'zod';
import { defineJob, type Job } from '../job.ts';
import { type Mailer, MailRefused } from './mailer.ts';

type MailRow = { id: string; to: string; subject: string; text: string; html: string | null; state: string };

const findMail = `
select id, to_address as "to", subject, text_body as text, html_body as html, state from platform.mails where id = $1`;

const settleMail = `
update platform.mails set state = $2, reason = $3, settled_at = $4 where id = $1 and state = 'queued' returning id`;

/**
 * Hands one queued mail to the mailer. Tried for about a day while the mail server is away. A mail that was handed
 * over just before a crash goes out again with the same Message-ID, which mail programs show once.
 */
export const sendMailJob = (mailer: Mailer): Job =>
  defineJob({
    name: 'platform.send-mail',
    timeoutMs: 60_000,
    attemptsMax: 25,
    payload: z.object({ mailId: z.uuid() }),
    async run({ db, clock }, { mailId }) {
      const [mail] = await db.read<MailRow>(findMail, [mailId]);
      if (mail === undefined) throw new DomainError('not-found', 'platform.mail-not-found', { mailId });
      if (mail.state !== 'queued') return { state: mail.state };
      const settle = (state: string, reason: string | null) =>
        db.transaction((tx) => tx.query(settleMail, [mailId, state, reason, clock.now()]));
      try {
        await mailer.send({ ...mail, messageId: `<${mailId}@coplan>` });
      } catch (error) {
        if (!(error instanceof MailRefused)) throw error;
        await settle('refused', error.message.slice(0, 500));
        return { state: 'refused' };
      }
      await settle('sent', null);
      return { state: 'sent' };
    },
  });
