import fc from 'fast-check';
import { expect, test } from 'vitest';
import { agreementProfile } from '../agreement-profile.ts';
import { sentAndReceived } from '../wire.ts';
import { anyEdifactStatus } from './arbitrary.ts';
import { edifactShipmentStatus } from './edifact-iftsta.ts';

test.each([
  agreementProfile({}),
  agreementProfile({
    edifact: { version: 'D.01B', association: 'EAN004', status: { consignment: 'carrier' } },
  }),
])('a status that is sent by IFTSTA comes back as the same status ($edifact.version)', (profile) => {
  fc.assert(
    fc.property(anyEdifactStatus, (status) => {
      const written = edifactShipmentStatus.write(status, profile);
      expect(written.issues).toEqual([]);
      const read = edifactShipmentStatus.read(sentAndReceived('IFTSTA', written.segments, profile), profile);
      expect(read).toEqual({ document: status, issues: [] });
    }),
    { numRuns: 60 },
  );
});

test('an event or a reason without a code is refused until one is agreed', () => {
  const [sample] = fc.sample(anyEdifactStatus, { numRuns: 1, seed: 1 });
  if (sample === undefined) throw new Error('there is a sample');
  const at = { on: '2026-11-06' as never, time: '07:00' };
  const status = { ...sample, events: [{ event: 'gate-in' as const, reason: 'weather' as const, at }] };
  expect(edifactShipmentStatus.write(status).issues.map(({ message }) => message)).toEqual([
    'the event "gate-in" has no agreed code in STS',
    'the reason "weather" has no agreed code in STS',
  ]);
  const profile = agreementProfile({
    edifact: { status: { events: { 'gate-in': ['74'] }, reasons: { weather: ['W1'] } } },
  });
  const { segments } = edifactShipmentStatus.write(status, profile);
  expect(edifactShipmentStatus.read(sentAndReceived('IFTSTA', segments, profile), profile).document).toEqual(
    status,
  );
});
