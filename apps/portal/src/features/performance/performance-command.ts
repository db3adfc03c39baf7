import { queryClient, trpc } from '../../app/api.ts';
import { explainError } from '../../ui/error-view.tsx';
import { showNotice } from '../../ui/notices.tsx';

/** What every command about verdicts does afterwards: say it, and read what may have changed. */
export const verdictCommand = (said: string, onDone: () => void = () => undefined) => ({
  onSuccess: () => {
    showNotice(said, { tone: 'good' as const });
    onDone();
  },
  onError: (error: unknown) => showNotice(explainError(error), { tone: 'bad' as const }),
  onSettled: () =>
    Promise.all([
      queryClient.invalidateQueries(trpc.performance.pathFilter()),
      queryClient.invalidateQueries(trpc.orders.disputes.pathFilter()),
    ]),
});
