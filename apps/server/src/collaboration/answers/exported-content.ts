import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { ForecastPurpose } from '@coplan/collaboration';
import type { LocalDate } from '@coplan/kernel';

/** One sheet as it was handed out; locked ones are there to be looked at. Numbers are thousandths of the base unit, one per column. */
export type ExportedSheet = {
  sheetName: string;
  /** What the sheet edits; null: locked. */
  target: { kind: 'plan'; planId: string } | { kind: 'commits' } | null;
  /** Bucket of the plan in column 0; negative where the columns begin before the plan. */
  firstBucketIndex: number;
  bucketCount: number;
  rows: Record<string, (number | null)[]>;
};

export type ExportedContent = {
  formatVersion: 1;
  agreementId: string;
  purpose: ForecastPurpose;
  columns: LocalDate[];
  sheets: ExportedSheet[];
};

export const packContent = (content: ExportedContent): Buffer =>
  zstdCompressSync(Buffer.from(JSON.stringify(content)));

export const unpackContent = (bytes: Uint8Array): ExportedContent =>
  JSON.parse(zstdDecompressSync(bytes).toString()) as ExportedContent;
