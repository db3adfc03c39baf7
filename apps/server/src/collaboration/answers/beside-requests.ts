import { Worker } from 'node:worker_threads';
import type { WorkbookTask } from './workbook-thread.ts';
import { type PlanWorkbook, type ReadSheet, readWorkbook, writePlanWorkbook } from './xlsx-workbook.ts';

/** Smaller workbooks are done in a few milliseconds; larger ones would keep live edits waiting for seconds. */
const cellsInLineMax = 20_000;
const bytesInLineMax = 100_000;
const heapMbMax = 1_500;
const timeoutMs = 120_000;

type Answer<Result> = { answer: Result } | { failure: string };

function inThread<Result>(task: WorkbookTask): Promise<Result> {
  const worker = new Worker(new URL('./workbook-thread.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: heapMbMax },
  });
  const result = new Promise<Result>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('The workbook took longer than two minutes')), timeoutMs);
    worker.once('message', (answer: Answer<Result>) => {
      clearTimeout(timer);
      if ('failure' in answer) reject(new Error(answer.failure));
      else resolve(answer.answer);
    });
    worker.once('error', (error) => {
      clearTimeout(timer);
      reject(error instanceof Error ? error : new Error(String(error)));
    });
  });
  worker.postMessage(task);
  return result.finally(() => worker.terminate());
}

/** Writes a workbook, in a thread of its own when it is large. */
export function writeBesideRequests(workbook: PlanWorkbook): Promise<Uint8Array> {
  const cellCount = workbook.sheets.reduce((sum, { rows, columns }) => sum + rows.length * columns.length, 0);
  return cellCount <= cellsInLineMax ? writePlanWorkbook(workbook) : inThread({ kind: 'write', workbook });
}

/** Reads a workbook, in a thread of its own when it is large. Throws when it is none. */
export const readBesideRequests = (bytes: Uint8Array): Promise<ReadSheet[]> =>
  bytes.length <= bytesInLineMax ? readWorkbook(bytes) : inThread({ kind: 'read', bytes });
