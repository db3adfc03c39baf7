import type { Delimiters, Dialect } from './dialect.ts';
import { Segment } from './segment.ts';
import type { SegmentReader } from './segment-reader.ts';

/** A stretch of the data as latin1 text, of which segments are parts. */
export type Stretch = {
  text: string;
  base: number;
  /** For each recorded segment where it starts and ends in the text, and its place in the structure of its message. */
  numbers: Int32Array;
  /** How many of the numbers are in use. */
  used: number;
};

/** By what segments are told apart in all of an interchange. */
export type WireForm = { readonly delimiters: Delimiters; readonly dialect: Dialect };

const perSegment = 3;
const numbersMin = 12;
/** Shorter segments on the average make the numbers grow. */
const usualBytes = 32;

/** Numbers for as many segments as a stretch usually has. */
export const numbersFor = (byteCount: number): Int32Array =>
  new Int32Array(Math.max(numbersMin, perSegment * Math.ceil(byteCount / usualBytes)));
const nowhere = -1;

/** Some segments that follow each other in one stretch, up to the one with this number in the message. */
type Run = { stretch: Stretch; first: number; until: number };

/** What few messages have: several stretches, and segments that are more than a part of one. */
type Exceptions = { earlier: Run[]; made: Map<number, Segment> };

/**
 * The segments of one message, without making them: most are looked at once while they are checked, and never again. A
 * segment is made when it is asked for, once.
 */
export class SegmentRecords {
  count = 0;
  /** The last run begins in this stretch, at this number. */
  #stretch: Stretch | undefined;
  #first = 0;
  #exceptions: Exceptions | undefined;
  #segments: Segment[] | undefined;

  /** Takes the segment that lies in the reader now, and returns how many there are. */
  add(current: SegmentReader): number {
    const { stretch } = current;
    if (this.#stretch !== stretch) {
      if (this.#stretch !== undefined) this.#except().earlier.push(this.#lastRun(this.#stretch));
      this.#stretch = stretch;
      this.#first = stretch.used;
    }
    if (current.isWrapped || current.isWide) this.#except().made.set(this.count, current.toSegment());
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
    this.count++;
    return this.count;
  }

  /** Says where the segment that came last belongs. */
  placeLast(place: number): void {
    const stretch = this.#stretch;
    if (stretch !== undefined) stretch.numbers[stretch.used - 1] = place;
  }

  segments(form: WireForm): Segment[] {
    if (this.#segments?.length === this.count) return this.#segments;
    const segments: Segment[] = [];
    const made = this.#exceptions?.made;
    this.#each((stretch, at) => {
      const { numbers } = stretch;
      segments.push(
        made?.get(segments.length) ?? segmentOf(stretch, numbers[at] ?? 0, numbers[at + 1] ?? 0, form),
      );
    });
    this.#segments = segments;
    return segments;
  }

  /** Of every segment its place in the structure, −1 where it has none. */
  places(): number[] {
    const places: number[] = [];
    this.#each(({ numbers }, at) => places.push(numbers[at + 2] ?? nowhere));
    return places;
  }

  #except(): Exceptions {
    this.#exceptions ??= { earlier: [], made: new Map() };
    return this.#exceptions;
  }

  #lastRun(stretch: Stretch): Run {
    return { stretch, first: this.#first, until: this.count };
  }

  #each(visit: (stretch: Stretch, at: number) => void): void {
    const runs = [...(this.#exceptions?.earlier ?? [])];
    if (this.#stretch !== undefined) runs.push(this.#lastRun(this.#stretch));
    let count = 0;
    for (const { stretch, first, until } of runs) {
      for (let at = first; count < until; count++, at += perSegment) visit(stretch, at);
    }
  }
}

/** One segment of a stretch, in which no lines are wrapped and every character is a byte. */
export function segmentOf(
  { text, base }: Stretch,
  start: number,
  end: number,
  { delimiters, dialect }: WireForm,
): Segment {
  const raw = text.substring(start, end);
  // In X12 a component separator is part of a tag, which is then unknown.
  const isX12 = dialect.name === 'x12';
  const tagEnd = isX12 ? raw.indexOf(delimiters.element) : -1;
  const tag = isX12 ? (tagEnd < 0 ? raw : raw.substring(0, tagEnd)) : undefined;
  return new Segment({ raw, offset: base + start, delimiters, tag });
}
