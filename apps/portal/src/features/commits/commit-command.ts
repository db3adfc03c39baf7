import { queryClient, trpc } from '../../app/api.ts';
import { saidCommand } from '../../app/said-command.ts';

export const readCommitsAgain = (): Promise<unknown> =>
  Promise.all([
    queryClient.invalidateQueries(trpc.commits.pathFilter()),
    queryClient.invalidateQueries(trpc.orderForecasts.pathFilter()),
    queryClient.invalidateQueries(trpc.cycles.pathFilter()),
  ]);

/** What every command about commits does afterwards: say it, and read what may have changed. */
export const commitCommand = (said: string, onDone?: () => void) =>
  saidCommand(said, { onDone, readAgain: readCommitsAgain });
