import fc from 'fast-check';
import { expect, test } from 'vitest';
import { agreementProfile } from '../agreement-profile.ts';
import { x12RoutingInstructions } from '../routing-instructions/x12-754.ts';
import { x12RoutingRequest } from '../routing-request/x12-753.ts';
import { sentAndReceived } from '../wire.ts';
import { anyRoutingInstructions, anyRoutingRequest } from './arbitrary.ts';

const profile = agreementProfile({ version: '005010' });

test('a request for routing that is sent comes back as the same request', () => {
  fc.assert(
    fc.property(anyRoutingRequest, (request) => {
      const written = x12RoutingRequest.write(request, profile);
      expect(written.issues).toEqual([]);
      const read = x12RoutingRequest.read(sentAndReceived('753', written.segments, profile), profile);
      expect(read).toEqual({ document: request, issues: [] });
    }),
    { numRuns: 60 },
  );
});

test('routing instructions that are sent come back as the same instructions', () => {
  fc.assert(
    fc.property(anyRoutingInstructions, (instructions) => {
      const written = x12RoutingInstructions.write(instructions, profile);
      expect(written.issues).toEqual([]);
      const read = x12RoutingInstructions.read(sentAndReceived('754', written.segments, profile), profile);
      expect(read).toEqual({ document: instructions, issues: [] });
    }),
    { numRuns: 60 },
  );
});

test('a partner with whom 004010 is agreed gets no message that is younger', () => {
  const [request] = fc.sample(anyRoutingRequest, { numRuns: 1, seed: 1 });
  const [instructions] = fc.sample(anyRoutingInstructions, { numRuns: 1, seed: 1 });
  const issues = [
    ...x12RoutingRequest.write(request ?? ({} as never)).issues,
    ...x12RoutingInstructions.write(instructions ?? ({} as never)).issues,
  ];
  expect(issues.map(({ message }) => message)).toEqual([
    'a 753 exists from 005010 on: agree that version for it',
    'a 754 exists from 005010 on: agree that version for it',
  ]);
});
