import fc from 'fast-check';
import { expect, test } from 'vitest';
import { agreementProfile } from '../agreement-profile.ts';
import { sentAndReceived } from '../wire.ts';
import { anyOrderConfirmation } from './arbitrary.ts';
import { x12OrderConfirmation } from './x12-855.ts';

test.each(['004010', '005010'])(
  'a confirmation that is sent comes back as the same confirmation (%s)',
  (version) => {
    const profile = agreementProfile({ version });
    fc.assert(
      fc.property(anyOrderConfirmation, (confirmation) => {
        const written = x12OrderConfirmation.write(confirmation, profile);
        expect(written.issues).toEqual([]);
        const read = x12OrderConfirmation.read(sentAndReceived('855', written.segments, profile), profile);
        expect(read).toEqual({ document: confirmation, issues: [] });
      }),
      { numRuns: 100 },
    );
  },
);
