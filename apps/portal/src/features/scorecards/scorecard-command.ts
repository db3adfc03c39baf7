import { queryClient, trpc } from '../../app/api.ts';
import { explainError } from '../../ui/error-view.tsx';
import { showNotice } from '../../ui/notices.tsx';

/** What every command about metrics does afterwards: say it, and read what may have changed. */
export const scorecardCommand = (said: string, onDone: () => void = () => undefined) => ({
  onSuccess: () => {
    showNotice(said, { tone: 'good' as const });
    onDone();
  },
  onError: (error: unknown) => showNotice(explainError(error), { tone: 'bad' as const }),
  onSettled: () => queryClient.invalidateQueries(trpc.analysis.pathFilter()),
});
