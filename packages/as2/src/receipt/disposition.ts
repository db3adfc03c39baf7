import type { DispositionError } from '../message/refusal.ts';

/** How a receipt ends: taken, taken with a remark, not taken. */
export type Disposition =
  | { outcome: 'processed' }
  | { outcome: 'warning'; text: string }
  | { outcome: 'error' | 'failure'; text: string };

export const processed: Disposition = { outcome: 'processed' };
export const failedWith = (text: DispositionError): Disposition => ({ outcome: 'error', text });

const modes = 'automatic-action/MDN-sent-automatically';

/** RFC 4130, 7.4.3: e.g. `automatic-action/MDN-sent-automatically; processed/error: decryption-failed`. */
export function writeDisposition(disposition: Disposition): string {
  if (disposition.outcome === 'processed') return `${modes}; processed`;
  const { outcome, text } = disposition;
  return `${modes}; ${outcome === 'failure' ? 'failed/Failure' : `processed/${outcome}`}: ${text}`;
}

/**
 * Reads a disposition as partners write it: any case, `:` or `=` before the reason, the older `processed/Error, x`.
 * Anything that does not clearly say `processed` counts as a failure. Linear in the length of `value`.
 */
export function readDisposition(value: string): Disposition {
  const type = value.slice(value.indexOf(';') + 1).trim();
  const split = /[:=,]/.exec(type)?.index ?? type.length;
  const [kind = '', modifier = ''] = type
    .slice(0, split)
    .toLowerCase()
    .split('/')
    .map((part) => part.trim());
  const text = type
    .slice(split + 1)
    .trim()
    .slice(0, 300);
  const isProcessed = kind === 'processed' || kind === 'displayed';
  if (isProcessed && modifier === '') return processed;
  if (isProcessed && modifier === 'warning') return { outcome: 'warning', text };
  const outcome = isProcessed && modifier === 'error' ? 'error' : 'failure';
  return { outcome, text: text === '' ? type.slice(0, 300) : text };
}
