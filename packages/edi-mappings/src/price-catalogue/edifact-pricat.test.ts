import fc from 'fast-check';
import { expect, test } from 'vitest';
import { agreementProfile } from '../agreement-profile.ts';
import { sentAndReceived } from '../wire.ts';
import { anyEdifactPriceCatalogue } from './arbitrary.ts';
import { edifactPriceCatalogue } from './edifact-pricat.ts';

const profiles = [
  agreementProfile({ edifact: { association: 'EAN006' } }),
  agreementProfile({
    edifact: { version: 'D.01B', association: 'EAN007', delimiters: { decimal: ',' }, unitWhenAbsent: 'CS' },
  }),
];

test.each(profiles)('a catalogue comes back as the same catalogue ($edifact.version)', (profile) => {
  fc.assert(
    fc.property(anyEdifactPriceCatalogue, (catalogue) => {
      const written = edifactPriceCatalogue.write(catalogue, profile);
      expect(written.issues).toEqual([]);
      const message = sentAndReceived('PRICAT', written.segments, profile);
      expect(edifactPriceCatalogue.read(message, profile)).toEqual({ document: catalogue, issues: [] });
    }),
    { numRuns: 60 },
  );
});

test('a catalogue without its day is refused before it is sent', () => {
  const [catalogue] = fc.sample(anyEdifactPriceCatalogue, { numRuns: 1, seed: 1 });
  if (catalogue === undefined) throw new Error('there is a sample');
  const { segments, issues } = edifactPriceCatalogue.write({ ...catalogue, issuedOn: undefined });
  expect(segments).toBeUndefined();
  expect(issues[0]?.message).toMatch(/PRICAT names the day of the catalogue: give it one/);
});
