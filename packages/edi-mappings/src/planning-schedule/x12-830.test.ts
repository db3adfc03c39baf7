import type { PlanningSchedule } from '@coplan/documents';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { agreementProfile } from '../agreement-profile.ts';
import { sentAndReceived } from '../wire.ts';
import { anyPlanningSchedule } from './arbitrary.ts';
import { x12PlanningSchedule } from './x12-830.ts';

const profiles = [
  agreementProfile({}),
  agreementProfile({ version: '005010', lineBreak: '' }),
  agreementProfile({
    version: '004010VICS',
    delimiters: { element: '|', component: '>', segment: '\r', repetition: '^' },
    partyIds: { gln: ['54'] },
    schedule: {
      certainties: { planned: ['P'], 'joint-planned': ['D'] },
      buckets: { week: [], month: ['X'], 'seven-days': [] },
      progressEvents: { received: ['035'] },
    },
  }),
];

test.each(profiles)('a forecast that is sent comes back as the same forecast ($version)', (profile) => {
  fc.assert(
    fc.property(anyPlanningSchedule, (forecast) => {
      const written = x12PlanningSchedule.write(forecast, profile);
      expect(written.issues).toEqual([]);
      const read = x12PlanningSchedule.read(sentAndReceived('830', written.segments, profile), profile);
      expect(read).toEqual({ document: forecast, issues: [] });
    }),
    { numRuns: 100 },
  );
});

const bucket = {
  startsOn: '2026-11-02',
  endsBefore: '2026-11-09',
  amountMilli: 96_000,
  certainty: 'planned',
};
const forecast = {
  documentType: 'planning-schedule',
  purpose: 'original',
  kind: 'sales',
  basis: 'consumption',
  amounts: 'discrete',
  reference: 'F-2026-45',
  issuedOn: '2026-10-30',
  horizon: { startsOn: '2026-11-02', endsBefore: '2027-01-25' },
  lines: [{ buyerItemNumber: 'A', unit: 'EA', buckets: [bucket], progress: [], authorisations: [] }],
} as unknown as PlanningSchedule;
const writtenBy = (change: object, profile = agreementProfile({})) =>
  x12PlanningSchedule.write({ ...forecast, ...change } as PlanningSchedule, profile);

test('BFR04 and BFR12 tell a sales forecast from an order forecast, as agreed, both ways', () => {
  const forecasts = [
    { kind: 'order' as const, basis: 'delivery' as const, scheduleType: 'BB', planType: 'MN' },
    { kind: 'sales' as const, basis: 'consumption' as const, scheduleType: 'DL', planType: 'ZZ' },
  ];
  const agreed = agreementProfile({ schedule: { forecasts } });
  expect(writtenBy({}).segments?.[0]).toMatchObject({ 4: 'BB', 12: 'MN' });
  expect(writtenBy({}, agreed).segments?.[0]).toMatchObject({ 4: 'DL', 12: 'ZZ' });
  const message = () => sentAndReceived('830', writtenBy({}).segments);
  expect(x12PlanningSchedule.read(message()).document?.kind).toBe('sales');
  expect(x12PlanningSchedule.read(message(), agreed).document).toMatchObject({
    kind: 'order',
    basis: 'delivery',
  });
});

test('a kind of forecast that is not agreed is neither written nor guessed', () => {
  const profile = agreementProfile({ schedule: { forecasts: [] } });
  expect(writtenBy({}, profile).issues[0]?.message).toMatch(/agree BFR04 and BFR12/);
  const { issues } = x12PlanningSchedule.read(sentAndReceived('830', writtenBy({}).segments), profile);
  expect(issues[0]?.message).toMatch(/"BB" with BFR12 "MN" is not agreed as a sales or an order forecast/);
});

test('amounts by place go below one FST with their sum, and back', () => {
  const places = ['4006381333924', '4006381333931'].map((gln) => ({ ...bucket, location: { gln } }));
  const lines = forecast.lines.map((line) => ({ ...line, buckets: places }));
  const { segments } = writtenBy({ lines });
  expect(segments?.filter(([tag]) => tag === 'FST')).toEqual([expect.arrayContaining(['192', 'D', 'W'])]);
  expect(segments?.find(([tag]) => tag === 'SDQ')).toEqual([
    ...['SDQ', 'EA', 'UL'],
    ...['4006381333924', '96', '4006381333931', '96'],
  ]);
});

test('a week that does not start on a Monday is no week: its remedy is named', () => {
  const segments = (writtenBy({}).segments ?? []).map((segment) =>
    segment[0] === 'FST' ? (['FST', '96', 'D', 'W', '20261103'] as const) : segment,
  );
  const { issues } = x12PlanningSchedule.read(sentAndReceived('830', segments));
  expect(issues.map(({ message }) => message)).toEqual([
    'FST04: no week starts on 2026-11-03: send F with both days, or agree what W means',
  ]);
  const profile = agreementProfile({ schedule: { buckets: { week: [], 'seven-days': ['W'] } } });
  const read = x12PlanningSchedule.read(sentAndReceived('830', segments), profile).document;
  expect(read?.lines[0]?.buckets[0]).toMatchObject({ startsOn: '2026-11-03', endsBefore: '2026-11-10' });
});
