import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OrganisationId } from '@coplan/kernel';
import { createLog } from '@coplan/platform';
import { createApp } from '../../app.ts';
import { runImport } from './run-import.ts';

/** A process of its own for tests that kill an import: `node … DATABASE_URL ORGANISATION KIND FILE`. */
const [databaseUrl = '', organisationId = '', kind = '', path = ''] = process.argv.slice(2);

const app = await createApp({
  port: 0,
  dataFolder: import.meta.dirname,
  databaseUrl,
  authSecret: 'a secret that only this test knows, long enough',
  publicUrl: 'http://localhost',
  trustedOrigins: [],
  gateway: null,
  mail: { from: 'Coplan <no-reply@coplan.example>', smtpUrl: null, folder: join(tmpdir(), 'coplan-no-mail') },
  log: createLog({ name: 'test', level: 'error' }),
});
const context = app.contextFor({
  organisationId: organisationId as OrganisationId,
  kind: 'api-key',
  userId: null,
  roles: ['edi'],
  name: 'Test file',
});
await runImport(context, {
  kind: kind as 'sales',
  options: { createMissing: true, replace: false },
  file: { path, sha256: '0'.repeat(64), sizeBytes: 1 },
  fileName: 'killed.csv',
});
await app.stop();
