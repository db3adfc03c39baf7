import { Button, SegmentedControl } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import './fulfillment.css';
import { keepRows, queryClient, trpc } from '../../app/api.ts';
import type { Board, BoardLine } from '../../app/api-types.ts';
import { useKeys } from '../../app/keyboard.ts';
import { useIsPermitted } from '../../app/session.ts';
import { ErrorView, explainError } from '../../ui/error-view.tsx';
import { formatActor, formatAmount, formatCount } from '../../ui/format.ts';
import { LinkButton } from '../../ui/link-button.tsx';
import { showNotice } from '../../ui/notices.tsx';
import { Empty, Page, RowsSkeleton } from '../../ui/page.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { Instant } from '../../ui/time.tsx';
import { rowsOf, steppedPriority } from './board-rows.ts';
import { BoardTable } from './board-table.tsx';
import { ReleaseDialog } from './release-dialog.tsx';
import { useLineCursor } from './use-line-cursor.ts';

const route = getRouteApi('/shell/allocation');

const refresh = (): Promise<void> => queryClient.invalidateQueries(trpc.fulfillment.pathFilter());
const sayFailure = (error: unknown): void => showNotice(explainError(error), { tone: 'bad' });

function LastRun({ lastRun }: Pick<Board, 'lastRun'>) {
  if (lastRun === null) return <>No allocation has run yet</>;
  const { ranAt, ranBy, lineCount, shortLineCount } = lastRun;
  const lines = `${formatCount(lineCount)} lines, ${formatCount(shortLineCount)} short`;
  return (
    <>
      Last allocated <Instant at={ranAt} /> by {formatActor(ranBy)}: {lines}
    </>
  );
}

/** What can be done with the line that the keyboard is on. */
function useLineKeys(line: BoardLine | undefined, onRelease: () => void, onAllocate: () => void): void {
  const prioritise = useMutation(
    trpc.fulfillment.setPriority.mutationOptions({ onError: sayFailure, onSettled: refresh }),
  );
  const step = (by: -1 | 1): void => {
    if (line === undefined) return;
    const priority = steppedPriority(line.priority, by);
    const { orderLineId } = line;
    if (priority !== line.priority)
      prioritise.mutate({ orderLineId, priority, reason: 'On the allocation board' });
  };
  const asRuled = (): void => {
    if (line === undefined || !line.isPriorityOwn) return;
    prioritise.mutate({ orderLineId: line.orderLineId, priority: null, reason: 'On the allocation board' });
  };
  useKeys('Allocation', [
    { keys: 'a', label: 'Allocate again', run: onAllocate },
    { keys: 'r', label: 'Release what the line holds', run: onRelease },
    { keys: '+', label: 'Serve the line earlier', run: () => step(-1) },
    { keys: '-', label: 'Serve the line later', run: () => step(1) },
    { keys: '0', label: 'Priority by the customer’s rule', run: asRuled },
  ]);
}

/** /allocation: orders × stock, who gets what, and why somebody goes short. */
export function AllocationPage() {
  const { search = '', show = 'all' } = route.useSearch();
  const navigate = route.useNavigate();
  const mayAllocate = useIsPermitted('fulfillment.allocate');
  const board = useQuery({ ...trpc.fulfillment.board.queryOptions({ search, show }), ...keepRows });
  const [released, setReleased] = useState<BoardLine>();
  const rows = useMemo(() => rowsOf(board.data?.items ?? []), [board.data]);
  const lines = useMemo(() => rows.flatMap((row) => (row.kind === 'line' ? [row.line] : [])), [rows]);
  const open = ({ orderKind, orderId }: BoardLine): void =>
    void navigate(
      orderKind === 'purchase-order'
        ? { to: '/orders/$orderId', params: { orderId } }
        : { to: '/sales-orders/$orderId', params: { orderId } },
    );
  const current = useLineCursor(lines, open);
  const allocate = useMutation(
    trpc.fulfillment.allocate.mutationOptions({
      onSuccess: ({ allocatedMilli, shortLineCount }) =>
        showNotice(`${formatAmount(allocatedMilli)} given; ${formatCount(shortLineCount)} lines are short.`, {
          tone: 'good',
        }),
      onError: sayFailure,
      onSettled: refresh,
    }),
  );
  const look = (view: { search: string; show: 'all' | 'short' }): void =>
    void navigate({
      search: {
        ...(view.search === '' ? {} : { search: view.search }),
        ...(view.show === 'short' ? { show: view.show } : {}),
      },
      replace: true,
    });
  const askToRelease = (): void => {
    if (mayAllocate && current !== undefined && current.heldMilli > 0) setReleased(current);
  };
  useLineKeys(mayAllocate ? current : undefined, askToRelease, () => mayAllocate && allocate.mutate({}));
  return (
    <Page
      title="Allocation"
      subtitle={board.data !== undefined && <LastRun lastRun={board.data.lastRun} />}
      actions={
        <>
          <LinkButton variant="default" to="/allocation-rules">
            Rules
          </LinkButton>
          {mayAllocate && (
            <>
              <Button
                variant="default"
                disabled={current === undefined || current.heldMilli === 0}
                onClick={askToRelease}
              >
                Release
              </Button>
              <Button loading={allocate.isPending} onClick={() => allocate.mutate({})}>
                Allocate
              </Button>
            </>
          )}
        </>
      }
    >
      <div className="toolbar">
        <SearchField
          value={search}
          onChange={(text) => look({ search: text, show })}
          placeholder="Item, order, customer"
        />
        <SegmentedControl
          aria-label="Which items"
          data={[
            { value: 'all', label: 'All' },
            { value: 'short', label: `Short (${formatCount(board.data?.shortLineCount ?? 0)})` },
          ]}
          value={show}
          onChange={(value) => look({ search, show: value === 'short' ? 'short' : 'all' })}
        />
        <span className="soft">
          <kbd>J</kbd> <kbd>K</kbd> move, <kbd>+</kbd> <kbd>-</kbd> priority, <kbd>R</kbd> release,{' '}
          <kbd>A</kbd> allocate
        </span>
      </div>
      {board.isPending && <RowsSkeleton />}
      {board.isError && <ErrorView error={board.error} onRetry={() => void board.refetch()} />}
      {board.isSuccess && rows.length === 0 && (
        <Empty title={show === 'short' ? 'Nobody goes short' : 'Nothing is to be shipped'}>
          <p>Orders that you still have to ship stand here with the stock that is kept for them.</p>
        </Empty>
      )}
      {rows.length > 0 && <BoardTable rows={rows} currentKey={current?.orderLineId} />}
      {released !== undefined && <ReleaseDialog line={released} onClose={() => setReleased(undefined)} />}
    </Page>
  );
}
