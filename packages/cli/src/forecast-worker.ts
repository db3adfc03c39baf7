import { parentPort, workerData } from 'node:worker_threads';
import type { PooledForecaster } from '@coplan/forecasting';
import { UsageError } from './command.ts';
import { forecastLines, type LineBatch } from './forecast-lines.ts';

/** What the worker answers for one batch: the bytes of its lines, or the sentence that refuses it. */
export type BatchAnswer = { readonly output: Uint8Array } | { readonly refusal: string };

const pooled = workerData as PooledForecaster | undefined;

parentPort?.on('message', (batch: LineBatch) => {
  try {
    const output = forecastLines(batch, pooled);
    parentPort?.postMessage({ output } satisfies BatchAnswer, [output.buffer]);
  } catch (error) {
    // Misuse travels as its sentence; anything else kills the worker and surfaces with its stack.
    if (!(error instanceof UsageError)) throw error;
    parentPort?.postMessage({ refusal: error.message } satisfies BatchAnswer);
  }
});
