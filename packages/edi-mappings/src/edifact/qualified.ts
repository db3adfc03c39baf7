import type { Loop, PlacedSegment } from '@coplan/edi';

/** Where a segment says what it is about: the first component of its first element (DTM 2005, NAD 3035, QTY 6063 …). */
export const qualifierOf = (at: PlacedSegment): string => at.segment.component(1, 1);

/** The first segment of the loop itself with the tag and one of the qualifiers, in the order of the qualifiers. */
export function findQualified(
  loop: Loop | undefined,
  tag: string,
  qualifiers: readonly string[],
): PlacedSegment | undefined {
  const all = loop?.all(tag) ?? [];
  for (const qualifier of qualifiers) {
    const found = all.find((at) => qualifierOf(at) === qualifier);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The same for a group that the tag opens (NAD, RFF, PRI, LOC …): its first segment carries the qualifier. */
export function findGroup(
  loop: Loop | undefined,
  tag: string,
  qualifiers: readonly string[],
): Loop | undefined {
  const groups = loop?.loops(tag) ?? [];
  for (const qualifier of qualifiers) {
    const found = groups.find((group) => {
      const head = group.first(tag);
      return head !== undefined && qualifierOf(head) === qualifier;
    });
    if (found !== undefined) return found;
  }
  return undefined;
}
