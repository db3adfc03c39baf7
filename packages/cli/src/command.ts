/** What a command of `coplan` gives to the table in main.ts. */
export type Command = {
  /** One line for the list of commands. */
  readonly summary: string;
  /** Runs with the arguments after the command's name; answers the exit code (0: done, 1: failed, 2: misused). */
  readonly run: (args: readonly string[]) => Promise<number>;
};

/** A command line or an input file that cannot be used; its message is shown without a stack. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
