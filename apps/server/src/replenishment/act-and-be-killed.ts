import { tmpdir } from 'node:os';
import { join } from 'node:path';
/**
 * For the kill tests: another process that acts on a test's database and is killed on the way by `COPLAN_KILL_AT`.
 * Arguments: the owner's address of the database, then JSON of what to do.
 */
import { assert, type OrganisationId, type UserId } from '@coplan/kernel';
import { createLog } from '@coplan/platform';
import { createApp } from '../app.ts';

type Act = {
  organisationId: OrganisationId;
  userId: UserId;
  approve: { proposalId: string; expectedVersion: number }[] | null;
  now: string;
};

const [databaseUrl, text] = process.argv.slice(2);
assert(databaseUrl !== undefined && text !== undefined, 'give a database and what to do');
const { organisationId, userId, approve, now } = JSON.parse(text) as Act;
const app = await createApp({
  port: 0,
  dataFolder: import.meta.dirname,
  databaseUrl,
  authSecret: 'a secret that only tests use, long enough',
  publicUrl: 'http://localhost:3000',
  trustedOrigins: [],
  gateway: null,
  mail: { from: 'Coplan <no-reply@coplan.example>', smtpUrl: null, folder: join(tmpdir(), 'coplan-no-mail') },
  clock: { now: () => new Date(now) },
  log: createLog({ name: 'killed', level: 'silent' }),
});
if (approve === null) {
  await app.runPending();
} else {
  const buyer = app.createCaller({ organisationId, kind: 'user', userId, roles: ['buyer'], name: 'Buyer' });
  await buyer.proposals.approve({ proposals: approve });
}
await app.stop();
