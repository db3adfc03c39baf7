import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { agreementProfile } from '../agreement-profile.ts';
import { toMarkdown } from '../blocks/blocks.ts';
import { answerQuestions } from './answer-questions.ts';
import type { AgreementProposal, Question, SampleFile } from './proposal.ts';
import { proposalPage } from './proposal-page.ts';
import { proposeAgreement } from './propose-agreement.ts';

const golden = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'latin1');
const file = (name: string, text: string): SampleFile => ({ name, bytes: Buffer.from(text, 'latin1') });
const order = golden('purchase-order/golden/north-two-lines-4010.x12');
const own = [{ qualifier: 'ZZ', id: 'MILLFOODS' }];

const question = ({ questions }: AgreementProposal, id: string): Question => {
  const found = questions.find((one) => one.id.startsWith(id));
  if (found === undefined) throw new Error(`${id} is asked: ${questions.map((one) => one.id).join('; ')}`);
  return found;
};

test('sample files decide parties, version, delimiters and use, each with its evidence', () => {
  const proposal = proposeAgreement([file('first.x12', order), file('second.x12', order)], { own });
  expect(proposal).toMatchObject({
    envelope: { local: { id: 'MILLFOODS' }, partner: { qualifier: 'ZZ', id: 'NORTHRETAIL' } },
    usage: 'test',
  });
  const finding = (setting: string) => proposal.findings.find((one) => one.setting === setting);
  expect(finding('version')).toMatchObject({
    value: '004010',
    isDeviation: false,
    evidence: [{ place: 'GS08' }, {}],
  });
  expect(finding('parties.supplier')).toMatchObject({
    value: ['VN', 'SU', 'SE'],
    isDeviation: true,
    evidence: [{ file: 'first.x12', place: 'N101', segmentIndex: 7, value: 'VN' }],
  });
  expect(finding('itemIds.supplierItemNumber')?.evidence).toMatchObject([{ place: 'PO108', value: 'VN' }]);
  expect(proposal.profile).toEqual({ parties: { supplier: ['VN', 'SU', 'SE'] } });
});

test('each message shows what is used, what nobody reads, and the codes, lengths and forms of dates', () => {
  const { sets } = proposeAgreement([file('a.x12', order)], { own });
  expect(sets).toMatchObject([
    { type: '850', direction: 'from-partner', messageCount: 1, understoodCount: 1 },
  ]);
  const [use] = sets;
  expect(use?.unknown).toMatchObject([
    { segment: 'CUR', places: ['CUR01'] },
    { segment: 'REF', qualifier: 'DP', places: ['REF01', 'REF02'] },
  ]);
  const element = (loop: string, place: string) =>
    use?.elements.find((one) => one.loop === loop && one.place === place);
  expect(element('PO1', 'PO103')?.codes).toEqual([
    { code: 'CA', count: 1 },
    { code: 'KG', count: 1 },
  ]);
  expect(element('PO1', 'PO104')).toMatchObject({ lengthMin: 4, lengthMax: 8, isUsed: true });
  expect(element('', 'BEG05')).toMatchObject({ dateForm: 'CCYYMMDD', meaning: 'order day' });
});

test('an unknown code is asked for, never guessed, and its answer makes the message readable', () => {
  const files = [file('a.x12', order.replace('*48*CA*', '*48*BX*'))];
  const proposal = proposeAgreement(files, { own });
  const unit = question(proposal, 'read:850:PO1 3:BX');
  expect(unit.evidence).toMatchObject([{ place: 'PO103', value: 'BX' }]);
  expect(unit.choices.map(({ changes }) => changes[0]?.setting)).toContain('units.CS');
  expect(proposal.sets[0]?.obstacles[0]?.message).toMatch(/"BX" is no agreed code/);
  expect(JSON.stringify(proposal.profile)).not.toContain('BX');
  const choice = unit.choices.findIndex(({ changes }) => changes[0]?.setting === 'units.CS');
  const { profile } = answerQuestions(proposal, { [unit.id]: { choice } });
  expect(agreementProfile(profile).units.CS).toEqual(['CA', 'BX']);
});

test('what is needed and never sent is told, and asked for where an agreement can supply it', () => {
  const without = order.replace('CUR*BY*USD~\n', '').replace('SE*16', 'SE*15');
  const proposal = proposeAgreement([file('a.x12', without)], { own });
  expect(proposal.sets[0]?.missing).toMatchObject([{ isNeverSent: true }]);
  expect(proposal.sets[0]?.missing[0]?.message).toMatch(/currency is missing/);
  const currency = question(proposal, 'read:850::the currency');
  expect(currency.free).toEqual({ setting: 'currency', example: 'USD' });
  const answered = answerQuestions(proposal, { [currency.id]: { text: 'CAD' } });
  expect(agreementProfile(answered.profile).currency).toBe('CAD');
  expect(answered.open.map(({ id }) => id)).not.toContain(currency.id);
});

test('without knowing who we are the parties are a question, and samples that differ are one', () => {
  const other = order.replace('*004010~', '*004010VICS~');
  const proposal = proposeAgreement([file('a.x12', order), file('b.x12', other)]);
  expect(proposal.envelope).toEqual({});
  expect(question(proposal, 'setting:version').choices.map(({ label }) => label)).toEqual([
    '004010',
    '004010VICS',
  ]);
  const { envelope } = answerQuestions(proposal, { envelope: { choice: 1 } });
  expect(envelope).toEqual({
    local: { qualifier: 'ZZ', id: 'MILLFOODS' },
    partner: { qualifier: 'ZZ', id: 'NORTHRETAIL' },
  });
});

test('a partner who uses two codes for one thing is asked which one we send', () => {
  const mixed = order.replace('**UK*04006381333931*VN', '**EN*4006381333931*VN');
  const proposal = proposeAgreement([file('a.x12', mixed)], { own });
  const asked = question(proposal, 'setting:itemIds.gtin');
  expect(asked.choices.map(({ label }) => label)).toEqual(['UK', 'EN']);
  expect(asked.evidence.map(({ place }) => place)).toEqual(['PO106', 'PO106']);
});

test('EDIFACT samples decide directory, syntax, UNA and line breaks', () => {
  const text = golden('purchase-order/golden/line-days-and-commas-d01b.edi');
  const { profile, findings } = proposeAgreement([file('a.edi', text)]);
  expect(profile).toMatchObject({ dialect: 'edifact', edifact: { version: 'D.01B' } });
  expect(findings.find(({ setting }) => setting === 'edifact.hasUna')?.value).toBe(text.startsWith('UNA'));
});

test('files that hold nothing are told with their complaint and decide nothing', () => {
  const proposal = proposeAgreement([file('empty.x12', ''), file('letter.txt', 'Dear partner')], { own });
  expect(proposal.files[1]?.complaints[0]).toMatch(/no interchange begins here/);
  expect(proposal).toMatchObject({ findings: [], questions: [], sets: [], envelope: {} });
});

test('the proposal is a page with its evidence and questions', () => {
  const page = toMarkdown(proposalPage(proposeAgreement([file('a.x12', order)], { own })));
  expect(page).toContain('| parties: supplier | ["VN","SU","SE"] | yes |');
  expect(page).toContain('a.x12 N101 = VN');
  expect(page).toContain('- Which acknowledgement does the partner want for what we receive? 1) 997 2) 999');
});
