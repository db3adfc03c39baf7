import type { PlanningSchedule } from '@coplan/documents';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { agreementProfile, type DeepPartial } from '../agreement-profile.ts';
import type { EdifactProfile } from '../edifact/edifact-profile.ts';
import { sentAndReceived } from '../wire.ts';
import { anyDelforByItem, anyDelforByPlace } from './edifact-arbitrary.ts';
import { edifactDeliveryForecast } from './edifact-delfor.ts';

const versions: DeepPartial<EdifactProfile>[] = [
  { version: 'D.96A', association: 'EAN004', schedule: { periodStyle: 'first-and-last' } },
  { version: 'D.01B', association: 'EAN006', delimiters: { decimal: ',' } },
  {
    version: 'D.01B',
    association: undefined,
    schedule: {
      periodStyle: 'frequency',
      references: { release: ['DQ'] },
      certainties: { planned: ['13'], 'joint-planned': ['4'] },
    },
  },
];
const profiles = versions.flatMap((edifact) => [
  { name: `${edifact.version} by item`, profile: agreementProfile({ edifact }), any: anyDelforByItem },
  {
    name: `${edifact.version} by place`,
    profile: agreementProfile({
      edifact: { ...edifact, schedule: { ...edifact.schedule, layout: 'place-first' } },
    }),
    any: anyDelforByPlace,
  },
]);

test.each(profiles)('a forecast that is sent comes back as the same forecast ($name)', ({ profile, any }) => {
  fc.assert(
    fc.property(any, (forecast) => {
      const written = edifactDeliveryForecast.write(forecast, profile);
      expect(written.issues).toEqual([]);
      const message = sentAndReceived('DELFOR', written.segments, profile);
      expect(edifactDeliveryForecast.read(message, profile)).toEqual({ document: forecast, issues: [] });
    }),
    { numRuns: 60 },
  );
});

const forecast = {
  documentType: 'planning-schedule',
  purpose: 'original',
  kind: 'order',
  basis: 'delivery',
  amounts: 'discrete',
  reference: 'F-2026-45',
  issuedOn: '2026-10-30',
  horizon: { startsOn: '2026-11-02', endsBefore: '2027-01-25' },
  lines: [
    {
      buyerItemNumber: 'A',
      unit: 'EA',
      buckets: ['S1', 'S2'].map((code) => ({
        startsOn: '2026-11-02',
        endsBefore: '2026-11-09',
        amountMilli: 96_000,
        certainty: 'planned',
        location: { code },
      })),
      progress: [],
      authorisations: [],
    },
  ],
} as unknown as PlanningSchedule;
const tagsOf = (edifact: object) =>
  edifactDeliveryForecast
    .write(forecast, agreementProfile({ edifact }))
    .segments?.map(([tag]) => tag)
    .join(' ');

test('D.96A has two UNS and the condition below the quantity, D.01B a GIS and the condition above it', () => {
  expect(tagsOf({})).toBe('BGM DTM DTM DTM UNS LIN PIA NAD QTY SCC DTM NAD QTY SCC DTM UNS CNT');
  expect(tagsOf({ version: 'D.01B' })).toBe('BGM DTM DTM DTM GIS LIN PIA NAD SCC QTY DTM NAD SCC QTY DTM');
});

test('what DELFOR cannot tell is refused with a remedy, never left out', () => {
  const messageOf = (change: object): string | undefined =>
    edifactDeliveryForecast.write({ ...forecast, ...change } as PlanningSchedule).issues[0]?.message;
  expect(messageOf({ basis: 'consumption' })).toMatch(/send a forecast of consumption by SLSFCT/);
  expect(messageOf({ amounts: 'net-change' })).toMatch(/"net-change" are not agreed/);
  expect(messageOf({ kind: 'sales' })).toMatch(/agree its BGM 1001/);
  const lines = forecast.lines.map((line) => ({
    ...line,
    buckets: line.buckets.map((bucket) => ({ ...bucket, certainty: 'joint-firm' })),
  }));
  expect(messageOf({ lines })).toMatch(/the certainty "joint-firm" is not agreed/);
  const byPlace = agreementProfile({ edifact: { schedule: { layout: 'place-first' } } });
  expect(edifactDeliveryForecast.write(forecast, byPlace).issues[0]?.message).toMatch(
    /give each line one place/,
  );
});

test('a message that mixes days of delivery with days of shipment is refused', () => {
  const segments = (edifactDeliveryForecast.write(forecast).segments ?? []).map((segment, index, all) =>
    segment[0] === 'DTM' && index === all.length - 3
      ? (['DTM', ['10', '20261102', '102']] as const)
      : segment,
  );
  const { document, issues } = edifactDeliveryForecast.read(sentAndReceived('DELFOR', segments));
  expect(document).toBeUndefined();
  expect(issues.map(({ message }) => message)).toEqual([
    'the message mixes days of delivery and of shipment, delivery and shipment: send one message for each',
  ]);
});
