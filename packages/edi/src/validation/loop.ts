import type { Segment } from '../syntax/segment.ts';

/** A segment at its place in the message; position 1 is the ST. */
export type PlacedSegment = { segment: Segment; index: number };

/**
 * One pass through a loop, or the whole set (whose name is the set's type). Nothing is copied: loops hold the segments
 * that were read, in their order.
 */
export class Loop {
  readonly name: string;
  readonly items: PlacedSegment[] = [];
  readonly children: Loop[] = [];

  constructor(name: string) {
    this.name = name;
  }

  /** The first segment with this tag in this loop itself, not in the loops below. */
  first(tag: string): PlacedSegment | undefined {
    return this.items.find((item) => item.segment.tag === tag);
  }

  all(tag: string): PlacedSegment[] {
    return this.items.filter((item) => item.segment.tag === tag);
  }

  /** The loops below that this tag opens. */
  loops(tag: string): Loop[] {
    return this.children.filter((child) => child.name === tag);
  }
}
