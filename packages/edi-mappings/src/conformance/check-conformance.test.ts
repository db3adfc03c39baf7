import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { agreementProfile, defaultProfile } from '../agreement-profile.ts';
import type { AgreementTerms } from '../agreement-terms.ts';
import { toMarkdown } from '../blocks/blocks.ts';
import { type ConformanceReport, checkConformance } from './check-conformance.ts';
import { conformancePage } from './conformance-page.ts';

const order = readFileSync(
  new URL('../purchase-order/golden/north-two-lines-4010.x12', import.meta.url),
  'latin1',
);
const terms: AgreementTerms = {
  localName: 'Mill Foods',
  partnerName: 'North Retail',
  envelope: { local: { qualifier: 'ZZ', id: 'MILLFOODS' }, partner: { qualifier: 'ZZ', id: 'NORTHRETAIL' } },
  usage: 'test',
  profile: defaultProfile,
  sets: [{ type: '850', direction: 'from-partner' }],
};
const run = (text: string, changes: Partial<AgreementTerms> = {}): ConformanceReport =>
  checkConformance([{ name: 'order.x12', bytes: Buffer.from(text, 'latin1') }], { ...terms, ...changes });
const rule = ({ rules }: ConformanceReport, id: string) => {
  const found = rules.find((one) => one.id === id);
  if (found === undefined) throw new Error(`there is a rule ${id}`);
  return found;
};

test('a file that keeps the agreement passes every rule; what is not read is only told', () => {
  const report = run(order);
  expect(report).toMatchObject({ isPassed: true, sets: [{ type: '850', messageCount: 1, passedCount: 1 }] });
  expect(rule(report, 'unused')).toMatchObject({ verdict: 'told' });
  expect(rule(report, 'unused').findings[1]?.message).toBe('REF with DP: REF01, REF02 are not read');
});

test.each([
  ['content', order.replace('20261109', '20261309'), 'DTM02'],
  ['envelope', order.replace('SE*16', 'SE*17'), 'SE says "17"'],
  ['document', order.replace('*48*CA*', '*48*BX*'), '"BX" is no agreed code'],
  ['addresses', order.replace('ZZ*MILLFOODS ', 'ZZ*MILLFOODX '), 'ZZ/MILLFOODX, agreed is ZZ/MILLFOODS'],
  ['usage', order.replace('*0*T*', '*0*P*'), 'says production, agreed is a test'],
  [
    'version',
    order.replace('X*004010', 'X*005010').replace('*U*00401', '*^*00501'),
    'version 005010, agreed is 004010',
  ],
  ['file', 'a letter', 'no interchange begins here'],
])('a fault against %s fails that rule, with its place and a remedy', (id, text, why) => {
  const report = run(text);
  expect(report.isPassed).toBe(false);
  const { verdict, findings } = rule(report, id);
  expect(verdict).toBe('failed');
  expect(findings.map(({ message }) => message).join('; ')).toContain(why);
  expect(findings[0]?.place).toMatch(/byte \d+/);
});

test('a message that is not agreed fails, and one with other delimiters passes with a remark', () => {
  const strange = run(order, { sets: [{ type: '852', direction: 'from-partner' }] });
  expect(rule(strange, 'set').findings[0]?.message).toBe(
    'messages of type 850 are not agreed: agreed are 852',
  );
  const other = run(order, { profile: agreementProfile({ delimiters: { element: '|' } }) });
  expect(other.isPassed).toBe(true);
  expect(rule(other, 'delimiters')).toMatchObject({ verdict: 'told' });
});

test('wrong totals fail only where the agreement says so', () => {
  const wrong = order.replace('04006381333931*IN', '04006381333932*IN');
  expect(rule(run(wrong), 'balances').verdict).toBe('told');
  const strict = agreementProfile({ levels: { balances: 'error' } });
  expect(rule(run(wrong, { profile: strict }), 'balances').verdict).toBe('failed');
});

test('no file at all is no success', () => {
  expect(checkConformance([], terms).isPassed).toBe(false);
});

test('the report is a page: verdict, sets, rules, and each fault with its remedy', () => {
  const page = toMarkdown(conformancePage(run(order.replace('*48*CA*', '*48**')), 'Conformance'));
  expect(page).toContain('| 850 | 1 | 0 | FAILED |');
  expect(page).toMatch(
    /- PO103: the unit of measure is missing\. Send the value that is named\. \(order\.x12, .*segment 11 \(PO1\), element 3, byte \d+\)/,
  );
});
