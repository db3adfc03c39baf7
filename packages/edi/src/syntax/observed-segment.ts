import { Segment } from './segment.ts';

/** Told of every look at a value; without `component` the whole element was looked at. */
export type Observer = (element: number, component?: number) => void;

/** A segment that tells which of its values are looked at. */
export class ObservedSegment extends Segment {
  readonly #seen: Observer;

  constructor({ raw, offset, delimiters, isWrapped, tag, isWide }: Segment, seen: Observer) {
    super({ raw, offset, delimiters, isWrapped, tag, isWide });
    this.#seen = seen;
  }

  override value(position: number): string {
    this.#seen(position);
    return super.value(position);
  }

  override components(position: number): string[] {
    this.#seen(position);
    return super.components(position);
  }

  override component(position: number, component: number): string {
    this.#seen(position, component);
    return super.components(position)[component - 1] ?? '';
  }

  override repetitions(position: number): string[] {
    this.#seen(position);
    return super.repetitions(position);
  }

  override repeatedComponents(position: number): string[][] {
    this.#seen(position);
    return super.repeatedComponents(position);
  }
}
