import { queryClient, trpc } from '../../app/api.ts';
import { saidCommand } from '../../app/said-command.ts';

const readScenariosAgain = (): Promise<unknown> =>
  Promise.all([
    queryClient.invalidateQueries(trpc.scenarios.pathFilter()),
    queryClient.invalidateQueries(trpc.plans.pathFilter()),
  ]);

/** What every command about scenarios does afterwards: say it, and read what may have changed. */
export const scenarioCommand = (said: string, onDone?: () => void) =>
  saidCommand(said, { onDone, readAgain: readScenariosAgain });
