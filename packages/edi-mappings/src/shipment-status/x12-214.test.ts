import fc from 'fast-check';
import { expect, test } from 'vitest';
import { agreementProfile } from '../agreement-profile.ts';
import { sentAndReceived } from '../wire.ts';
import { anyShipmentStatus } from './arbitrary.ts';
import { x12ShipmentStatus } from './x12-214.ts';

test.each(['004010', '005010'])('a status that is sent comes back as the same status (%s)', (version) => {
  const profile = agreementProfile({ version });
  fc.assert(
    fc.property(anyShipmentStatus, (status) => {
      const written = x12ShipmentStatus.write(status, profile);
      expect(written.issues).toEqual([]);
      const read = x12ShipmentStatus.read(sentAndReceived('214', written.segments, profile), profile);
      expect(read).toEqual({ document: status, issues: [] });
    }),
    { numRuns: 100 },
  );
});

test('numbers stand in front of the events before 005010, and at the first event from then on', () => {
  const [status] = fc.sample(
    anyShipmentStatus.filter(({ references }) => references.length > 0),
    { numRuns: 1, seed: 1 },
  );
  if (status === undefined) throw new Error('there is a sample');
  const tags = (version: string): string[] =>
    (x12ShipmentStatus.write(status, agreementProfile({ version })).segments ?? []).map(([tag]) => tag);
  expect(tags('004010').slice(0, 2)).toEqual(['B10', 'L11']);
  expect(tags('005010').slice(0, 3)).toEqual(['B10', 'LX', 'L11']);
});
