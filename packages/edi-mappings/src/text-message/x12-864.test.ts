import fc from 'fast-check';
import { expect, test } from 'vitest';
import { agreementProfile } from '../agreement-profile.ts';
import { sentAndReceived } from '../wire.ts';
import { anyTextMessage } from './arbitrary.ts';
import { x12TextMessage } from './x12-864.ts';

test.each([
  agreementProfile({}),
  agreementProfile({ version: '005010', lineBreak: '', text: { dates: ['102'] } }),
])('what is told in words comes back word by word ($version)', (profile) => {
  fc.assert(
    fc.property(anyTextMessage, (message) => {
      const written = x12TextMessage.write(message, profile);
      expect(written.issues).toEqual([]);
      const read = x12TextMessage.read(sentAndReceived('864', written.segments, profile), profile);
      expect(read).toEqual({ document: message, issues: [] });
    }),
    { numRuns: 60 },
  );
});
