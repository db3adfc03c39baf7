/** The thread of the exceptions benchmark: tests the range of rows that it is asked for. */
import { parentPort, workerData } from 'node:worker_threads';
import { type EvaluationInput, findOutside } from '@coplan/collaboration';

const { input } = workerData as { input: EvaluationInput };
parentPort?.on('message', (range: { fromRow: number; beforeRow: number }) => {
  parentPort?.postMessage(findOutside(input, range));
});
