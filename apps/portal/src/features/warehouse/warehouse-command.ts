import { queryClient, trpc } from '../../app/api.ts';
import { saidCommand } from '../../app/said-command.ts';

/** Everything of the warehouse is read again after a command: lists, the thing itself, and what it is part of. */
export const warehouseCommand = (said: string, onDone?: () => void) =>
  saidCommand(said, {
    onDone,
    readAgain: () => queryClient.invalidateQueries(trpc.warehouse.pathFilter()),
  });

/** Where a paper is served; the browser's session opens it. */
export const paperAddress = (path: string): string => `/api/v1/warehouse/${path}`;
