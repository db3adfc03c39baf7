import { queryClient, trpc } from '../../app/api.ts';
import { explainError } from '../../ui/error-view.tsx';
import { showNotice } from '../../ui/notices.tsx';

export const readCommitsAgain = (): Promise<unknown> =>
  Promise.all([
    queryClient.invalidateQueries(trpc.commits.pathFilter()),
    queryClient.invalidateQueries(trpc.orderForecasts.pathFilter()),
    queryClient.invalidateQueries(trpc.cycles.pathFilter()),
  ]);

/** What every command about commits does afterwards: say it, and read what may have changed. */
export const commitCommand = (said: string, onDone: () => void = () => undefined) => ({
  onSuccess: () => {
    showNotice(said, { tone: 'good' as const });
    onDone();
  },
  onError: (error: unknown) => showNotice(explainError(error), { tone: 'bad' as const }),
  onSettled: readCommitsAgain,
});
