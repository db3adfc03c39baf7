import { parentPort, workerData } from 'node:worker_threads';
import { assert } from '@coplan/kernel';

/** The far side of a compute pool: loads one pure module and answers bytes with bytes. */
const { moduleUrl } = workerData as { moduleUrl: string };
const { compute } = (await import(moduleUrl)) as { compute: (input: Uint8Array) => Uint8Array };
const port = parentPort;
assert(port !== null, 'compute-thread runs only as a worker thread');

port.on('message', ({ taskNumber, input }: { taskNumber: number; input: Uint8Array }) => {
  try {
    const output = compute(input);
    port.postMessage({ taskNumber, output }, output.buffer instanceof ArrayBuffer ? [output.buffer] : []);
  } catch (error) {
    port.postMessage({ taskNumber, failure: error instanceof Error ? error.message : String(error) });
  }
});
