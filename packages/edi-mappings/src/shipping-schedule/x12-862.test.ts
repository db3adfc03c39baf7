import type { ShippingSchedule } from '@coplan/documents';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { agreementProfile } from '../agreement-profile.ts';
import { sentAndReceived } from '../wire.ts';
import { anyShippingSchedule } from './arbitrary.ts';
import { x12ShippingSchedule } from './x12-862.ts';

const profiles = [
  agreementProfile({}),
  agreementProfile({ version: '005010', lineBreak: '', schedule: { timesIn: 'JIT' } }),
];

test.each(profiles)('releases that are sent come back as the same releases ($version)', (profile) => {
  fc.assert(
    fc.property(anyShippingSchedule, (schedule) => {
      const written = x12ShippingSchedule.write(schedule, profile);
      expect(written.issues).toEqual([]);
      const read = x12ShippingSchedule.read(sentAndReceived('862', written.segments, profile), profile);
      expect(read).toEqual({ document: schedule, issues: [] });
    }),
    { numRuns: 100 },
  );
});

const releases = ['06:00', '14:30'].map((time) => ({
  startsOn: '2026-11-03',
  endsBefore: '2026-11-04',
  certainty: 'firm',
  amountMilli: 40_000,
  time,
}));
const schedule = {
  documentType: 'shipping-schedule',
  purpose: 'original',
  basis: 'delivery',
  reference: 'R-7',
  issuedOn: '2026-11-02',
  horizon: { startsOn: '2026-11-03', endsBefore: '2026-11-10' },
  lines: [{ buyerItemNumber: 'A', unit: 'CS', releases, progress: [] }],
} as unknown as ShippingSchedule;

test('the times of a day stand in one FST each, or below one FST, as agreed', () => {
  const tags = (profile = agreementProfile({})) =>
    x12ShippingSchedule.write(schedule, profile).segments?.map(([tag]) => tag);
  expect(tags()).toEqual(['BSS', 'LIN', 'UIT', 'FST', 'FST', 'CTT']);
  const jit = agreementProfile({ schedule: { timesIn: 'JIT' } });
  expect(tags(jit)).toEqual(['BSS', 'LIN', 'UIT', 'FST', 'JIT', 'JIT', 'CTT']);
});

test('times that do not add up to the amount of their day are refused', () => {
  const jit = agreementProfile({ schedule: { timesIn: 'JIT' } });
  const segments = (x12ShippingSchedule.write(schedule, jit).segments ?? []).map((segment) =>
    segment[0] === 'FST' ? (['FST', '90', 'C', 'D', '20261103'] as const) : segment,
  );
  const { document, issues } = x12ShippingSchedule.read(sentAndReceived('862', segments));
  expect(document).toBeUndefined();
  expect(issues.map(({ message }) => message)).toEqual(['FST01: it says 90, its parts add up to 80']);
});
