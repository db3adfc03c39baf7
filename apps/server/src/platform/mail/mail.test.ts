import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';
import { afterEach, expect, test } from 'vitest';
import { createMailer, type Mail, MailRefused } from './mailer.ts';

const mail: Mail = {
  messageId: '<0199@coplan>',
  to: 'planner@alpine-dairy.example',
  subject: 'Three exceptions wait for you – week 47',
  text: 'Open the worklist.\nNothing else is due.',
  html: null,
};
const from = 'Coplan <plan@coplan.example>';

let cleanUp: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of cleanUp.toReversed()) await step();
  cleanUp = [];
});

async function openSmtp(answer: (recipient: string) => Error | null) {
  const received: string[] = [];
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onRcptTo: ({ address }, _session, done) => done(answer(address)),
    onData(stream, _session, done) {
      let text = '';
      stream.on('data', (bytes: Buffer) => {
        text += bytes.toString('utf8');
      });
      stream.on('end', () => {
        received.push(text);
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUp.push(() => new Promise((resolve) => server.close(() => resolve())));
  const { port } = server.server.address() as AddressInfo;
  const mailer = createMailer({ smtpUrl: `smtp://127.0.0.1:${port}`, folder: '/nowhere', from });
  cleanUp.push(async () => mailer.close());
  return { mailer, received };
}

test('a mail reaches the mail server with its subject, text and message id', async () => {
  const { mailer, received } = await openSmtp(() => null);
  await mailer.send(mail);
  expect(received).toHaveLength(1);
  expect(received[0]).toContain('Message-ID: <0199@coplan>');
  expect(received[0]).toContain('To: planner@alpine-dairy.example');
  expect(received[0]).toContain('Open the worklist.');
});

test('an address that the mail server refuses for good is told apart from a server that is busy', async () => {
  const refusing = await openSmtp(() => Object.assign(new Error('no such mailbox'), { responseCode: 550 }));
  await expect(refusing.mailer.send(mail)).rejects.toBeInstanceOf(MailRefused);
  const busy = await openSmtp(() => Object.assign(new Error('try later'), { responseCode: 451 }));
  await expect(busy.mailer.send(mail)).rejects.not.toBeInstanceOf(MailRefused);
});

test('without a mail server each mail is one file, also when it is sent twice', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'coplan-mail-'));
  cleanUp.push(() => rm(folder, { recursive: true }));
  const mailer = createMailer({ smtpUrl: null, folder, from });
  await mailer.send(mail);
  await mailer.send(mail);
  const files = await readdir(folder);
  expect(files).toEqual(['0199-coplan.eml']);
  expect(await readFile(join(folder, '0199-coplan.eml'), 'utf8')).toContain('Nothing else is due.');
});
