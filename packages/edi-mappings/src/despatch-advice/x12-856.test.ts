import fc from 'fast-check';
import { expect, test } from 'vitest';
import { agreementProfile } from '../agreement-profile.ts';
import { sentAndReceived } from '../wire.ts';
import { anyDespatchAdvice } from './arbitrary.ts';
import { x12DespatchAdvice } from './x12-856.ts';

const profiles = [
  agreementProfile({}),
  agreementProfile({ version: '005010', lineBreak: '' }),
  agreementProfile({
    version: '004010VICS',
    partyIds: { gln: ['54'], code: ['93'] },
    despatch: { ssccs: ['AA'], hasSsccPrefix: false, parties: { markFor: ['BY'] }, modes: { sea: ['S'] } },
    parties: { buyer: ['OB'] },
  }),
];

test.each(profiles)('a ship notice that is sent comes back as the same ship notice ($version)', (profile) => {
  fc.assert(
    fc.property(anyDespatchAdvice, (advice) => {
      const written = x12DespatchAdvice.write(advice, profile);
      expect(written.issues).toEqual([]);
      const read = x12DespatchAdvice.read(sentAndReceived('856', written.segments, profile), profile);
      expect(read).toEqual({ document: advice, issues: [] });
    }),
    { numRuns: 60 },
  );
});

test('the structure of the levels says whether goods are packed, marked or neither', () => {
  const structures = fc
    .sample(anyDespatchAdvice, { numRuns: 60, seed: 1 })
    .map((advice) => x12DespatchAdvice.write(advice).segments?.[0]?.[5]);
  expect(new Set(structures)).toEqual(new Set(['0001', '0002', '0004']));
});
