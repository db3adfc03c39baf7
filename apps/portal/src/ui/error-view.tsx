import { Button } from '@mantine/core';
import { errorData } from '../app/api.ts';
import { Page } from './page.tsx';

/** What went wrong in one sentence, for a reader who can do something about it. */
export function explainError(error: unknown): string {
  const data = errorData(error);
  const message = error instanceof Error ? error.message : String(error);
  if (data === undefined) {
    return error instanceof TypeError || /fetch|network|JSON/i.test(message)
      ? 'The server could not be reached. Check your connection; what you see may be out of date.'
      : message;
  }
  if (data.httpStatus >= 500)
    return `The server failed to answer. ${data.requestId === undefined ? message : ''}`.trim();
  return inPeoplesWords(message);
}

/** A place of a command, `lines[0].quantityMilli`, as the line that people see. */
const inPeoplesWords = (message: string): string =>
  message.replace(/^lines\[(\d+)\](?:\.\w+)?:/, (_, index: string) => `Line ${Number(index) + 1}:`);

const requestText = (error: unknown): string | undefined => {
  const requestId = errorData(error)?.requestId;
  return requestId === undefined ? undefined : `Request ${requestId}`;
};

/** A failed part of a page, with the request's id for support. */
export function ErrorView({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const request = requestText(error);
  return (
    <div className="empty" role="alert">
      <h2 className="empty-title">This could not be shown</h2>
      <p>{explainError(error)}</p>
      {request !== undefined && <p className="mono soft">{request}</p>}
      <Button variant="default" onClick={onRetry}>
        Try again
      </Button>
    </div>
  );
}

export function ErrorPage({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const isMissing = errorData(error)?.code === 'NOT_FOUND';
  return (
    <Page title={isMissing ? 'Not found' : 'Something went wrong'}>
      <ErrorView error={error} onRetry={onRetry} />
    </Page>
  );
}
