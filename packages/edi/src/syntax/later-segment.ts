import type { Segment } from './segment.ts';
import type { SegmentReader } from './segment-reader.ts';
import { type Stretch, segmentOf, type WireForm } from './segment-records.ts';

/** A segment that few ask for: until it is made, only where it lies is kept. */
export class LaterSegment {
  #from: Stretch | Segment;
  readonly #start: number;
  readonly #end: number;

  /** The segment that lies in the reader now. */
  constructor(current: SegmentReader) {
    this.#from = current.isWrapped || current.isWide ? current.toSegment() : current.stretch;
    this.#start = current.startInStretch;
    this.#end = current.endInStretch;
  }

  /** Makes it once; `form` is that of its interchange. */
  in(form: WireForm): Segment {
    if ('numbers' in this.#from) this.#from = segmentOf(this.#from, this.#start, this.#end, form);
    return this.#from;
  }
}
