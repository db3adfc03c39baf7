import { assert, type Lifecycle } from '@coplan/kernel';

/** The event that leads from one state to another in one step. Throws `InvariantError` where there is none. */
export function eventBetween<State extends string, Event extends string>(
  { table }: Lifecycle<State, Event>,
  { from, to }: { from: State; to: State },
): Event {
  const [event] = (Object.entries(table[from]) as [Event, State][]).find(([, next]) => next === to) ?? [];
  assert(event !== undefined, `nothing leads from ${from} to ${to} in one step`);
  return event;
}
