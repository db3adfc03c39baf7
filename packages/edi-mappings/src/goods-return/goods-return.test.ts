import type { GoodsReturn } from '@coplan/documents';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { agreementProfile, type DeepPartial } from '../agreement-profile.ts';
import type { EdifactProfile } from '../edifact/edifact-profile.ts';
import { mappingFor } from '../mapped-messages.ts';
import { sentAndReceived } from '../wire.ts';
import { anyGoodsReturn, anyRetann, anyRetins } from './arbitrary.ts';
import { edifactReturnAnnouncement } from './edifact-retann.ts';
import { edifactReturnInstruction } from './edifact-retins.ts';
import { x12GoodsReturn } from './x12-180.ts';

test.each([
  agreementProfile({}),
  agreementProfile({ version: '005010', lineBreak: '', goodsReturn: { price: 'CON' } }),
])('a return that is sent by 180 comes back as the same return ($version)', (profile) => {
  fc.assert(
    fc.property(anyGoodsReturn, (goodsReturn) => {
      const written = x12GoodsReturn.write(goodsReturn, profile);
      expect(written.issues).toEqual([]);
      const read = x12GoodsReturn.read(sentAndReceived('180', written.segments, profile), profile);
      expect(read).toEqual({ document: goodsReturn, issues: [] });
    }),
    { numRuns: 60 },
  );
});

/** Reasons have codes that partners agree on. */
const codes = {
  reasons: {
    defective: ['001'],
    damaged: ['002'],
    'wrong-item': ['003'],
    'ordering-error': ['004'],
    recall: ['005'],
    excess: ['006'],
    expired: ['007'],
    packaging: ['008'],
  },
  answers: {
    worn: ['101'],
    'transport-damage': ['102'],
    'not-defective': ['103'],
    'as-ordered': ['104'],
    'never-sold': ['105'],
    'too-late': ['106'],
    quantity: ['107'],
    price: ['108'],
    'information-needed': ['109'],
    discontinued: ['110'],
    unidentifiable: ['111'],
  },
};
const directories: DeepPartial<EdifactProfile>[] = [
  { goodsReturn: codes },
  { version: 'D.01B', delimiters: { decimal: ',' }, goodsReturn: codes },
];
const dialects = directories.map((edifact) => agreementProfile({ dialect: 'edifact', edifact }));

test.each(dialects)('an announcement comes back by RETANN ($edifact.version)', (profile) => {
  fc.assert(
    fc.property(anyRetann, (goodsReturn) => {
      const written = edifactReturnAnnouncement.write(goodsReturn, profile);
      expect(written.issues).toEqual([]);
      const message = sentAndReceived('RETANN', written.segments, profile);
      expect(edifactReturnAnnouncement.read(message, profile)).toEqual({ document: goodsReturn, issues: [] });
    }),
    { numRuns: 60 },
  );
});

test.each(dialects)('an instruction comes back by RETINS ($edifact.version)', (profile) => {
  fc.assert(
    fc.property(anyRetins, (goodsReturn) => {
      const written = edifactReturnInstruction.write(goodsReturn, profile);
      expect(written.issues).toEqual([]);
      const message = sentAndReceived('RETINS', written.segments, profile);
      expect(edifactReturnInstruction.read(message, profile)).toEqual({ document: goodsReturn, issues: [] });
    }),
    { numRuns: 60 },
  );
});

const sampleOf = (arbitrary: fc.Arbitrary<GoodsReturn>): GoodsReturn => {
  const [sample] = fc.sample(arbitrary, { numRuns: 1, seed: 3 });
  if (sample === undefined) throw new Error('there is a sample');
  return sample;
};

test('an announcement goes by RETANN, an instruction by RETINS, both by 180', () => {
  const [announcement, instruction] = [sampleOf(anyRetann), sampleOf(anyRetins)];
  const typesIn = (dialect: 'x12' | 'edifact') =>
    [announcement, instruction].map((one) => mappingFor(one, agreementProfile({ dialect }))?.type);
  expect(typesIn('edifact')).toEqual(['RETANN', 'RETINS']);
  expect(typesIn('x12')).toEqual(['180', '180']);
});

test('an instruction that does not say what becomes of the goods is not sent', () => {
  const sample = sampleOf(anyRetins);
  const lines = sample.lines.map((line) => ({ ...line, disposition: undefined }));
  expect(x12GoodsReturn.write({ ...sample, lines }).issues[0]?.message).toMatch(/what is to become/);
});

test('a reason without an agreed code is refused, not left out', () => {
  const sample = sampleOf(anyRetann);
  const lines = sample.lines.map((line) => ({ ...line, reason: 'recall' as const }));
  const { segments, issues } = edifactReturnAnnouncement.write({ ...sample, lines });
  expect(segments).toBeUndefined();
  expect(issues[0]?.message).toMatch(/recall is not agreed/);
});
