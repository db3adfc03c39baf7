import { parentPort } from 'node:worker_threads';
import { UsageError } from './command.ts';
import { forecastLines, type LineBatch } from './forecast-lines.ts';

/** What the worker answers for one batch: the lines, or the sentence that refuses it. */
export type BatchAnswer = { readonly lines: readonly string[] } | { readonly refusal: string };

parentPort?.on('message', (batch: LineBatch) => {
  let answer: BatchAnswer;
  try {
    answer = { lines: forecastLines(batch) };
  } catch (error) {
    // Misuse travels as its sentence; anything else kills the worker and surfaces with its stack.
    if (!(error instanceof UsageError)) throw error;
    answer = { refusal: error.message };
  }
  parentPort?.postMessage(answer);
});
