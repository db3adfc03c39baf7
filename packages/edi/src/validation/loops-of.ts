import type { SetSchema } from '../schema/schema.ts';
import type { Segment } from '../syntax/segment.ts';
import { Loop } from './loop.ts';

/** A place in a structure as one number: the depth of its loop in the upper half, its position there in the lower one. */
export const placeOf = (depth: number, position: number): number => (depth << 16) | position;
export const depthOf = (place: number): number => place >> 16;
export const positionOf = (place: number): number => place & 0xffff;

/** The segments in their loops; those whose place is negative belong nowhere. */
export function loopsOf(schema: SetSchema, segments: readonly Segment[], places: readonly number[]): Loop {
  const root = new Loop(schema.type);
  const open = [{ loop: root, level: schema.root }];
  for (const [at, segment] of segments.entries()) {
    const place = places[at] ?? -1;
    if (place < 0) continue;
    const index = at + 1;
    open.length = depthOf(place) + 1;
    const frame = open.at(-1);
    const node = frame?.level.nodes[positionOf(place)];
    if (frame === undefined || node === undefined) continue;
    if (node.children === undefined) frame.loop.items.push({ segment, index });
    else {
      const loop = new Loop(node.tag);
      loop.items.push({ segment, index });
      frame.loop.children.push(loop);
      open.push({ loop, level: node.children });
    }
  }
  return root;
}
