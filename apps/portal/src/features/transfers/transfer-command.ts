import { queryClient, trpc } from '../../app/api.ts';
import { saidCommand } from '../../app/said-command.ts';

/** Transfers and stock are read again after a command. */
export const transferCommand = (said: string, onDone?: () => void) =>
  saidCommand(said, {
    onDone,
    readAgain: async () => {
      await queryClient.invalidateQueries(trpc.transfers.pathFilter());
      await queryClient.invalidateQueries(trpc.inventory.pathFilter());
    },
  });
