import { allowedEvents, type Lifecycle, nextState } from '@coplan/kernel';

/**
 * The events by which a thing comes from one state to another, fewest first; `undefined` when its life does not lead
 * there. One fact may be several steps: the last receipt of a line that is billed already makes it received and matched.
 */
export function stepsTo<State extends string, Event extends string>(
  lifecycle: Lifecycle<State, Event>,
  { from, to }: { from: State; to: State },
): Event[] | undefined {
  const paths = new Map<State, Event[]>([[from, []]]);
  for (const [state, path] of paths) {
    if (state === to) return path;
    for (const event of allowedEvents(lifecycle, state)) {
      const next = nextState(lifecycle, state, event);
      if (next !== undefined && !paths.has(next)) paths.set(next, [...path, event]);
    }
  }
  return undefined;
}
