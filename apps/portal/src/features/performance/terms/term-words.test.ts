import { expect, test } from 'vitest';
import type { MeasuringTerms, TermsView } from '../../../app/api-types.ts';
import { termSections, valueAt, withValue } from './term-fields.ts';
import { diffTerms, endOf, standingOf, termLines, termProblems, versionOn } from './term-words.ts';

const terms: MeasuringTerms = {
  basis: 'first-promise',
  datedBy: 'receipt',
  undatedPromiseDays: null,
  window: { earlyDays: 1, lateDays: 0, opens: '00:00', closes: '24:00' },
  underToleranceMicros: 0,
  overToleranceMicros: 50_000,
  arePartsAllowed: true,
  cancelCutoffHours: 24,
  transitHours: 24,
  acknowledgeWithinHours: 48,
  documents: { shipNoticeLeadHours: 2, invoiceDueDays: 14, priceToleranceMicros: 0 },
  returnDays: 30,
  creditDays: 60,
  cutoffDays: 7,
  costs: {
    shortRatioMicros: 250_000,
    lateRatioMicros: 30_000,
    damageRatioMicros: 1_000_000,
    documentMinor: 2_500,
  },
  otif: { preset: 'mass-retail', deliveryTerms: 'prepaid', ownRules: [] },
  actions: [
    {
      code: 'expedite',
      name: 'Send it by express',
      actionMinor: 12_000,
      effect: { kind: 'gain-hours', hours: 24 },
    },
  ],
} as unknown as MeasuringTerms;

test('terms are read in days, hours, per cent and money, with the rules of the preset and what actions cost', () => {
  const texts = new Map(
    termLines(terms, 'EUR').flatMap(({ lines }) => lines.map(({ label, text }) => [label, text])),
  );
  expect(texts.get('Early at most')).toBe('1 day');
  expect(texts.get('More at most')).toBe('5%');
  expect(texts.get('Wrong papers, each line')).toBe('€25.00');
  expect(texts.get('Without a day it is due after')).toBe('it is not judged');
  expect(texts.get('Send it by express')).toBe('€120.00, gains 24 hours');
  expect([...texts.keys()].filter((label) => label.startsWith('Rules “2024”'))).toHaveLength(1);
});

test('every field of the form is there in the terms', () => {
  const missing = termSections
    .flatMap(({ fields }) => fields)
    .filter(({ path }) => valueAt(terms, path) === undefined);
  expect(missing).toEqual([]);
});

test('a new version names each thing that it changes with what held before, also a preset given up for own rules', () => {
  const early = withValue(terms, ['window', 'earlyDays'], null);
  const own = withValue(early, ['otif'], { ...terms.otif, preset: null });
  const sections = diffTerms(terms, { ...own, actions: [] }, 'EUR');
  const rows = sections.flatMap(({ title, changes }) => changes.map((row) => [title, row.label, row.kind]));
  expect(rows).toContainEqual(['Its day', 'Early at most', 'changed']);
  expect(rows).toContainEqual(['On time in full', 'By', 'changed']);
  expect(rows.filter(([, , kind]) => kind === 'removed').map(([title]) => title)).toEqual([
    'On time in full',
    'On time in full',
    'Actions against a failure',
  ]);
  expect(diffTerms(terms, terms, 'EUR')).toEqual([]);
  expect(termProblems(terms)).toEqual([]);
  expect(termProblems(own)).toEqual([expect.stringContaining('choose a preset')]);
});

test('of two versions from one day the later one holds; a version from a day to come waits', () => {
  const version = (number: number, validFrom: string) =>
    ({ number, validFrom }) as unknown as TermsView['versions'][number];
  const versions = [version(1, '2026-11-01'), version(2, '2026-11-01'), version(3, '2026-12-01')];
  const [first, second, third] = versions as [
    (typeof versions)[number],
    (typeof versions)[number],
    (typeof versions)[number],
  ];
  expect(versionOn(versions, '2026-11-20')?.number).toBe(2);
  expect(versions.map((one) => standingOf(one, versions, '2026-11-20'))).toEqual(['over', 'holds', 'comes']);
  expect(endOf(first, versions)).toBeUndefined();
  expect(endOf(second, versions)).toBe('2026-12-01');
  expect(endOf(third, versions)).toBeNull();
});
