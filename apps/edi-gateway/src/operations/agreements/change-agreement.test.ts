import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  agreement,
  agreementId,
  buyer,
  confirmationsFromPartner,
  openTestGateway,
  supplier,
  type TestGateway,
} from '../../test-gateway.ts';
import { deskOf, ticketFor } from '../test-desk.ts';

let partner: TestGateway;
beforeAll(async () => {
  partner = await openTestGateway();
});
afterAll(() => partner.close());
const desk = () => deskOf(partner, ticketFor(partner, buyer));
const reason = 'The partner asked for it';
const now = async () =>
  (await partner.gateway.tools.agreements.find(agreementId)) ?? expect.fail('it is there');

const content = {
  localName: 'North Retail',
  partnerName: 'Mill Foods',
  envelope: {
    local: { qualifier: '14', id: '4006381333924' },
    partner: { qualifier: 'ZZ', id: 'MILLFOODS' },
  },
  usage: 'test' as const,
  profile: { currency: 'EUR' },
  sets: [{ type: '855', direction: 'from-partner' as const }],
};

test('every setting has its kind and its standard, and nothing that only the house may set is among them', async () => {
  const { fields } = await desk().agreements.fields();
  const of = (path: string) => fields.find((field) => field.path === path);
  expect(of('sendBy')).toMatchObject({ kind: 'choice', standard: 'folder' });
  expect(of('applicationAdvice')?.choices).toEqual(['never', 'when-refused']);
  expect(of('as2.send.encryption')).toMatchObject({ kind: 'choice', standard: 'aes-256-cbc' });
  expect(of('sftp.pollSeconds')).toMatchObject({ kind: 'number', standard: 60, min: 5, max: 86_400 });
  expect(of('profile.version')).toMatchObject({ kind: 'text', standard: '004010' });
  expect(of('profile.parties.buyer')).toMatchObject({ kind: 'list' });
  const paths = fields.map(({ path }) => path);
  expect(new Set(paths).size).toBe(paths.length);
  expect(paths.filter((path) => /Private|OrganisationId|apiKeys|folder\./.test(path))).toEqual([]);
});

test('a change is seen before it is saved, becomes a version with who and why, and keeps keys and folders', async () => {
  const changes = [
    { path: 'applicationAdvice', value: 'when-refused' },
    { path: 'profile.version', value: '005010' },
    { path: 'profile.itemIds.gtin', value: ['UP', 'UK'] },
    { path: 'acknowledgementDueMinutes', value: 90 },
  ];
  const before = await now();
  const preview = await desk().agreements.preview({ agreementId, changes });
  expect(preview).toMatchObject({ version: 1, issues: [] });
  expect(preview.changes).toEqual([
    { path: 'acknowledgementDueMinutes', before: '60', after: '90' },
    { path: 'applicationAdvice', before: 'never', after: 'when-refused' },
    { path: 'profile.itemIds.gtin', before: null, after: 'UP, UK' },
    { path: 'profile.version', before: null, after: '005010' },
  ]);
  expect(await now()).toEqual(before);
  expect(await desk().agreements.change({ agreementId, changes, basedOn: 1, reason })).toEqual({
    version: 2,
  });
  const after = await now();
  expect(after).toMatchObject({ applicationAdvice: 'when-refused', profile: { version: '005010' } });
  expect([after.folder, after.hasKey]).toEqual([before.folder, before.hasKey]);
  const { versions } = await desk().agreements.get({ agreementId });
  expect(versions[0]).toMatchObject({ version: 2, changedBy: 'Somebody', reason });
  // What a draft's samples do not show stays as it was agreed.
  const { draftId } = await desk().onboarding.adopt({
    ...{ partnerOrganisationId: supplier, content: { ...content, profile: { itemIds: { gtin: ['EN'] } } } },
  });
  expect((await desk().onboarding.previewForce({ draftId })).changes).toEqual([
    { path: 'profile.itemIds.gtin', before: 'UP, UK', after: 'EN' },
  ]);
  const back = [
    { path: 'profile.version', value: null },
    { path: 'profile.itemIds.gtin', value: null },
  ];
  await desk().agreements.change({ agreementId, changes: back, basedOn: 2, reason });
  expect((await now()).profile.version).toBe('004010');
});

test('of two who change the same version the second is told, and what cannot be is refused with its place', async () => {
  const change = (changes: { path: string; value: unknown }[], basedOn = 3) =>
    desk().agreements.change({ agreementId, changes, basedOn, reason });
  await expect(change([{ path: 'keepsOrder', value: true }], 2)).rejects.toThrow(
    'changed the agreement meanwhile',
  );
  await expect(change([{ path: 'sendBy', value: 'pigeon' }])).rejects.toThrow('sendBy has to be a one of');
  await expect(change([{ path: 'as2.allowPrivateAddresses', value: true }])).rejects.toThrow('no setting');
  await expect(change([{ path: 'localOrganisationId', value: supplier }])).rejects.toThrow('no setting');
  await expect(change([{ path: '__proto__.polluted', value: 'x' }])).rejects.toThrow('no setting');
  const { issues } = await desk().agreements.preview({
    agreementId,
    changes: [{ path: 'sendBy', value: 'sftp' }],
  });
  expect(issues).toMatchObject([{ path: 'sftp.sendTo' }]);
  const half = await desk().agreements.preview({
    agreementId,
    changes: [{ path: 'sftp.host', value: 'sftp.partner.example' }],
  });
  expect(half.issues).toContainEqual({ path: 'sftp.userName', message: 'it is needed' });
  expect((await now()).sendBy).toBe('folder');
});

test('nobody takes the AS2 name of another organisation, whose keys would sign for him', async () => {
  const as2 = { localName: 'OTHER', partnerName: 'X', url: 'https://partner.example/as2' };
  const others = {
    ...{ ...agreement, name: 'Other', localOrganisationId: supplier, partnerOrganisationId: buyer, as2 },
    folder: { inbox: 'edi/other/inbox', outbox: 'edi/other/outbox' },
  };
  const id = '019a0000-0000-7000-8000-0000000000d9';
  expect((await partner.call('PUT', `/agreements/${id}`, others)).status).toBe(201);
  const named = (localName: string) => [
    { path: 'as2.localName', value: localName },
    { path: 'as2.partnerName', value: 'MILL' },
  ];
  const about = { agreementId, basedOn: 3, reason };
  await expect(desk().agreements.change({ ...about, changes: named('OTHER') })).rejects.toThrow(
    'that of another organisation',
  );
  await desk().agreements.change({ ...about, changes: named('NORTH') });
  expect((await now()).as2).toMatchObject({ localName: 'NORTH', allowPrivateAddresses: false });
  await desk().agreements.change({ ...about, basedOn: 4, changes: [{ path: 'as2', value: null }] });
  expect((await now()).as2).toBeUndefined();
});

test('a draft for a partner with an agreement becomes its next version, twice has one effect, and files go on', async () => {
  const { draftId } = await desk().onboarding.adopt({ partnerOrganisationId: supplier, content });
  const preview = await desk().onboarding.previewForce({ draftId });
  expect(preview).toEqual({
    agreementId,
    changes: [{ path: 'profile.currency', before: null, after: 'EUR' }],
  });
  for (let round = 0; round < 2; round++) {
    expect(await desk().onboarding.putInForce({ draftId, reason })).toEqual({ agreementId });
  }
  const { versions } = await desk().agreements.get({ agreementId });
  expect(versions[0]?.version).toBe(6);
  expect((await now()).hasKey).toEqual({ local: true, partner: true });
  const { rows } = await desk().onboarding.drafts();
  expect(rows.find((row) => row.draftId === draftId)).toMatchObject({ inForceAs: agreementId });
  partner.drop('one.x12', confirmationsFromPartner(1, 'PO-1'));
  await partner.sent('997');
});

test('a draft for a new partner becomes a new agreement; without a partner, or of somebody else, it does not', async () => {
  const carrier = '019a0000-0000-7000-8000-0000000000f1';
  const other = { ...content, partnerName: 'Swift Carrier' };
  const { draftId } = await desk().onboarding.adopt({ partnerOrganisationId: carrier, content: other });
  expect(await desk().onboarding.previewForce({ draftId })).toMatchObject({ agreementId: null });
  const keys = { apiKeys: { partner: 'key-of-the-carrier' } };
  const made = await desk().onboarding.putInForce({ draftId, reason, ...keys });
  const found = await partner.gateway.tools.agreements.find(made.agreementId);
  expect(found).toMatchObject({
    ...{ name: 'North Retail Swift Carrier', partnerOrganisationId: carrier, usage: 'test' },
    hasKey: { local: false, partner: true },
  });
  const alone = await desk().onboarding.adopt({ content });
  await expect(desk().onboarding.putInForce({ ...alone, reason })).rejects.toThrow('which organisation');
  const published = await desk().onboarding.adopt({ partnerOrganisationId: supplier, content });
  await desk().onboarding.publish(published);
  const theirs = deskOf(partner, ticketFor(partner, supplier));
  await expect(theirs.onboarding.putInForce({ ...published, reason })).rejects.toThrow('Only who made');
});
