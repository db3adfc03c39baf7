import fc from 'fast-check';
import { expect, test } from 'vitest';
import { agreementProfile } from '../agreement-profile.ts';
import { sentAndReceived } from '../wire.ts';
import { anyLoadTender } from './arbitrary.ts';
import { x12LoadTender } from './x12-204.ts';

const profiles = [
  agreementProfile({ transport: { application: ['LT'] } }),
  agreementProfile({ version: '005010', lineBreak: '', partyIds: { code: ['93'] } }),
];

test.each(profiles)('a tender that is sent comes back as the same tender ($version)', (profile) => {
  fc.assert(
    fc.property(anyLoadTender, (tender) => {
      const written = x12LoadTender.write(tender, profile);
      expect(written.issues).toEqual([]);
      const read = x12LoadTender.read(sentAndReceived('204', written.segments, profile), profile);
      expect(read).toEqual({ document: tender, issues: [] });
    }),
    { numRuns: 60 },
  );
});

test('the charge of a load is written in hundredths without a point', () => {
  const [tender] = fc.sample(anyLoadTender, { numRuns: 1, seed: 1 });
  if (tender === undefined) throw new Error('there is a sample');
  const { segments } = x12LoadTender.write({ ...tender, totals: { chargeHundredths: 105_050 } });
  expect(segments?.at(-1)?.slice(0, 6)).toEqual(['L3', '', '', '', '', '105050']);
});

test('the hour of a requested day is sent only where a code is agreed for it', () => {
  const [tender] = fc.sample(anyLoadTender, { numRuns: 1, seed: 1 });
  const [stop] = tender?.stops ?? [];
  if (tender === undefined || stop === undefined) throw new Error('there is a sample');
  const at = { on: stop.moments[0]?.at.on ?? ('2026-11-09' as never), time: '08:30' };
  const requested = {
    ...tender,
    stops: [{ ...stop, action: 'load' as const, moments: [{ kind: 'requested' as const, at }] }],
  };
  expect(x12LoadTender.write(requested).issues[0]?.message).toMatch(/08:30 has no agreed code in G62/);
  const profile = agreementProfile({
    transport: { moments: { pickup: { requested: { date: ['10'], time: ['Y'] } } } },
  });
  const { segments } = x12LoadTender.write(requested, profile);
  expect(x12LoadTender.read(sentAndReceived('204', segments, profile), profile).document).toEqual(requested);
});
