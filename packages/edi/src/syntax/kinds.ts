import type { Delimiters } from './dialect.ts';

export const plain = 0;
export const elementKind = 1;
export const segmentKind = 2;
export const releaseKind = 3;
/** Needs a closer look: repetitions, control characters, what a charset says of bytes beyond ASCII. */
export const specialKind = 4;
export const lineBreakKind = 5;
export const componentKind = 6;

/** What each byte means under the delimiters. */
export function fillKinds(kinds: Uint8Array, delimiters: Delimiters): void {
  kinds.fill(plain);
  kinds.fill(specialKind, 0, 0x20);
  kinds[0x7f] = specialKind;
  if (delimiters.charset !== undefined) kinds.fill(specialKind, 0x80);
  kinds[0x0a] = lineBreakKind;
  kinds[0x0d] = lineBreakKind;
  const { component, repetition, release, element, segment } = delimiters;
  kinds[component.charCodeAt(0)] = component.length === 1 ? componentKind : specialKind;
  if (repetition !== undefined) kinds[repetition.charCodeAt(0)] = specialKind;
  if (release !== undefined) kinds[release.charCodeAt(0)] = releaseKind;
  kinds[element.charCodeAt(0)] = elementKind;
  kinds[segment.charCodeAt(0)] = segmentKind;
}

/** What means nothing between segments. */
export const blankKinds = new Uint8Array(256);
for (const blank of [0x20, 0x09, 0x0a, 0x0d]) blankKinds[blank] = 1;
/** What between segments needs a closer look: blanks, and the letters with which headers begin. */
export const gapKinds = blankKinds.slice();
for (const letter of [0x49, 0x55]) gapKinds[letter] = 1;
