import type { OrganisationId } from '@coplan/kernel';
import { type GatewayTicket, signGatewayTicket } from '@coplan/platform';
import { inputsFor, leaksIn, readIdPool } from '@coplan/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import {
  agreement,
  buyer,
  confirmationsFromPartner,
  openTestGateway,
  orderOf,
  supplier,
  type TestGateway,
} from '../test-gateway.ts';
import { operationsRouter } from './operations-router.ts';
import { ticketFor } from './test-desk.ts';
import { createCallerFactory } from './trpc.ts';

const attacker = '019a0000-0000-7000-8000-0000000000d1' as OrganisationId;
const attackersAgreement = '019a0000-0000-7000-8000-0000000000d2';
const canary = 'PO-CANARY';
const portal = 'http://portal.example';

let partner: TestGateway;
beforeAll(async () => {
  partner = await openTestGateway();
  await partner.call('PUT', `/agreements/${attackersAgreement}`, {
    ...agreement,
    name: 'Attacker',
    localOrganisationId: attacker,
    partnerOrganisationId: supplier,
    folder: { inbox: 'edi/attacker/inbox', outbox: 'edi/attacker/outbox' },
  });
  await partner.send(orderOf(canary));
  await partner.sent('850');
  partner.drop('confirmation.x12', confirmationsFromPartner(1, canary));
  partner.drop('junk.x12', `junk about ${canary}`);
  await partner.sent('997');
});
afterAll(() => partner.close());

/** A draft of the buyer that nobody else may see. */
const keepSecretDraft = () =>
  call('edi.onboarding.adopt', ticketOf(buyer), {
    content: {
      ...{ localName: canary, partnerName: 'Mill Foods', usage: 'test', profile: {}, sets: [] },
      envelope: { local: { qualifier: 'ZZ', id: 'NORTH' }, partner: { qualifier: 'ZZ', id: 'MILL' } },
    },
  });

const ticketOf = (organisationId: OrganisationId, about: Partial<GatewayTicket> = {}): GatewayTicket =>
  ticketFor(partner, organisationId, about);

const ask = (text: string, headers: Record<string, string> = {}, init: RequestInit = {}) =>
  fetch(`${partner.gateway.url}/trpc/edi.messages.list?input=%7B%7D`, {
    ...init,
    headers: { authorization: `Bearer ${text}`, origin: portal, ...headers },
  });
const sealed = (ticket: GatewayTicket): string => signGatewayTicket(ticket, partner.config.ticketKeys);

test('a page of the portal with a ticket sees the messages of its organisation', async () => {
  const answer = await ask(sealed(ticketOf(buyer)));
  expect(answer.headers.get('access-control-allow-origin')).toBe(portal);
  expect(JSON.stringify(await answer.json())).toContain('"setType":"850"');
});

test('without a ticket, with one that ended, of another key or for something else, nobody is let in', async () => {
  const ended = ticketOf(buyer, { expiresAt: partner.clock.now().toISOString() });
  for (const text of [
    '',
    'x.y',
    sealed(ended),
    signGatewayTicket(ticketOf(buyer), ['a key of somebody else']),
  ]) {
    expect((await ask(text)).status).toBe(401);
  }
  const withoutRight = await ask(sealed(ticketOf(buyer, { permissions: ['edi.repair'] })));
  expect([withoutRight.status, await withoutRight.text()]).toEqual([
    403,
    expect.stringContaining('edi.read'),
  ]);
  // The key of the server's own API is no ticket, and a ticket no such key.
  expect((await ask(partner.config.gatewayKey)).status).toBe(401);
  const crossed = { authorization: `Bearer ${sealed(ticketOf(buyer))}` };
  expect((await fetch(`${partner.gateway.url}/api/v1/messages`, { headers: crossed })).status).toBe(401);
});

test('pages of other sites are refused, and their browsers are not even allowed to ask', async () => {
  const foreign = { origin: 'https://elsewhere.example' };
  expect((await ask(sealed(ticketOf(buyer)), foreign)).status).toBe(403);
  const preflight = {
    'access-control-request-method': 'GET',
    'access-control-request-headers': 'authorization',
  };
  const refused = await ask('', { ...foreign, ...preflight }, { method: 'OPTIONS' });
  expect(refused.headers.get('access-control-allow-origin')).toBeNull();
  const allowed = await ask('', preflight, { method: 'OPTIONS' });
  expect(allowed.headers.get('access-control-allow-origin')).toBe(portal);
});

type ProcedureDef = { _def: { type: string; inputs: z.ZodType[]; meta: { permission: string } } };
/** Every procedure there is, read from the router itself: a new one is attacked by being there. */
const targets = () =>
  Object.entries(operationsRouter._def.procedures as unknown as Record<string, ProcedureDef>).map(
    ([path, { _def }]) => ({ path, ..._def }),
  );

async function call(path: string, ticket: GatewayTicket, input: unknown): Promise<{ text: string }> {
  const { tools } = partner.gateway;
  let procedure: unknown = createCallerFactory(operationsRouter)({ ticket, tools, nudge: () => undefined });
  for (const part of path.split('.')) procedure = (procedure as Record<string, unknown>)[part];
  try {
    return { text: JSON.stringify(await (procedure as (given: unknown) => Promise<unknown>)(input)) };
  } catch (error) {
    return { text: `${(error as Error).message} ${JSON.stringify((error as Error).cause)}` };
  }
}

/** Every row of every table, as the owner sees them, but for drafts that the attackers keep for themselves. */
async function allRows(): Promise<string> {
  const tables = await partner.database.asOwner<{ name: string }>(
    "select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1",
  );
  const rows = await Promise.all(
    tables.map(({ name }) =>
      partner.database.asOwner(
        `select t::text from "${name}" t
         where not (to_jsonb(t) ? 'draft_id' and to_jsonb(t) ->> 'local_organisation_id' = any($1)) order by 1`,
        [[attacker, supplier]],
      ),
    ),
  );
  return JSON.stringify(rows);
}

test('no procedure tells or changes anything of another organisation, whoever asks', async () => {
  expect((await keepSecretDraft()).text).toContain('draftId');
  const pool = await readIdPool(partner.database, [buyer, '019a0000-0000-7000-8000-0000000000a1']);
  const ids = new Set([...pool.all].filter((id) => id !== supplier));
  const forbidden = { texts: [canary], ids };
  const before = await allRows();
  const leaks: string[] = [];
  const seenByVictim: string[] = [];
  for (const target of targets()) {
    for (const input of inputsFor(target, pool)) {
      for (const organisationId of [attacker, supplier]) {
        const answer = await call(target.path, ticketOf(organisationId), input);
        leaks.push(...leaksIn(answer, input, forbidden).map((leak) => `${target.path} told ${leak}`));
      }
      if (target.type !== 'query') continue;
      const own = await call(target.path, ticketOf(buyer), input);
      if (leaksIn(own, undefined, forbidden).length > 0) seenByVictim.push(target.path);
    }
  }
  expect(leaks).toEqual([]);
  expect(await allRows()).toBe(before);
  expect(new Set(seenByVictim).size).toBeGreaterThanOrEqual(5);
});

test('the database itself shows the desk one organisation at a time, and no secret', async () => {
  const { desk } = partner.gateway.tools;
  const tables = ['agreements', 'interchanges', 'messages', 'received_control_numbers'];
  for (const table of tables) {
    const count = `select count(*)::int as count from ${table}`;
    const [own] = await desk.read<{ count: number }>(buyer, count);
    const [others] = await desk.read<{ count: number }>(attacker, `${count} where agreement_id <> $1`, [
      attackersAgreement,
    ]);
    expect([table, own?.count === 0, others?.count]).toEqual([table, false, 0]);
  }
  for (const column of ['local_key', 'partner_key']) {
    await expect(desk.read(buyer, `select ${column} from agreements`)).rejects.toThrow('permission denied');
  }
  await expect(desk.read(buyer, 'select private_key from as2_identities')).rejects.toThrow(
    'permission denied',
  );
});
