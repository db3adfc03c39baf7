import { agreementPreset, diffAgreements } from '@coplan/collaboration';
import { expect, test } from 'vitest';
import { changesBySection, shortHash, versionSentence, waitsForMe } from './version-words.ts';

const viewer = { mySide: 'buyer', partnerName: 'Alpine Dairy' } as const;
const version = (state: string, authorSide: 'buyer' | 'seller', signed: ('buyer' | 'seller')[] = []) => ({
  state,
  authorSide,
  signatures: signed.map((side) => ({ side })),
});

test('a proposal waits for the side that has not signed it', () => {
  expect(versionSentence(version('proposed', 'seller', ['seller']), viewer)).toBe(
    'Waits for your signature.',
  );
  expect(versionSentence(version('proposed', 'buyer', ['buyer']), viewer)).toBe(
    'Waits for Alpine Dairy’s signature.',
  );
  expect(versionSentence(version('proposed', 'buyer'), viewer)).toBe('Waits for both signatures.');
  expect(versionSentence(version('proposed', 'buyer', ['seller']), viewer)).toBe('Waits for your signature.');
  expect(waitsForMe(version('proposed', 'seller', ['seller']), viewer)).toBe(true);
  expect(waitsForMe(version('agreed', 'seller', ['seller', 'buyer']), viewer)).toBe(false);
});

test('what both signed but has not begun says when it takes effect', () => {
  expect(versionSentence({ ...version('agreed', 'buyer'), validFrom: '2027-01-04' }, viewer)).toBe(
    'Signed by both; takes effect on 2027-01-04.',
  );
});

test('changes stand under the section that they belong to', () => {
  const content = agreementPreset({
    name: 'Beverages',
    scenario: 'dc-replenishment',
    leadOption: 'A',
    maturityLevel: 3,
    validFrom: '2026-11-23',
    currency: 'EUR',
    timeZone: 'Europe/Berlin',
  });
  const next = structuredClone(content);
  next.horizons.frozenDays = 7;
  next.name = 'Drinks';
  next.criteria.pop();
  const sections = changesBySection(diffAgreements(content, next));
  expect(sections.map(({ title }) => title)).toEqual(['General', 'Horizons and liability', 'Exceptions']);
  expect(sections[1]?.changes[0]).toMatchObject({ before: '14 days', after: '7 days' });
});

test('a hash is shortened by its middle only', () => {
  expect(shortHash('0123456789abcdef0123456789abcdef')).toBe('01234567…89abcdef');
});
