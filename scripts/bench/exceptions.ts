/**
 * A million cells of two forecasts, every tenth one out of bounds: found, priced, pooled and turned into bytes, in one
 * thread and in two. Beside it the floor: one pass over the two columns that counts what differs.
 */
import { Worker } from 'node:worker_threads';
import {
  canonicalInput,
  type EvaluationInput,
  encodeEvaluation,
  evaluateExceptions,
  findOutside,
  joinOutside,
  type Outside,
  poolFindings,
} from '@coplan/collaboration';
import { floodInput } from '../exceptions/flood-input.ts';
import { fastest, report, seededRandom } from '../measure.ts';

const rowCount = 10_000;
const bucketCount = 100;
const cellCount = rowCount * bucketCount;
const input = canonicalInput(floodInput({ rowCount, bucketCount, random: seededRandom(11) }));

let differing = 0;
const floor = fastest(5, () => {
  const { 'sales.buyer': buyers = new Float64Array(), 'sales.seller': sellers = new Float64Array() } =
    input.plan;
  for (let at = 0; at < buyers.length; at++) {
    if (Math.abs((buyers[at] as number) - (sellers[at] as number)) > 20_000) differing += 1;
  }
});
if (differing === 0) throw new Error('the flood is dry');

const oneThread = fastest(3, () => evaluateExceptions(input));
const evaluation = evaluateExceptions(input);
const bytes = encodeEvaluation(evaluation);

/** A thread that tests half of the rows; it has read its half of the work before the clock starts. */
const workers = [0, 1].map(
  () =>
    new Worker(new URL('../exceptions/find-outside-thread.ts', import.meta.url), { workerData: { input } }),
);
const half = Math.floor(rowCount / 2);
const ask = (worker: Worker, range: { fromRow: number; beforeRow: number }): Promise<Outside> =>
  new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.postMessage(range);
  });
const inTwo = async (): Promise<Uint8Array> => {
  const parts = await Promise.all([
    ask(workers[0] as Worker, { fromRow: 0, beforeRow: half }),
    ask(workers[1] as Worker, { fromRow: half, beforeRow: rowCount }),
  ]);
  return encodeEvaluation(poolFindings(input, joinOutside(parts)));
};
let twoThreads = Number.POSITIVE_INFINITY;
for (let round = 0; round < 4; round++) {
  const began = performance.now();
  const joined = await inTwo();
  twoThreads = Math.min(twoThreads, (performance.now() - began) / 1000);
  if (Buffer.compare(joined, bytes) !== 0) throw new Error('two threads found something else than one');
}
await Promise.all(workers.map((worker) => worker.terminate()));

const { exceptions, totals } = evaluation;
console.log(
  `${cellCount} cells, ${totals.cellsOutside} findings → ${exceptions.length} exceptions, ${(totals.coveredShare * 100).toFixed(1)} % of the money with a cause of its own`,
);
const alone = findOutside(input satisfies EvaluationInput, { fromRow: 0, beforeRow: rowCount });
const pooling = fastest(3, () => poolFindings(input, alone));
report('exceptions', [
  {
    name: '1,000,000 cells found, priced and pooled, one thread',
    value: oneThread,
    unit: 's',
    floor,
    ratioToFloor: oneThread / floor,
  },
  {
    name: 'the same in two threads, result in bytes',
    value: twoThreads,
    unit: 's',
    floor,
    ratioToFloor: twoThreads / floor,
  },
  { name: 'pooling alone', value: pooling, unit: 's' },
  { name: 'findings', value: totals.cellsOutside, unit: '' },
  { name: 'exceptions', value: exceptions.length, unit: '' },
]);
