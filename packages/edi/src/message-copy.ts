import type { Message } from './interchange.ts';
import { Loop, type PlacedSegment } from './validation/loop.ts';

/** A message whose segments can be exchanged one by one, without a change to the one that it was made of. */
export type MessageCopy = {
  message: Message;
  /** The segments in their loops, in the order of the message; ST and SE, UNH and UNT are left out. */
  placed: { at: PlacedSegment; loops: readonly string[] }[];
};

/** Copies the loops; segments are shared until they are exchanged. Issues and verdict are those of the original. */
export function copyMessage(message: Message): MessageCopy {
  const placed: MessageCopy['placed'] = [];
  const copy = (loop: Loop, loops: readonly string[]): Loop => {
    const made = new Loop(loop.name);
    for (const { segment, index } of loop.items) {
      const at = { segment, index };
      made.items.push(at);
      placed.push({ at, loops });
    }
    for (const child of loop.children) made.children.push(copy(child, [...loops, child.name]));
    return made;
  };
  const root = message.root === undefined ? undefined : copy(message.root, []);
  placed.sort((left, right) => left.at.index - right.at.index);
  return { message: { ...plainCopy(message), root }, placed };
}

/** The same message as if nothing stood against it: what it holds can be read then. */
export const asAccepted = (message: Message): Message => ({ ...plainCopy(message), isAccepted: true });

/** Segments and loops are made on access, so that they are not its own properties. */
function plainCopy(message: Message): Message {
  const { segments, root } = message;
  const { interchange, group, type, version, reference, implementation, issues, isAccepted } = message;
  const about = { interchange, group, type, version, reference, implementation };
  return { ...about, segments, root, issues, isAccepted };
}
