import fc from 'fast-check';
import { expect, test } from 'vitest';
import { agreementProfile } from '../agreement-profile.ts';
import { sentAndReceived } from '../wire.ts';
import { anyEdifactReceivingAdvice, anyReceivingAdvice } from './arbitrary.ts';
import { edifactReceivingAdvice } from './edifact-recadv.ts';
import { x12ReceivingAdvice } from './x12-861.ts';

test.each([
  agreementProfile({}),
  agreementProfile({ version: '005010', lineBreak: '', receiving: { types: ['2'] } }),
])('a receipt that is sent by 861 comes back as the same receipt ($version)', (profile) => {
  fc.assert(
    fc.property(anyReceivingAdvice, (advice) => {
      const written = x12ReceivingAdvice.write(advice, profile);
      expect(written.issues).toEqual([]);
      const read = x12ReceivingAdvice.read(sentAndReceived('861', written.segments, profile), profile);
      expect(read).toEqual({ document: advice, issues: [] });
    }),
    { numRuns: 60 },
  );
});

test.each([
  agreementProfile({}),
  agreementProfile({
    edifact: { version: 'D.01B', association: 'EAN005', delimiters: { decimal: ',' } },
  }),
])('a receipt that is sent by RECADV comes back as the same receipt ($edifact.version)', (profile) => {
  fc.assert(
    fc.property(anyEdifactReceivingAdvice, (advice) => {
      const written = edifactReceivingAdvice.write(advice, profile);
      expect(written.issues).toEqual([]);
      const read = edifactReceivingAdvice.read(sentAndReceived('RECADV', written.segments, profile), profile);
      expect(read).toEqual({ document: advice, issues: [] });
    }),
    { numRuns: 60 },
  );
});

test('a condition that has no code in EDIFACT is refused until one is agreed', () => {
  const [sample] = fc.sample(anyEdifactReceivingAdvice, { numRuns: 1, seed: 1 });
  if (sample === undefined) throw new Error('there is a sample');
  const deviations = [
    { condition: 'quality' as const, quantity: { amountMilli: 1000, unit: 'CS' as const } },
  ];
  const advice = { ...sample, lines: sample.lines.map((line) => ({ ...line, deviations })) };
  expect(edifactReceivingAdvice.write(advice).issues[0]?.message).toMatch(/quality is not agreed/);
  const profile = agreementProfile({ edifact: { receiving: { conditions: { quality: ['85E'] } } } });
  const { segments } = edifactReceivingAdvice.write(advice, profile);
  expect(edifactReceivingAdvice.read(sentAndReceived('RECADV', segments, profile), profile).document).toEqual(
    advice,
  );
});
