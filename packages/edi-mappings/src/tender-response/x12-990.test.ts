import fc from 'fast-check';
import { expect, test } from 'vitest';
import { agreementProfile } from '../agreement-profile.ts';
import { sentAndReceived } from '../wire.ts';
import { anyTenderResponse } from './arbitrary.ts';
import { x12TenderResponse } from './x12-990.ts';

test.each(['004010', '005010'] as const)(
  'the answer of a carrier that is sent comes back as the same answer (%s)',
  (version) => {
    const profile = agreementProfile({ version });
    fc.assert(
      fc.property(anyTenderResponse[version], (response) => {
        const written = x12TenderResponse.write(response, profile);
        expect(written.issues).toEqual([]);
        const read = x12TenderResponse.read(sentAndReceived('990', written.segments, profile), profile);
        expect(read).toEqual({ document: response, issues: [] });
      }),
      { numRuns: 100 },
    );
  },
);

test('a reason goes by code from 005010 on and by notes before, each refused where it has no place', () => {
  const [response] = fc.sample(anyTenderResponse['005010'], { numRuns: 1, seed: 1 });
  if (response === undefined) throw new Error('there is a sample');
  const reasoned = { ...response, reasonCode: 'ABC', notes: ['no driver'] };
  const messageOf = (version: string): string[] =>
    x12TenderResponse.write(reasoned, agreementProfile({ version })).issues.map((issue) => issue.message);
  expect(messageOf('004010')).toEqual([
    'a 990 before 005010 has no place for the code of a reason: say it in a note',
  ]);
  expect(messageOf('005010')).toEqual([
    'a 990 from 005010 on has no place for notes: give the code of the reason',
  ]);
});
