import { StartRefusal } from './ask.ts';

/** A part of the product that can be ended. */
export type Stoppable = { stop(): Promise<void> };

/** Everything that was started so far. */
export type Running = {
  /** Called before a part is launched. Throws once the end has begun, so that nothing starts any more. */
  add(part: Stoppable): void;
  /** Ends all parts, the last first; further calls wait for the same end. */
  end(): Promise<void>;
};

export function createRunning(): Running {
  const parts: Stoppable[] = [];
  let ending: Promise<void> | undefined;

  async function endAll(): Promise<void> {
    for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
      await part.stop().catch((error: unknown) => console.error(error));
    }
  }

  return {
    add(part) {
      if (ending !== undefined) throw new StartRefusal('The start was ended.');
      parts.push(part);
    },
    end() {
      ending ??= endAll();
      return ending;
    },
  };
}
