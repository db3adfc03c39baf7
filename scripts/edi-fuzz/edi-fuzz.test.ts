import { adversarialShapes, judge, mutate, seededRandom } from '@coplan/edi/fuzz';
import { expect, test } from 'vitest';
import { readSeeds } from './seed-files.ts';

const inputCount = 100_000;
const bytesMax = 2_048;
const seeds = readSeeds({ withCorpus: true });

test('whatever partners and networks do to a file, it is read without a crash, refused with a reason, or kept byte for byte', {
  timeout: 600_000,
}, () => {
  const random = seededRandom(20_261_130);
  let acceptedCount = 0;
  for (let number = 0; number < inputCount; number++) {
    const seed = seeds[number % seeds.length] as Uint8Array;
    const input = mutate(seed, random, bytesMax);
    const verdict = judge(input);
    if (verdict.isAccepted) acceptedCount++;
    if (verdict.misbehaviour === undefined) continue;
    const shown = Buffer.from(input).toString('base64');
    expect.fail(`input ${number} ${verdict.misbehaviour} (${String(verdict.why)}): ${shown}`);
  }
  // Mutations that leave nothing acceptable would test the refusals alone.
  expect(acceptedCount).toBeGreaterThan(inputCount / 100);
});

const megabyte = 1_000_000;

// Each would take hours where work grows with the square of the length: the runner's limit is the judge.
test.each(Object.entries(adversarialShapes))('a megabyte of %s is read in one go', (_, shape) => {
  const input = Buffer.from(shape(megabyte), 'latin1');
  const verdict = judge(input);
  expect(verdict.misbehaviour, String(verdict.why)).toBe(undefined);
});
