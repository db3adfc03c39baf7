import type { OrderConfirmation } from '@coplan/documents';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { agreementProfile } from '../agreement-profile.ts';
import { sentAndReceived } from '../wire.ts';
import { anyEdifactOrderConfirmation } from './arbitrary.ts';
import { edifactOrderConfirmation } from './edifact-ordrsp.ts';

const profiles = [
  agreementProfile({}),
  agreementProfile({
    edifact: { version: 'D.01B', association: 'EAN010', delimiters: { decimal: ',' } },
  }),
];

test.each(profiles)('an answer that is sent comes back as the same answer ($edifact.version)', (profile) => {
  fc.assert(
    fc.property(anyEdifactOrderConfirmation, (confirmation) => {
      const written = edifactOrderConfirmation.write(confirmation, profile);
      expect(written.issues).toEqual([]);
      const message = sentAndReceived('ORDRSP', written.segments, profile);
      const read = edifactOrderConfirmation.read(message, profile);
      expect(read).toEqual({ document: confirmation, issues: [] });
    }),
    { numRuns: 100 },
  );
});

test('a reason for which no code is agreed is refused, not left out', () => {
  const [answer] = fc.sample(anyEdifactOrderConfirmation, { numRuns: 1, seed: 1 });
  if (answer === undefined) throw new Error('there is a sample');
  const refused: OrderConfirmation = {
    ...answer,
    outcome: undefined,
    lines: [{ lineNumber: '1', outcome: 'rejected', reason: 'not-in-contract', schedule: [] }],
  };
  expect(edifactOrderConfirmation.write(refused).issues.map((issue) => issue.message)).toEqual([
    'line 1: "rejected" because of "not-in-contract" has no agreed code',
  ]);
  const meaning = { outcome: 'rejected', reason: 'not-in-contract', action: '7', why: 'AS' } as const;
  const agreed = agreementProfile({ edifact: { orderResponse: { meanings: [meaning] } } });
  const { segments } = edifactOrderConfirmation.write(refused, agreed);
  expect(edifactOrderConfirmation.read(sentAndReceived('ORDRSP', segments), agreed).document).toEqual(
    refused,
  );
});
