import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CollaborationWorld, openCollaborationWorld } from '../collaboration-world.ts';
import { sendDigestsJob } from './send-digests.job.ts';

let world: CollaborationWorld;
beforeAll(async () => {
  world = await openCollaborationWorld({ itemCount: 2, locationCount: 1 });
  const user = { password: 'a long enough password', roles: ['supplier-planner'] as const };
  for (const name of ['First', 'Second']) {
    const email = `${name.toLowerCase()}@valley-mill.example`;
    await world.app.accounts.createUser({ ...user, name, email, organisationId: world.supplierId });
  }
});
afterAll(() => world?.app.remove());

/** The job at this moment, in the supplier's organisation; then what lies in the mail folder. */
async function mailsAt(instant: string): Promise<string[]> {
  world.clock.set(instant);
  const context = world.app.contextFor({ ...world.sellerPlanner, kind: 'job', userId: null, roles: [] });
  await sendDigestsJob.run(context as never, {} as never, new AbortController().signal);
  await world.app.runPending();
  const names = await readdir(world.app.mailFolder).catch(() => []);
  return Promise.all(names.map((name) => readFile(join(world.app.mailFolder, name), 'utf8')));
}

test('nothing that waits, no mail', async () => {
  expect(await mailsAt('2026-11-23T08:00:00Z')).toEqual([]);
});

test('a proposed agreement is mailed to every planner in the morning of the next day, once', async () => {
  const { agreementId, content } = world;
  const draft = await world.buyer.agreements.revise({
    agreementId,
    content: { ...content, name: 'Staples, next year' },
  });
  const { agreementVersionId, version } = draft;
  await world.buyer.agreements.propose({ agreementVersionId, expectedVersion: version });
  expect(await mailsAt('2026-11-24T05:50:00Z')).toEqual([]);
  const mails = await mailsAt('2026-11-24T06:10:00Z');
  expect(mails).toHaveLength(2);
  for (const mail of mails) expect(mail.replace(/=\r\n/g, '')).toContain('Staples, next year');
  expect(await mailsAt('2026-11-24T06:20:00Z')).toHaveLength(2);
  expect(await mailsAt('2026-11-25T06:20:00Z')).toHaveLength(2);
});

test('who switches a kind of news off is not told of it, and a second window does not overwrite the first', async () => {
  const { version: _, isStandard: __, ...standard } = await world.seller.digests.preferences();
  const off = { ...standard, frequencies: { ...standard.frequencies, agreements: 'off' as const } };
  const saved = await world.seller.digests.savePreferences({ ...off, expectedVersion: 0 });
  expect(saved).toMatchObject({ version: 1, isStandard: false, frequencies: { agreements: 'off' } });
  await expect(world.seller.digests.savePreferences({ ...off, expectedVersion: 0 })).rejects.toMatchObject({
    message: expect.stringContaining('another window'),
  });
});

test('a preview says what the next mail would say', async () => {
  const preview = await world.seller.digests.preview();
  expect(preview.text).toContain('sign or counter it');
});
