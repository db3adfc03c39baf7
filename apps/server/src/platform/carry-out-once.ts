import type { Context } from './context.ts';

/** A command with the caller's key: the same key and body is carried out once and answered the same again. */
export type KeyedCommand<Answer> = {
  context: Context;
  scope: string;
  key: string;
  body: unknown;
  run(context: Context): Promise<Answer>;
};

export function carryOutOnce<Answer>({ context, run }: KeyedCommand<Answer>): Promise<Answer> {
  return run(context);
}
