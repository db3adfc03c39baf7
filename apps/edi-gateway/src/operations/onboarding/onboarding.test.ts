import type { OrganisationId } from '@coplan/kernel';
import { type GatewayTicket, gatewayPermissions, gatewayTicketMs } from '@coplan/platform';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  agreementId,
  buyer,
  confirmationsFromPartner,
  openTestGateway,
  supplier,
  type TestGateway,
} from '../../test-gateway.ts';
import { operationsRouter } from '../operations-router.ts';
import { createCallerFactory } from '../trpc.ts';

let partner: TestGateway;
beforeAll(async () => {
  partner = await openTestGateway();
});
afterAll(() => partner.close());

const deskOf = (organisationId: OrganisationId) => {
  const ticket: GatewayTicket = {
    organisationId,
    userId: 'somebody',
    name: 'Somebody',
    permissions: [...gatewayPermissions],
    expiresAt: new Date(partner.clock.now().getTime() + gatewayTicketMs).toISOString(),
  };
  const { tools } = partner.gateway;
  return createCallerFactory(operationsRouter)({ ticket, tools, nudge: () => undefined }).edi;
};
const posted = (name: string, bytes: Uint8Array) => ({ name, base64: Buffer.from(bytes).toString('base64') });
const samples = () => [posted('confirmation.x12', confirmationsFromPartner(7, 'PO-1'))];

const content = {
  localName: 'North Retail',
  partnerName: 'Mill Foods',
  envelope: { local: { qualifier: 'ZZ', id: 'NORTHRETAIL' }, partner: { qualifier: 'ZZ', id: 'MILLFOODS' } },
  usage: 'test' as const,
  profile: {},
  sets: [{ type: '855', direction: 'from-partner' as const }],
};

test('sample files become a proposal; who we are is known from the agreements, and what is open is asked', async () => {
  const { proposal, openIds } = await deskOf(buyer).onboarding.propose({ files: samples() });
  expect(proposal.envelope.partner?.id).toBeDefined();
  expect(proposal.sets).toMatchObject([{ type: '855', direction: 'from-partner', understoodCount: 1 }]);
  expect(openIds).toContain('setting:functionalAcknowledgement');
  const answers = Object.fromEntries(openIds.map((id) => [id, 'leave' as const]));
  expect((await deskOf(buyer).onboarding.propose({ files: samples(), answers })).openIds).toEqual([]);
});

test('a draft changes nothing in force; its partner sees it when it is published, and tests himself against it', async () => {
  const before = JSON.stringify(await partner.gateway.tools.agreements.list());
  const desk = deskOf(buyer);
  const { draftId } = await desk.onboarding.adopt({ partnerOrganisationId: supplier, content });
  await expect(deskOf(supplier).onboarding.guide({ draftId })).rejects.toThrow('no such draft');
  await desk.onboarding.publish({ draftId });
  const guide = await deskOf(supplier).onboarding.guide({ draftId });
  expect(guide.markdown).toContain('## 855: order confirmation');
  await expect(deskOf(supplier).onboarding.publish({ draftId })).rejects.toThrow('Only who made a draft');
  const junk = await deskOf(supplier).onboarding.conform({
    draftId,
    files: [posted('letter', Buffer.from('Dear partner'))],
  });
  expect(junk).toMatchObject({ isPassed: false });
  expect(JSON.stringify(await partner.gateway.tools.agreements.list())).toBe(before);
});

test('a draft that could not work, is with oneself, or has no partner to publish to is refused', async () => {
  const desk = deskOf(buyer);
  const wrong = { ...content, profile: { delimiters: { element: '*', component: '*', segment: '~' } } };
  await expect(desk.onboarding.adopt({ content: wrong })).rejects.toThrow('delimiters');
  await expect(desk.onboarding.adopt({ partnerOrganisationId: buyer, content })).rejects.toThrow(
    'another organisation',
  );
  const { draftId } = await desk.onboarding.adopt({ content });
  await expect(desk.onboarding.publish({ draftId })).rejects.toThrow('which organisation the partner is');
});

test('a pasted message shows what each field does, and what is no message is refused in words', async () => {
  const [file] = samples();
  if (file === undefined) throw new Error('there is a sample');
  const { messages } = await deskOf(buyer).timeMachine.trace({ agreementId, file });
  expect(messages[0]).toMatchObject({ type: '855', documentType: 'order-confirmation' });
  const number = messages[0]?.fields.find(({ place }) => place === 'BAK03');
  expect(number?.effects).toEqual([{ path: 'poNumber', value: 'PO-1' }]);
  const nothing = { agreementId, file: posted('x', Buffer.from('Dear partner')) };
  await expect(deskOf(buyer).timeMachine.trace(nothing)).rejects.toThrow('Paste a whole interchange');
  await expect(deskOf(supplier).timeMachine.trace({ agreementId, file })).rejects.toThrow(
    'no such agreement',
  );
});

test('what came before is read again under another agreement, without any effect', async () => {
  partner.drop('one.x12', confirmationsFromPartner(8, 'PO-8'));
  await partner.sent('997');
  const desk = deskOf(buyer);
  const same = await desk.timeMachine.replay({ agreementId, profile: {} });
  expect(same).toMatchObject({ messageCount: 1, counts: { same: 1 }, different: [], nextCursor: null });
  const strict = await desk.timeMachine.replay({
    agreementId,
    profile: { itemIds: { gtin: ['ZZ'] }, units: { EA: ['XX'], CS: ['YY'] } },
  });
  expect(strict.counts.changed + strict.counts['now-refused']).toBe(1);
  expect(strict.different[0]).toMatchObject({ type: '855', fileName: expect.stringContaining('one') });
});
