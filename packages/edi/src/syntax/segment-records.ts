import { Segment } from './segment.ts';
import type { SegmentReader } from './segment-reader.ts';

/** A stretch of the data as latin1 text, of which segments are parts. */
type Stretch = { number: number; text: string; base: number; delimiters: Segment['delimiters'] };

/** Numbers for each segment: its stretch, and where it starts and ends in it. */
const perSegment = 3;
/** Instead of a stretch, where the segment itself was kept. */
const kept = -1;

/**
 * The segments of one message, without making them: most are looked at once while they are checked, and never again. A
 * segment is made when it is asked for, once.
 */
export class SegmentRecords {
  readonly #numbers: number[] = [];
  readonly #tags: string[] = [];
  readonly #stretches: Stretch[] = [];
  #made: (Segment | undefined)[] | undefined;
  #all: Segment[] | undefined;

  get count(): number {
    return this.#tags.length;
  }

  /** Takes the segment that lies in the reader now. */
  add(current: SegmentReader, tag: string): void {
    this.#tags.push(tag);
    if (current.isWrapped || current.isWide) {
      this.#numbers.push(kept, 0, 0);
      this.#made ??= [];
      this.#made[this.#tags.length - 1] = current.toSegment();
      return;
    }
    let index = this.#stretches.length - 1;
    if (index < 0 || this.#stretches[index]?.number !== current.stretchNumber) {
      const { stretchNumber: number, stretch: text, stretchBase: base, delimiters } = current;
      if (delimiters !== undefined) this.#stretches.push({ number, text, base, delimiters });
      index++;
    }
    this.#numbers.push(index, current.startInStretch, current.endInStretch);
  }

  /** By its position in the message, counted from 0. */
  at(index: number): Segment | undefined {
    const tag = this.#tags[index];
    if (tag === undefined) return undefined;
    this.#made ??= [];
    let made = this.#made[index];
    if (made === undefined) {
      const [stretchIndex = kept, start = 0, end = 0] = this.#numbers.slice(
        index * perSegment,
        index * perSegment + perSegment,
      );
      const stretch = this.#stretches[stretchIndex];
      if (stretch === undefined) return undefined;
      const { text, base, delimiters } = stretch;
      made = new Segment({ raw: text.substring(start, end), offset: base + start, delimiters, tag });
      this.#made[index] = made;
    }
    return made;
  }

  all(): Segment[] {
    if (this.#all === undefined || this.#all.length !== this.count) {
      this.#all = this.#tags.map((_, index) => this.at(index)).filter((one) => one !== undefined);
    }
    return this.#all;
  }
}
