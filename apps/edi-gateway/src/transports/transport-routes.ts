import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { sftpAccountInput } from '../agreements/transport-settings.ts';
import { readBody, refusal, uuidParameter } from '../http-requests.ts';
import type { Tools } from '../tools.ts';
import { sftpLoginInput } from './sftp-client/login.ts';
import { findPoll } from './sftp-client/polls.ts';
import { findAccountOf, putAccount } from './sftp-server/accounts.ts';
import { listHostKeys } from './sftp-server/host-keys.ts';

const secretInput = z.object({
  purpose: z.enum(['upload', 'webhook']),
  secret: z.string().max(200).optional(),
});

/** SFTP accounts, logins and host keys, and the secrets of uploads and webhooks. Secrets go in, or come out once. */
export function transportRoutes(tools: Tools): Hono {
  const { database, clock, agreements, sftpLogins, httpSecrets } = tools;
  const routes = new Hono();
  const agreementOf = async (c: Context): Promise<string> => {
    const agreementId = uuidParameter(c, 'agreementId');
    if ((await agreements.find(agreementId)) !== undefined) return agreementId;
    throw refusal('gateway.agreement-not-found', 'There is no such agreement.', 'not-found');
  };
  routes.get('/sftp/host-keys', async (c) => c.json({ rows: await listHostKeys(database) }));
  routes.put('/agreements/:agreementId/sftp-account', async (c) => {
    const agreementId = await agreementOf(c);
    return c.json(await putAccount(tools, agreementId, await readBody(c, sftpAccountInput)));
  });
  routes.get('/agreements/:agreementId/sftp-account', async (c) => {
    const found = await findAccountOf(database, await agreementOf(c));
    if (found === undefined)
      throw refusal('gateway.no-sftp-account', 'The agreement has no SFTP account.', 'not-found');
    return c.json(found);
  });
  routes.put('/agreements/:agreementId/sftp-login', async (c) => {
    const agreementId = await agreementOf(c);
    return c.json(await sftpLogins.put(agreementId, await readBody(c, sftpLoginInput), clock.now()));
  });
  routes.get('/agreements/:agreementId/sftp-login', async (c) => {
    const agreementId = await agreementOf(c);
    const login = await sftpLogins.find(agreementId);
    return c.json({ ...login, poll: (await findPoll(database, agreementId)) ?? null });
  });
  routes.post('/agreements/:agreementId/http-secrets', async (c) => {
    const agreementId = await agreementOf(c);
    return c.json(await httpSecrets.add(agreementId, await readBody(c, secretInput), clock.now()), 201);
  });
  routes.get('/agreements/:agreementId/http-secrets', async (c) =>
    c.json({ rows: await httpSecrets.list(await agreementOf(c)) }),
  );
  routes.post('/agreements/:agreementId/http-secrets/:secretId/retire', async (c) => {
    await httpSecrets.retire(await agreementOf(c), uuidParameter(c, 'secretId'), clock.now());
    return c.json({ status: 'retired' });
  });
  return routes;
}
