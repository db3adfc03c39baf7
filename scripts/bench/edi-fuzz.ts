/**
 * `npm run bench -- edi-fuzz --inputs N [--seed S] [--no-shapes]`: mutated messages and adversarial shapes through the EDI reader. Counts
 * crashes, files that come back changed, refusals without a reason, hangs and growth, and compares the time for twice the
 * input. A hang is told by processor time of this process, because other work on the machine is no hang.
 *
 * Of each shape 1 MB and 2 MB are read in turns, and the least time of either by the clock counts: processor time would add
 * what the threads of compiler and collector do beside. No collection is forced between them:
 * it throws away compiled code too, after which a shape takes up to nine times as long and the ratio looks better.
 */
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { adversarialShapes, judge, mutate, seededRandom } from '@coplan/edi/fuzz';
import { readSeeds } from '../edi-fuzz/seed-files.ts';
import { type Figure, report } from '../measure.ts';

const hangMsPerMegabyte = 100;
/** Shorter than this nothing can be told from the collector's pauses. */
const hangMsMin = 10;
const megabyte = 1_000_000;
const rounds = 3;
/** Both sizes take their turns, so that whatever else the machine does meets both. */
const shapeRounds = 15;

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    inputs: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    'no-shapes': { type: 'boolean', default: false },
  },
});
const inputCount = Number(values.inputs);
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const processorMs = (work: () => void): number => {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};
const elapsedMs = (work: () => void): number => {
  const began = performance.now();
  work();
  return performance.now() - began;
};
const leastMs = (work: () => void): number =>
  Math.min(...Array.from({ length: rounds }, () => processorMs(work)));
const heldMegabytes = (): number => {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / megabyte;
};

function fuzz(): Figure[] {
  const seeds = readSeeds({ withCorpus: true });
  const random = seededRandom(Number(values.seed));
  const found = { crashed: 0, changed: 0, unexplained: 0, hanging: 0, accepted: 0, bytes: 0 };
  let baseline = 0;
  let growth = 0;
  const totalMs = processorMs(() => {
    for (let number = 0; number < inputCount; number++) {
      const input = mutate(seeds[number % seeds.length] as Uint8Array, random);
      const began = performance.now();
      const { misbehaviour, isAccepted } = judge(input);
      const limitMs = Math.max(hangMsMin, (hangMsPerMegabyte * input.length) / megabyte);
      if (performance.now() - began > limitMs && leastMs(() => judge(input)) > limitMs) found.hanging++;
      if (misbehaviour !== undefined) {
        found[misbehaviour]++;
        console.error(`${misbehaviour}: ${Buffer.from(input).toString('base64')}`);
      }
      if (isAccepted) found.accepted++;
      found.bytes += input.length;
      if (number === 1_000) baseline = heldMegabytes();
      else if (number % 50_000 === 0 && number > 1_000) growth = Math.max(growth, heldMegabytes() - baseline);
      if (number % 500_000 === 0 && number > 0)
        console.error(`${number} inputs: ${JSON.stringify({ ...found, growth })}`);
    }
  });
  if (inputCount > 1_000) growth = Math.max(growth, heldMegabytes() - baseline);
  return [
    { name: `inputs from ${seeds.length} seeds`, value: inputCount, unit: 'inputs' },
    {
      name: 'accepted, and the same bytes when written back',
      value: found.accepted - found.changed,
      unit: 'inputs',
    },
    { name: 'crashes', value: found.crashed, unit: 'inputs' },
    { name: 'accepted but changed', value: found.changed, unit: 'inputs' },
    { name: 'refused without a reason', value: found.unexplained, unit: 'inputs' },
    {
      name: `hangs (over ${hangMsPerMegabyte} ms/MB and ${hangMsMin} ms, three times)`,
      value: found.hanging,
      unit: 'inputs',
    },
    { name: 'growth of what is held after a collection', value: growth, unit: 'MB' },
    { name: 'processor time', value: totalMs / 1000, unit: 's' },
    { name: 'bytes read, each judged with all checks', value: found.bytes / megabyte, unit: 'MB' },
  ];
}

const doubling = (): Figure[] =>
  Object.entries(adversarialShapes).map(([name, shape]) => {
    const once = Buffer.from(shape(megabyte), 'latin1');
    const twice = Buffer.from(shape(2 * megabyte), 'latin1');
    judge(once);
    let floor = Number.POSITIVE_INFINITY;
    let value = Number.POSITIVE_INFINITY;
    for (let round = 0; round < shapeRounds; round++) {
      floor = Math.min(
        floor,
        elapsedMs(() => judge(once)),
      );
      value = Math.min(
        value,
        elapsedMs(() => judge(twice)),
      );
    }
    return { name: `2 MB of ${name}`, value, unit: 'ms', floor, ratioToFloor: value / floor };
  });

function summary(shapes: readonly Figure[]): Figure[] {
  if (shapes.length === 0) return [];
  const worst = Math.max(...shapes.map(({ ratioToFloor = 0 }) => ratioToFloor));
  const slowest = Math.max(...shapes.map(({ value }) => value / 2));
  return [
    { name: 'worst time for twice the input', value: worst, unit: 'times' },
    { name: 'slowest shape', value: slowest, unit: 'ms/MB' },
  ];
}

const shapes = values['no-shapes'] ? [] : doubling();
report('edi-fuzz', [...shapes, ...fuzz(), ...summary(shapes)]);
