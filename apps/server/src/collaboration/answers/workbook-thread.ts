import { parentPort } from 'node:worker_threads';
import { assert } from '@coplan/kernel';
import { type PlanWorkbook, readWorkbook, writePlanWorkbook } from './xlsx-workbook.ts';

/** The far side of `beside-requests.ts`: one workbook, written or read, in a thread of its own. */
export type WorkbookTask = { kind: 'write'; workbook: PlanWorkbook } | { kind: 'read'; bytes: Uint8Array };

const port = parentPort;
assert(port !== null, 'workbook-thread runs only as a worker thread');

port.once('message', async (task: WorkbookTask) => {
  try {
    const answer =
      task.kind === 'write' ? await writePlanWorkbook(task.workbook) : await readWorkbook(task.bytes);
    port.postMessage({ answer });
  } catch (error) {
    port.postMessage({ failure: error instanceof Error ? error.message : String(error) });
  }
});
