import { Button } from '@mantine/core';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { showNotice } from '../../ui/notices.tsx';
import './worklist.css';
import type { ProposalRow } from '../../app/api-types.ts';
import { useKeys } from '../../app/keyboard.ts';
import { useIsPermitted, useSession } from '../../app/session.ts';
import { ErrorView } from '../../ui/error-view.tsx';
import { Empty, Page, RowsSkeleton } from '../../ui/page.tsx';
import { ApproveDialog } from './approve-dialog.tsx';
import { CombineDialog } from './combine-dialog.tsx';
import { EditDialog } from './edit-dialog.tsx';
import { RejectDialog } from './reject-dialog.tsx';
import { RunControl } from './run-control.tsx';
import { useWorklist } from './use-worklist.ts';
import { useWorklistCursor } from './use-worklist-cursor.ts';
import { WorklistFilters } from './worklist-filters.tsx';
import { chosenProposals } from './worklist-selection.ts';
import { WorklistTable } from './worklist-table.tsx';
import { WorklistTotals } from './worklist-totals.tsx';

const route = getRouteApi('/shell/proposals');

type OpenDialog = 'approve' | 'edit' | 'reject' | 'combine' | undefined;

/** Filter of the address, and how to change it without adding to the history. */
function useFilter() {
  const filter = route.useSearch();
  const navigate = route.useNavigate();
  const change = useCallback(
    (part: Record<string, string | undefined>) =>
      void navigate({ search: (before) => ({ ...before, ...part }), replace: true }),
    [navigate],
  );
  return { filter, change };
}

const refusedWords = { edit: 'edited', reject: 'rejected' } as const;

/** /proposals: the buyer's worklist, most money at risk first. */
export function ProposalsPage() {
  const { filter, change } = useFilter();
  const worklist = useWorklist(filter);
  const { rows, totals, facets } = worklist;
  const cursor = useWorklistCursor(rows, JSON.stringify(filter));
  const [dialog, setDialog] = useState<OpenDialog>();
  const mayDecide = useIsPermitted('replenishment.decide');
  const navigate = useNavigate();
  const open = useCallback(
    (row: ProposalRow) =>
      void navigate({ to: '/proposals/$proposalId', params: { proposalId: row.proposalId } }),
    [navigate],
  );
  const { fetchNextPage, isFetchingNextPage } = worklist;
  const loadMore = useCallback(() => {
    if (!isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, isFetchingNextPage]);
  const chosen = chosenProposals(cursor.selection, cursor.row);
  const ask = (which: Exclude<NonNullable<OpenDialog>, 'combine'>): void => {
    const { row } = cursor;
    if (row === undefined || !mayDecide) return;
    if (which === 'approve' || row.allowedEvents.includes(which)) setDialog(which);
    else showNotice(`${row.itemNumber} ${row.description} cannot be ${refusedWords[which]} any more.`);
  };
  useKeys('Proposals', [
    { keys: 'a', label: 'Approve the selected, or this one', run: () => ask('approve') },
    { keys: 'e', label: 'Edit the quantity', run: () => ask('edit') },
    { keys: 'r', label: 'Reject', run: () => ask('reject') },
    { keys: 'Enter', label: 'Open', run: () => cursor.row !== undefined && open(cursor.row) },
  ]);
  const close = (): void => setDialog(undefined);

  return (
    <Page title="Proposals" actions={<RunControl />}>
      <WorklistFilters filter={filter} facets={facets} onChange={change} />
      {worklist.isPending && <RowsSkeleton />}
      {worklist.isError && rows.length === 0 && (
        <ErrorView error={worklist.error} onRetry={() => void worklist.refetch()} />
      )}
      {worklist.isSuccess && rows.length === 0 && (
        <NoProposals isFiltered={Object.keys(filter).length > 0} onClear={change} />
      )}
      {rows.length > 0 && (
        <WorklistTable
          rows={rows}
          totalCount={totals?.count ?? rows.length}
          cursorIndex={cursor.index}
          selection={cursor.selection}
          onCursor={cursor.moveTo}
          onToggle={cursor.toggle}
          onOpen={open}
          onNearEnd={loadMore}
        />
      )}
      <WorklistTotals
        totals={totals}
        selection={cursor.selection}
        filter={filter}
        onSelection={cursor.setSelection}
        onApprove={() => ask('approve')}
        onCombine={() => setDialog('combine')}
      />
      {dialog === 'approve' && <ApproveDialog proposals={chosen} onClose={close} onDone={cursor.clear} />}
      {dialog === 'edit' && cursor.row !== undefined && <EditDialog proposal={cursor.row} onClose={close} />}
      {dialog === 'combine' && filter.supplier !== undefined && (
        <CombineDialog supplierId={filter.supplier} locationId={filter.location} onClose={close} />
      )}
      {dialog === 'reject' && cursor.row !== undefined && (
        <RejectDialog proposal={cursor.row} onClose={close} />
      )}
    </Page>
  );
}

type NoProposalsProps = { isFiltered: boolean; onClear: (part: Record<string, undefined>) => void };

function NoProposals({ isFiltered, onClear }: NoProposalsProps) {
  const { organisation } = useSession();
  if (isFiltered) {
    return (
      <Empty title="No proposal has these properties">
        <Button
          variant="default"
          onClick={() =>
            onClear({
              state: undefined,
              supplier: undefined,
              location: undefined,
              search: undefined,
              sort: undefined,
            })
          }
        >
          Clear the filter
        </Button>
      </Empty>
    );
  }
  return (
    <Empty title="Nothing waits for a decision">
      <p>
        Start a new run to forecast demand and plan orders for {organisation.name}. If stock or sales are out
        of date, import them first. “Why no order” explains every item that needs nothing.
      </p>
    </Empty>
  );
}
