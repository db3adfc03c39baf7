const depthMax = 4;

/** Whether an error of the database is that a constraint (or a trigger that speaks for one) refused, by its name. */
export function breaks(error: unknown, constraint: string): boolean {
  for (let cause = error, depth = 0; cause instanceof Error && depth < depthMax; cause = cause.cause, depth++)
    if ('constraint' in cause && cause.constraint === constraint) return true;
  return false;
}
