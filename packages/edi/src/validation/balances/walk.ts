import type { Loop, PlacedSegment } from '../loop.ts';

/** Every segment with one of the tags, in this loop and in all below, in no particular order. */
export function allBelow(
  loop: Loop,
  tags: ReadonlySet<string>,
  found: PlacedSegment[] = [],
): PlacedSegment[] {
  for (const item of loop.items) if (tags.has(item.segment.tag)) found.push(item);
  for (const child of loop.children) allBelow(child, tags, found);
  return found;
}

/** Every loop that the tag opens, at any depth. */
export function loopsBelow(loop: Loop, tag: string, found: Loop[] = []): Loop[] {
  for (const child of loop.children) {
    if (child.name === tag) found.push(child);
    loopsBelow(child, tag, found);
  }
  return found;
}
