import fc from 'fast-check';
import { expect, test } from 'vitest';
import { agreementProfile } from '../agreement-profile.ts';
import { x12ClaimResponse } from '../claim-response/x12-141.ts';
import { x12ProductRegistration } from '../product-registration/x12-140.ts';
import { x12ServiceClaim } from '../service-claim/x12-142.ts';
import { sentAndReceived } from '../wire.ts';
import { anyClaimResponse, anyProductRegistration, anyServiceClaim } from './arbitrary.ts';

const warranty = { dates: { failed: ['431'], repaired: ['198'] } };
const profiles = [
  agreementProfile({ warranty }),
  agreementProfile({ version: '005010', lineBreak: '', warranty }),
];

test.each(profiles)('a registration that is sent by 140 comes back ($version)', (profile) => {
  fc.assert(
    fc.property(anyProductRegistration, (registration) => {
      const written = x12ProductRegistration.write(registration, profile);
      expect(written.issues).toEqual([]);
      const message = sentAndReceived('140', written.segments, profile);
      expect(x12ProductRegistration.read(message, profile)).toEqual({ document: registration, issues: [] });
    }),
    { numRuns: 60 },
  );
});

test.each(profiles)('claims that are sent by 142 come back ($version)', (profile) => {
  fc.assert(
    fc.property(anyServiceClaim, (claims) => {
      const written = x12ServiceClaim.write(claims, profile);
      expect(written.issues).toEqual([]);
      const message = sentAndReceived('142', written.segments, profile);
      expect(x12ServiceClaim.read(message, profile)).toEqual({ document: claims, issues: [] });
    }),
    { numRuns: 60 },
  );
});

test.each(profiles)('answers to claims that are sent by 141 come back ($version)', (profile) => {
  fc.assert(
    fc.property(anyClaimResponse, (response) => {
      const written = x12ClaimResponse.write(response, profile);
      expect(written.issues).toEqual([]);
      const message = sentAndReceived('141', written.segments, profile);
      expect(x12ClaimResponse.read(message, profile)).toEqual({ document: response, issues: [] });
    }),
    { numRuns: 60 },
  );
});

test('without a total the currency of claims must be the agreed one', () => {
  const [sample] = fc.sample(anyServiceClaim, { numRuns: 1, seed: 1 });
  if (sample === undefined) throw new Error('there is a sample');
  const claims = { ...sample, totalMinor: undefined };
  const profile = { ...agreementProfile({ warranty }), currency: claims.currency };
  expect(x12ServiceClaim.write(claims, agreementProfile({ warranty })).issues[0]?.message).toMatch(
    /currency/,
  );
  const { segments } = x12ServiceClaim.write(claims, profile);
  expect(x12ServiceClaim.read(sentAndReceived('142', segments, profile), profile).document).toEqual(claims);
});
