import { expect, test } from 'vitest';
import type { SettingField } from '../../app/gateway-types.ts';
import { changesOf, shownFields } from './agreement-edits.ts';

const field = (path: string, kind: SettingField['kind'], standard: unknown = null): SettingField => ({
  ...{ path, kind, standard, choices: null, min: null, max: null, isNeeded: false, meaning: null },
});
const fields = [
  field('keepsOrder', 'flag', false),
  field('acknowledgementDueMinutes', 'number', 1440),
  field('profile.units.CS', 'list', ['CA']),
  field('profile.extraElements', 'data', []),
  field('profile.version', 'text', '004010'),
];
const content = { keepsOrder: false, acknowledgementDueMinutes: 60, profile: { version: '005010' } };

test('what is typed becomes a value of its kind, and what is as it was changes nothing', () => {
  const edits = {
    ...{ keepsOrder: true, acknowledgementDueMinutes: '60', 'profile.units.CS': 'CA, CS,' },
    ...{ 'profile.extraElements': '[{"segment":"BEG"', 'profile.version': '' },
  };
  expect(changesOf(fields, edits, content)).toEqual({
    changes: [
      { path: 'keepsOrder', value: true },
      { path: 'profile.units.CS', value: ['CA', 'CS'] },
      { path: 'profile.version', value: null },
    ],
    broken: ['profile.extraElements'],
  });
  expect(changesOf(fields, { acknowledgementDueMinutes: 'soon' }, content).broken).toHaveLength(1);
});

test('of the profile what differs is shown, and what is looked for by name or by standard', () => {
  const shown = (search: string) =>
    shownFields(fields, 'profile', { content, edits: {}, search }).map(({ path }) => path);
  expect(shown('')).toEqual(['profile.version']);
  expect(shown('UNITS ca')).toEqual(['profile.units.CS', 'profile.version']);
});
