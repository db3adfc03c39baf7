import { assert } from './errors.ts';

type Table<State extends string, Event extends string> = Readonly<
  Record<State, Readonly<Partial<Record<Event, State>>>>
>;

/** The permitted moves of a thing, keyed by event: whoever reads the table knows the process. */
export type Lifecycle<State extends string, Event extends string> = {
  readonly initial: State;
  readonly table: Table<State, Event>;
};

/** States that can be reached from `from`, itself included. */
export function reachableFrom<State extends string, Event extends string>(
  lifecycle: Lifecycle<State, Event>,
  from: State,
): Set<State> {
  const reached = new Set<State>([from]);
  for (const state of reached) {
    for (const next of Object.values<State | undefined>(lifecycle.table[state])) {
      if (next !== undefined) reached.add(next);
    }
  }
  return reached;
}

/** Declares a life cycle. Throws at start-up when a state is unknown or unreachable from the initial one. */
export function defineLifecycle<State extends string, Event extends string>(
  initial: State,
  table: Table<State, Event>,
): Lifecycle<State, Event> {
  const lifecycle = { initial, table };
  assert(initial in table, `initial state ${initial} is not in the table`);
  for (const [state, moves] of Object.entries<Readonly<Partial<Record<Event, State>>>>(table)) {
    for (const [event, next] of Object.entries<State | undefined>(moves)) {
      assert(next !== undefined && next in table, `${state} --${event}--> ${next} leads to an unknown state`);
    }
  }
  const reached = reachableFrom(lifecycle, initial);
  for (const state of Object.keys(table) as State[]) {
    assert(reached.has(state), `state ${state} cannot be reached from ${initial}`);
  }
  return lifecycle;
}

/** Where the event leads, or `undefined` when it is not allowed in this state. */
export const nextState = <State extends string, Event extends string>(
  lifecycle: Lifecycle<State, Event>,
  state: State,
  event: Event,
): State | undefined => lifecycle.table[state][event];

export const allowedEvents = <State extends string, Event extends string>(
  lifecycle: Lifecycle<State, Event>,
  state: State,
): Event[] => Object.keys(lifecycle.table[state]) as Event[];
