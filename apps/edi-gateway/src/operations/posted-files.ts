import type { SampleFile } from '@coplan/edi-mappings';
import { z } from 'zod';
import { refusal } from '../http-requests.ts';

export const filesMax = 20;
const bytesMax = 5_000_000;

/** A file from a browser: its name and its bytes as base64, of any character set. */
export const postedFile = z.object({ name: z.string().min(1).max(200), base64: z.string().max(7_000_000) });
export const postedFiles = z.array(postedFile).min(1).max(filesMax);
export type PostedFile = z.output<typeof postedFile>;

/** The bytes that were posted; refused when they are more than 5 MB in all. */
export function filesOf(posted: readonly PostedFile[]): SampleFile[] {
  const files = posted.map(({ name, base64 }) => ({ name, bytes: Buffer.from(base64, 'base64') }));
  if (files.reduce((sum, { bytes }) => sum + bytes.length, 0) > bytesMax) {
    throw refusal(
      'gateway.samples-too-large',
      `Files together have at most ${bytesMax / 1_000_000} MB: send fewer.`,
    );
  }
  return files;
}
