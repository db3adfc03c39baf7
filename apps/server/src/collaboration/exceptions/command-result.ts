import type { Context } from '../../platform/index.ts';
import { eventsAllowed } from './list-exceptions.ts';
import type { ExceptionRow } from './load-exception.ts';

/** What every command answers: the state after it, and what may come next. */
export type ExceptionCommandResult = {
  exceptionId: string;
  state: ExceptionRow['state'];
  allowedEvents: string[];
  version: number;
};

export const resultOf = (row: ExceptionRow, { actor }: Pick<Context, 'actor'>): ExceptionCommandResult => ({
  exceptionId: row.exceptionId,
  state: row.state,
  allowedEvents: eventsAllowed(row, actor.organisationId),
  version: row.version,
});
