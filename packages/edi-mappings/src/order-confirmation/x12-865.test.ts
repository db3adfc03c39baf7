import fc from 'fast-check';
import { expect, test } from 'vitest';
import { agreementProfile } from '../agreement-profile.ts';
import { mappingFor } from '../mapped-messages.ts';
import { sentAndReceived } from '../wire.ts';
import { anyChangeConfirmation, anyOrderConfirmation } from './arbitrary.ts';
import { x12OrderConfirmation } from './x12-855.ts';
import { x12ChangeConfirmation } from './x12-865.ts';

test.each(['004010', '005010'])(
  'an answer to a change that is sent comes back as the same answer (%s)',
  (version) => {
    const profile = agreementProfile({ version });
    fc.assert(
      fc.property(anyChangeConfirmation, (confirmation) => {
        const written = x12ChangeConfirmation.write(confirmation, profile);
        expect(written.issues).toEqual([]);
        const read = x12ChangeConfirmation.read(sentAndReceived('865', written.segments, profile), profile);
        expect(read).toEqual({ document: confirmation, issues: [] });
      }),
      { numRuns: 100 },
    );
  },
);

test('an answer to an order goes by 855, one to a change by 865, and neither by the other', () => {
  const [answer] = fc.sample(anyOrderConfirmation, { numRuns: 1, seed: 1 });
  const [changed] = fc.sample(anyChangeConfirmation, { numRuns: 1, seed: 1 });
  if (answer === undefined || changed === undefined) throw new Error('there are samples');
  const profile = agreementProfile({});
  expect([mappingFor(answer, profile)?.type, mappingFor(changed, profile)?.type]).toEqual(['855', '865']);
  expect(x12OrderConfirmation.write(changed).issues[0]?.message).toMatch(/goes by 865/);
  expect(x12ChangeConfirmation.write(answer).issues[0]?.message).toMatch(/goes by 855/);
});
