import { explainError } from '../ui/error-view.tsx';
import { showNotice } from '../ui/notices.tsx';

/** What every command of a page does afterwards: say that it is done or why not, and read what may have changed. */
export const saidCommand = (
  said: string,
  { onDone, readAgain }: { onDone?: (() => void) | undefined; readAgain: () => Promise<unknown> },
) => ({
  onSuccess: () => {
    showNotice(said, { tone: 'good' as const });
    onDone?.();
  },
  onError: (error: unknown) => showNotice(explainError(error), { tone: 'bad' as const }),
  onSettled: readAgain,
});
