import type { OrganisationId } from '@coplan/kernel';
import { readGatewayTicket } from '@coplan/platform';
import { createFakeClock } from '@coplan/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../test-app.ts';

const organisationId = '019a0000-0000-7000-8000-0000000000b1' as OrganisationId;
const ticketKeys = ['the key that seals tickets', 'the key before it'];
const clock = createFakeClock('2026-11-23T08:00:00Z');
const gateway = { url: 'http://gateway.internal:4080', key: 'shared-key-for-tests', ticketKeys };

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ clock, gateway: { ...gateway, publicUrl: 'https://edi.example' } });
});
afterAll(() => app.remove());

test('a coordinator gets a ticket for the own organisation, others are told whom to ask', async () => {
  const coordinator = app.actorOf(organisationId, 'edi-coordinator');
  const { ticket, gatewayUrl, expiresAt } = await app.createCaller(coordinator).ediTickets.issue();
  expect([gatewayUrl, expiresAt]).toEqual(['https://edi.example', '2026-11-23T08:05:00.000Z']);
  const read = readGatewayTicket(ticket, { keys: ticketKeys, now: clock.now() });
  const permissions = ['edi.read', 'edi.repair', 'edi.agree'];
  expect(read).toMatchObject({ organisationId, userId: coordinator.userId, permissions });
  const buyer = app.createCaller(app.actorOf(organisationId, 'buyer'));
  await expect(buyer.ediTickets.issue()).rejects.toThrow('edi.read');
  const system = app.createCaller({ ...coordinator, userId: null, kind: 'api-key' });
  await expect(system.ediTickets.issue()).rejects.toThrow('for people');
});

test('pages may talk to the gateway and to no other address', async () => {
  const page = await app.hono.request('/edi', { headers: { host: 'portal.example' } });
  const policy = page.headers.get('content-security-policy') ?? '';
  // Without a built portal there is no page, and the policy of everything else opens nothing.
  if (page.status === 200)
    expect(policy).toContain(
      "connect-src 'self' ws://portal.example wss://portal.example https://edi.example;",
    );
  else expect(policy).toContain("default-src 'none'");
});
