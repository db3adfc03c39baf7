import { Segment } from './segment.ts';
import type { SegmentReader } from './segment-reader.ts';

/** A stretch of the data as latin1 text, of which segments are parts. */
export type Stretch = {
  text: string;
  base: number;
  delimiters: Segment['delimiters'];
  isX12: boolean;
  /** For each recorded segment where it starts and ends in the text, and its place in the structure of its message. */
  numbers: Int32Array;
  /** How many of the numbers are in use. */
  used: number;
};

const perSegment = 3;
const numbersMin = 12;
/** Shorter segments on the average make the numbers grow. */
const usualBytes = 32;

/** Numbers for as many segments as a stretch usually has. */
export const numbersFor = (byteCount: number): Int32Array =>
  new Int32Array(Math.max(numbersMin, perSegment * Math.ceil(byteCount / usualBytes)));
const nowhere = -1;

/** Some segments that follow each other in one stretch. */
type Run = { stretch: Stretch; first: number; count: number };

/**
 * The segments of one message, without making them: most are looked at once while they are checked, and never again. A
 * segment is made when it is asked for, once.
 */
export class SegmentRecords {
  count = 0;
  /** The last run, and those before it. */
  #stretch: Stretch | undefined;
  #first = 0;
  #runCount = 0;
  #earlier: Run[] | undefined;
  #made: (Segment | undefined)[] | undefined;

  /** Takes the segment that lies in the reader now. */
  add(current: SegmentReader): void {
    const { stretch } = current;
    if (this.#stretch !== stretch) {
      if (this.#stretch !== undefined) {
        this.#earlier ??= [];
        this.#earlier.push({ stretch: this.#stretch, first: this.#first, count: this.#runCount });
      }
      this.#stretch = stretch;
      this.#first = stretch.used;
      this.#runCount = 0;
    }
    if (current.isWrapped || current.isWide) {
      this.#made ??= [];
      this.#made[this.count] = current.toSegment();
    }
    if (stretch.used === stretch.numbers.length) {
      const larger = new Int32Array(2 * stretch.used);
      larger.set(stretch.numbers);
      stretch.numbers = larger;
    }
    const { numbers, used } = stretch;
    numbers[used] = current.startInStretch;
    numbers[used + 1] = current.endInStretch;
    numbers[used + 2] = nowhere;
    stretch.used = used + perSegment;
    this.#runCount++;
    this.count++;
  }

  /** Says where the segment that came last belongs. */
  placeLast(place: number): void {
    const stretch = this.#stretch;
    if (stretch !== undefined) stretch.numbers[stretch.used - 1] = place;
  }

  /** Every segment with its place in the structure, −1 where it has none. */
  all(): { segment: Segment; place: number }[] {
    const all: { segment: Segment; place: number }[] = [];
    for (const run of this.#earlier ?? []) this.#addRun(run, all);
    if (this.#stretch !== undefined) {
      this.#addRun({ stretch: this.#stretch, first: this.#first, count: this.#runCount }, all);
    }
    return all;
  }

  #addRun({ stretch, first, count }: Run, all: { segment: Segment; place: number }[]): void {
    this.#made ??= [];
    for (let at = first; at < first + count * perSegment; at += perSegment) {
      const { numbers } = stretch;
      const index = all.length;
      const segment = this.#made[index] ?? segmentOf(stretch, numbers[at] ?? 0, numbers[at + 1] ?? 0);
      this.#made[index] = segment;
      all.push({ segment, place: numbers[at + 2] ?? nowhere });
    }
  }
}

function segmentOf({ text, base, delimiters, isX12 }: Stretch, start: number, end: number): Segment {
  const raw = text.substring(start, end);
  // In X12 a component separator is part of a tag, which is then unknown.
  const tagEnd = isX12 ? raw.indexOf(delimiters.element) : -1;
  const tag = isX12 ? (tagEnd < 0 ? raw : raw.substring(0, tagEnd)) : undefined;
  return new Segment({ raw, offset: base + start, delimiters, tag });
}
