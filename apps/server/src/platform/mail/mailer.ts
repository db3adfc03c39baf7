import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';

/** Where mail goes: to an SMTP server, or as files into a folder, where any mail program can open them. */
export type MailSettings = { from: string; smtpUrl: string | null; folder: string };

export type Mail = {
  /** Stays the same when a mail is sent again, so that receivers see one. */
  messageId: string;
  to: string;
  subject: string;
  text: string;
  html: string | null;
};

export type Mailer = {
  /** Throws `MailRefused` when the server will never take this mail, and any other error when trying again may help. */
  send(mail: Mail): Promise<void>;
  close(): void;
};

/** The mail server says no for good (RFC 5321, 4.2.1: replies 5yz). */
export class MailRefused extends Error {}

const timeouts = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 };

const isPermanent = (error: unknown): error is Error & { responseCode: number } =>
  error instanceof Error && 'responseCode' in error && Number(error.responseCode) >= 500;

const messageOf = (from: string, { messageId, to, subject, text, html }: Mail) => ({
  from,
  to,
  subject,
  text,
  messageId,
  ...(html === null ? {} : { html }),
});

/** Sends over SMTP; the connection is kept for the next mail. */
function createSmtpMailer(smtpUrl: string, from: string): Mailer {
  const { protocol, hostname, port, username, password } = new URL(smtpUrl);
  const isImplicitTls = protocol === 'smtps:';
  const transport = createTransport({
    ...timeouts,
    host: hostname,
    port: port === '' ? (isImplicitTls ? 465 : 587) : Number(port),
    secure: isImplicitTls,
    pool: true,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(username === ''
      ? {}
      : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
  });
  return {
    async send(mail) {
      try {
        await transport.sendMail(messageOf(from, mail));
      } catch (error) {
        if (isPermanent(error)) throw new MailRefused(error.message, { cause: error });
        throw error;
      }
    },
    close: () => transport.close(),
  };
}

/** Writes each mail as one `.eml` file (RFC 5322), whole or not at all; the same mail again is the same file. */
function createFolderMailer(folder: string, from: string): Mailer {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  return {
    async send(mail) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const { message } = await transport.sendMail(messageOf(from, mail));
      const name = `${mail.messageId.replace(/[^a-z0-9-]+/gi, '-').replace(/^-|-$/g, '')}.eml`;
      const unfinished = join(folder, `.${name}`);
      await writeFile(unfinished, message as Buffer, { mode: 0o600 });
      await rename(unfinished, join(folder, name));
    },
    close: () => transport.close(),
  };
}

export const createMailer = ({ smtpUrl, folder, from }: MailSettings): Mailer =>
  smtpUrl === null ? createFolderMailer(folder, from) : createSmtpMailer(smtpUrl, from);
