import { expect, test } from 'vitest';
import { parseDemoSignIns } from './demo-sign-ins.ts';

test('an installation that is no demo offers no sign-ins', () => {
  expect(parseDemoSignIns({ demo: false }).signIns).toEqual([]);
  expect(parseDemoSignIns(null).signIns).toEqual([]);
  expect(parseDemoSignIns('page').signIns).toEqual([]);
});

test('one password for all is given to each sign-in', () => {
  const answer = {
    demo: true,
    password: 'shared-pass',
    signIns: [{ email: 'buyer@example.test', name: 'Buyer' }],
  };
  expect(parseDemoSignIns(answer).signIns).toEqual([
    { email: 'buyer@example.test', password: 'shared-pass', name: 'Buyer' },
  ]);
});

test('an entry without a password is left out', () => {
  expect(parseDemoSignIns({ demo: true, signIns: [{ email: 'a@example.test' }] }).signIns).toEqual([]);
});
