import { queryClient, trpc } from '../../app/api.ts';
import { saidCommand } from '../../app/said-command.ts';

const readAgreementsAgain = (): Promise<unknown> =>
  Promise.all([
    queryClient.invalidateQueries(trpc.agreements.pathFilter()),
    queryClient.invalidateQueries(trpc.sharing.pathFilter()),
    queryClient.invalidateQueries(trpc.cycles.pathFilter()),
  ]);

/** What every command about agreements does afterwards: say it, and read what may have changed. */
export const agreementCommand = (said: string, onDone?: () => void) =>
  saidCommand(said, { onDone, readAgain: readAgreementsAgain });
