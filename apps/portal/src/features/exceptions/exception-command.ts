import { queryClient, trpc } from '../../app/api.ts';
import { explainError } from '../../ui/error-view.tsx';
import { showNotice } from '../../ui/notices.tsx';

export const readExceptionsAgain = (): Promise<unknown> =>
  Promise.all([
    queryClient.invalidateQueries(trpc.exceptions.list.pathFilter()),
    queryClient.invalidateQueries(trpc.exceptions.get.pathFilter()),
    queryClient.invalidateQueries(trpc.cycles.pathFilter()),
  ]);

/** What every command about exceptions does afterwards: say it, and read what may have changed. */
export const exceptionCommand = (said: string, onDone: () => void = () => undefined) => ({
  onSuccess: () => {
    showNotice(said, { tone: 'good' as const });
    onDone();
  },
  onError: (error: unknown) => showNotice(explainError(error), { tone: 'bad' as const }),
  onSettled: readExceptionsAgain,
});
