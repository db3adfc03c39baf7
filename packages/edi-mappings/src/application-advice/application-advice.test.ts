import fc from 'fast-check';
import { expect, test } from 'vitest';
import { agreementProfile } from '../agreement-profile.ts';
import { sentAndReceived } from '../wire.ts';
import { anyApplicationAdvice, anyEdifactAdvice } from './arbitrary.ts';
import { edifactApplicationAdvice } from './edifact-aperak.ts';
import { x12ApplicationAdvice } from './x12-824.ts';

test.each([agreementProfile({}), agreementProfile({ version: '005010', lineBreak: '' })])(
  'what the business decided comes back by 824 with its places and wrong values ($version)',
  (profile) => {
    fc.assert(
      fc.property(anyApplicationAdvice, (advice) => {
        const written = x12ApplicationAdvice.write(advice, profile);
        expect(written.issues).toEqual([]);
        const read = x12ApplicationAdvice.read(sentAndReceived('824', written.segments, profile), profile);
        expect(read).toEqual({ document: advice, issues: [] });
      }),
      { numRuns: 60 },
    );
  },
);

test.each([
  agreementProfile({}),
  agreementProfile({ edifact: { version: 'D.01B', delimiters: { decimal: ',' } } }),
])('what the business decided on one document comes back by APERAK ($edifact.version)', (profile) => {
  fc.assert(
    fc.property(anyEdifactAdvice, (advice) => {
      const written = edifactApplicationAdvice.write(advice, profile);
      expect(written.issues).toEqual([]);
      const read = edifactApplicationAdvice.read(
        sentAndReceived('APERAK', written.segments, profile),
        profile,
      );
      expect(read).toEqual({ document: advice, issues: [] });
    }),
    { numRuns: 60 },
  );
});

test('an APERAK tells the place and the wrong value of a fault in words, and is about one document', () => {
  const [sample] = fc.sample(anyEdifactAdvice, { numRuns: 1, seed: 1 });
  const [verdict] = sample?.verdicts ?? [];
  if (sample === undefined || verdict === undefined) throw new Error('there is a sample');
  const fault = {
    kind: 'wrong' as const,
    message: 'the unit is unknown',
    place: { segment: 'QTY', segmentIndex: 9, element: 1, component: 3 },
    wrongValue: 'XX',
  };
  const rejected = { ...verdict, status: 'rejected' as const, faults: [fault] };
  const { segments } = edifactApplicationAdvice.write({ ...sample, verdicts: [rejected] });
  const { document } = edifactApplicationAdvice.read(sentAndReceived('APERAK', segments));
  expect(document?.verdicts[0]?.faults).toEqual([
    {
      kind: 'wrong',
      message: 'the unit is unknown: "XX" (segment 9 (QTY), element 1, component 3)',
      place: undefined,
      wrongValue: undefined,
    },
  ]);
  const twice = edifactApplicationAdvice.write({ ...sample, verdicts: [rejected, rejected] });
  expect(twice.issues[0]?.message).toMatch(/about one document/);
});
