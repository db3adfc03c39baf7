import { queryClient, trpc } from '../../app/api.ts';
import { saidCommand } from '../../app/said-command.ts';

export const readExceptionsAgain = (): Promise<unknown> =>
  Promise.all([
    queryClient.invalidateQueries(trpc.exceptions.list.pathFilter()),
    queryClient.invalidateQueries(trpc.exceptions.get.pathFilter()),
    queryClient.invalidateQueries(trpc.cycles.pathFilter()),
  ]);

/** What every command about exceptions does afterwards: say it, and read what may have changed. */
export const exceptionCommand = (said: string, onDone?: () => void) =>
  saidCommand(said, { onDone, readAgain: readExceptionsAgain });
