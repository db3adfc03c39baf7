import fc from 'fast-check';
import { expect, test } from 'vitest';
import { agreementProfile } from '../agreement-profile.ts';
import { sentAndReceived } from '../wire.ts';
import { anyEdifactResponse } from './arbitrary.ts';
import { edifactBookingConfirmation } from './edifact-iftmbc.ts';

test.each([
  agreementProfile({}),
  agreementProfile({
    edifact: { version: 'D.01B', association: undefined, transport: { shipmentNumbers: ['BN'] } },
  }),
])('the answer to a booking comes back as the same answer ($edifact.version)', (profile) => {
  fc.assert(
    fc.property(anyEdifactResponse, (response) => {
      const written = edifactBookingConfirmation.write(response, profile);
      expect(written.issues).toEqual([]);
      const read = edifactBookingConfirmation.read(
        sentAndReceived('IFTMBC', written.segments, profile),
        profile,
      );
      expect(read).toEqual({ document: response, issues: [] });
    }),
    { numRuns: 60 },
  );
});
