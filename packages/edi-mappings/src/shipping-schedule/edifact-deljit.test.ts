import type { ShippingSchedule } from '@coplan/documents';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { agreementProfile } from '../agreement-profile.ts';
import { anyLocation, optional } from '../arbitraries.ts';
import {
  anyEdifactBuckets,
  anyEdifactHead,
  anyEdifactLineHead,
  anyEdifactProgress,
} from '../schedules/edifact-arbitrary.ts';
import { sentAndReceived } from '../wire.ts';
import { edifactDeliveryReleases } from './edifact-deljit.ts';

const anyLine = fc
  .record({
    head: anyEdifactLineHead,
    location: optional(anyLocation),
    releases: anyEdifactBuckets,
    progress: anyEdifactProgress,
  })
  .map(({ head, location, releases, progress }) => ({
    ...head,
    releases: releases.map((release) => ({ ...release, location })),
    progress,
  }));

const anyDeljit: fc.Arbitrary<ShippingSchedule> = fc
  .record({
    head: anyEdifactHead,
    basis: fc.constantFrom('delivery' as const, 'shipment' as const),
    lines: fc.array(anyLine, { minLength: 1, maxLength: 3 }),
  })
  .map(({ head, ...rest }) => ({ documentType: 'shipping-schedule' as const, ...head, ...rest }));

const profiles = [
  agreementProfile({}),
  agreementProfile({
    edifact: {
      version: 'D.01B',
      association: 'EAN005',
      delimiters: { decimal: ',' },
      schedule: { periodStyle: 'frequency', places: ['11'] },
    },
  }),
];

test.each(profiles)('releases that are sent come back as the same releases ($edifact.version)', (profile) => {
  fc.assert(
    fc.property(anyDeljit, (schedule) => {
      const written = edifactDeliveryReleases.write(schedule, profile);
      expect(written.issues).toEqual([]);
      const message = sentAndReceived('DELJIT', written.segments, profile);
      expect(edifactDeliveryReleases.read(message, profile)).toEqual({ document: schedule, issues: [] });
    }),
    { numRuns: 60 },
  );
});

test('a line for several places is refused before it is sent', () => {
  const [schedule] = fc.sample(anyDeljit, { numRuns: 1, seed: 1 });
  const [line] = schedule?.lines ?? [];
  const [release] = line?.releases ?? [];
  if (schedule === undefined || line === undefined || release === undefined)
    throw new Error('there is a sample');
  const releases = ['S1', 'S2'].map((code) => ({ ...release, location: { code } }));
  const { issues } = edifactDeliveryReleases.write({ ...schedule, lines: [{ ...line, releases }] });
  expect(issues[0]?.message).toMatch(/one place for a line: send a line for each place/);
});
