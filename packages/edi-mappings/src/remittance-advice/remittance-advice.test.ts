import fc from 'fast-check';
import { expect, test } from 'vitest';
import { agreementProfile } from '../agreement-profile.ts';
import { sentAndReceived } from '../wire.ts';
import { anyRemittanceAdvice } from './arbitrary.ts';
import { edifactRemittanceAdvice } from './edifact-remadv.ts';
import { x12RemittanceAdvice } from './x12-820.ts';

test.each([
  agreementProfile({}),
  agreementProfile({ version: '005010', lineBreak: '', remittance: { handlings: ['C'] } }),
])('a payment that is told by 820 comes back as the same payment ($version)', (profile) => {
  fc.assert(
    fc.property(anyRemittanceAdvice, (advice) => {
      const written = x12RemittanceAdvice.write(advice, profile);
      expect(written.issues).toEqual([]);
      const read = x12RemittanceAdvice.read(sentAndReceived('820', written.segments, profile), profile);
      expect(read).toEqual({ document: advice, issues: [] });
    }),
    { numRuns: 60 },
  );
});

test.each([
  agreementProfile({}),
  agreementProfile({
    edifact: { version: 'D.01B', association: 'EAN007', delimiters: { decimal: ',' } },
  }),
])('a payment that is told by REMADV comes back as the same payment ($edifact.version)', (profile) => {
  fc.assert(
    fc.property(anyRemittanceAdvice, (advice) => {
      const written = edifactRemittanceAdvice.write(advice, profile);
      expect(written.issues).toEqual([]);
      const read = edifactRemittanceAdvice.read(
        sentAndReceived('REMADV', written.segments, profile),
        profile,
      );
      expect(read).toEqual({ document: advice, issues: [] });
    }),
    { numRuns: 60 },
  );
});

test('a payment whose total is not what its invoices say is neither sent nor taken', () => {
  const [advice] = fc.sample(anyRemittanceAdvice, { numRuns: 1, seed: 1 });
  if (advice === undefined) throw new Error('there is a sample');
  const wrong = { ...advice, totalMinor: advice.totalMinor + 1 };
  expect(x12RemittanceAdvice.write(wrong).issues[0]?.message).toMatch(/sum of what is paid/);
  const { segments } = x12RemittanceAdvice.write(advice);
  const changed = segments?.map((segment) =>
    segment[0] === 'BPR' ? [...segment.slice(0, 2), '0.07', ...segment.slice(3)] : segment,
  );
  const read = x12RemittanceAdvice.read(sentAndReceived('820', changed as typeof segments));
  expect(read.issues[0]?.message).toMatch(/sum of what is paid/);
});
