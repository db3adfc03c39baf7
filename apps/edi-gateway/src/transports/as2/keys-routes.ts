import { isAs2Name } from '@coplan/as2';
import { Hono } from 'hono';
import { z } from 'zod';
import { readBody, refusal, uuidParameter } from '../../http-requests.ts';
import type { Tools } from '../../tools.ts';
import { findEvidence, listAs2Messages } from './list-as2-messages.ts';

const pem = z.string().min(1).max(50_000);
const about = {
  localName: z.string().refine(isAs2Name, 'an AS2 name has 1 to 128 printable ASCII characters'),
  /** From then on it signs; it decrypts at once. */
  signFrom: z.iso
    .datetime()
    .transform((text) => new Date(text))
    .optional(),
};
const identityInput = z.union([
  z.object({ ...about, certificatePem: pem, privateKeyPem: pem }),
  z.object({
    ...about,
    make: z.object({
      commonName: z.string().min(1).max(64),
      validDays: z.int().min(1).max(3_650).default(1_095),
    }),
  }),
]);
const certificateInput = z.object({
  certificatePem: pem,
  purpose: z.enum(['both', 'signing', 'encryption']).default('both'),
});
const messagesQuery = z.object({
  cursor: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  agreementId: z.uuid().optional(),
});

/** Our identities, partners' certificates, and AS2 messages with their evidence. Private keys go in and never come out. */
export function as2KeysRoutes({ as2Keys, agreements, database }: Tools): Hono {
  const routes = new Hono();
  routes.get('/as2/identities', async (c) => c.json({ rows: await as2Keys.listIdentities() }));
  routes.post('/as2/identities', async (c) =>
    c.json(await as2Keys.addIdentity(await readBody(c, identityInput)), 201),
  );
  routes.post('/as2/identities/:identityId/retire', async (c) => {
    await as2Keys.retireIdentity(uuidParameter(c, 'identityId'));
    return c.json({ status: 'retired' });
  });
  routes.get('/agreements/:agreementId/certificates', async (c) =>
    c.json({ rows: await as2Keys.listCertificates(uuidParameter(c, 'agreementId')) }),
  );
  routes.post('/agreements/:agreementId/certificates', async (c) => {
    const agreementId = uuidParameter(c, 'agreementId');
    const given = await readBody(c, certificateInput);
    if ((await agreements.find(agreementId)) === undefined) {
      throw refusal('gateway.agreement-not-found', 'There is no such agreement.', 'not-found');
    }
    return c.json(await as2Keys.addCertificate({ agreementId, ...given }), 201);
  });
  routes.post('/agreements/:agreementId/certificates/:certificateId/retire', async (c) => {
    await as2Keys.retireCertificate(uuidParameter(c, 'agreementId'), uuidParameter(c, 'certificateId'));
    return c.json({ status: 'retired' });
  });
  routes.get('/as2/messages', async (c) => {
    const query = messagesQuery.safeParse(c.req.query());
    if (!query.success)
      throw refusal('gateway.query-invalid', query.error.issues[0]?.message ?? 'wrong query');
    return c.json(await listAs2Messages(database, query.data));
  });
  for (const part of ['message', 'receipt'] as const) {
    routes.get(`/as2/messages/:as2MessageId/${part}`, async (c) => {
      const found = await findEvidence(database, uuidParameter(c, 'as2MessageId'), part);
      if (found === undefined) throw refusal('gateway.no-bytes', `There is no such ${part}.`, 'not-found');
      return c.body(new Uint8Array(found), 200, { 'Content-Type': 'application/octet-stream' });
    });
  }
  return routes;
}
