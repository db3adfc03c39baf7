import { useQueryErrorResetBoundary } from '@tanstack/react-query';
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { ErrorPage } from '../ui/error-view.tsx';
import { Empty, Page } from '../ui/page.tsx';

/** What a page shows instead of itself when it cannot be read; trying again asks the server anew. */
export function RouteError({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const { reset: resetQueries } = useQueryErrorResetBoundary();
  const retry = (): void => {
    resetQueries();
    reset();
    void router.invalidate();
  };
  return <ErrorPage error={error} onRetry={retry} />;
}

export function NotFound() {
  return (
    <Page title="Not found">
      <Empty title="There is no such page">
        <p>Press Ctrl K to find what you were looking for.</p>
      </Empty>
    </Page>
  );
}
