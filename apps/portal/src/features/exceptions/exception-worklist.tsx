import { Button } from '@mantine/core';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import './exceptions.css';
import { client, keepRows, trpc } from '../../app/api.ts';
import type { ExceptionPage, ExceptionRow } from '../../app/api-types.ts';
import { useKeys } from '../../app/keyboard.ts';
import type { ExceptionFilter } from '../../app/search-parameters.ts';
import { ErrorView } from '../../ui/error-view.tsx';
import { formatCount } from '../../ui/format.ts';
import { MoreRows } from '../../ui/more-rows.tsx';
import { showNotice } from '../../ui/notices.tsx';
import { Empty, RowsSkeleton } from '../../ui/page.tsx';
import { ReasonDialog } from '../../ui/reason-dialog.tsx';
import { exceptionCommand } from './exception-command.ts';
import { type ExceptionFilterChange, ExceptionFilters } from './exception-filters.tsx';
import { coverageText, listInputOf, notAllowedText } from './exception-words.ts';
import { ExceptionsTable } from './exceptions-table.tsx';
import { SnoozeDialog } from './snooze-dialog.tsx';
import { useRowCursor } from './use-row-cursor.ts';

type ExceptionWorklistProps = {
  filter: ExceptionFilter;
  onFilter: (change: ExceptionFilterChange) => void;
  /** Set on the pages of one partnership. */
  agreementId?: string;
};

const pageSize = 100;

/** Exceptions of the filter, most money first, with bulk actions and the keys J K A R S C. */
export function ExceptionWorklist({ filter, onFilter, agreementId }: ExceptionWorklistProps) {
  const list = useInfiniteQuery({
    ...trpc.exceptions.list.infiniteQueryOptions(
      {
        ...listInputOf(agreementId === undefined ? filter : { ...filter, agreement: agreementId }),
        limit: pageSize,
      },
      { getNextPageParam: (page: ExceptionPage) => page.nextCursor ?? undefined },
    ),
    ...keepRows,
  });
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  const totals = list.data?.pages[0]?.totals;
  const cursor = useRowCursor(rows, ({ exceptionId }) => exceptionId);
  return (
    <>
      <ExceptionFilters filter={filter} isOfAgreement={agreementId !== undefined} onChange={onFilter} />
      {list.isPending && <RowsSkeleton />}
      {list.isError && rows.length === 0 && (
        <ErrorView error={list.error} onRetry={() => void list.refetch()} />
      )}
      {list.isSuccess && rows.length === 0 && <NoExceptions filter={filter} />}
      {rows.length > 0 && (
        <ExceptionsTable
          rows={rows}
          cursorIndex={cursor.index}
          chosen={cursor.chosen}
          showsPartner={agreementId === undefined}
          onCursor={cursor.moveTo}
          onToggle={cursor.toggle}
        />
      )}
      <MoreRows {...list} />
      <BulkActions
        cursorRow={cursor.row}
        chosen={cursor.chosenRows}
        coverage={totals === undefined ? '' : coverageText(totals)}
        onDone={cursor.clear}
      />
    </>
  );
}

function NoExceptions({ filter }: { filter: ExceptionFilter }) {
  const isFiltered = Object.keys(filter).some((key) => key !== 'sort');
  return (
    <Empty title={isFiltered ? 'No exception has these properties' : 'Nothing is outside the tolerances'}>
      <p>
        {isFiltered
          ? 'Change the filter above to see the others.'
          : 'Forecasts, commits and stock are compared whenever one of them changes. What both agreed to look at appears here, most money first.'}
      </p>
    </Empty>
  );
}

type BulkActionsProps = {
  cursorRow: ExceptionRow | undefined;
  chosen: readonly ExceptionRow[];
  coverage: string;
  onDone: () => void;
};
type OpenDialog = 'snooze' | 'reject' | undefined;

/** What can be done with the selected exceptions, or with the one under the cursor. */
function BulkActions({ cursorRow, chosen, coverage, onDone }: BulkActionsProps) {
  const [dialog, setDialog] = useState<OpenDialog>();
  const navigate = useNavigate();
  const rows = chosen.length > 0 ? chosen : cursorRow === undefined ? [] : [cursorRow];
  const allowing = (event: string): ExceptionRow[] =>
    rows.filter(({ allowedEvents }) => allowedEvents.includes(event));
  const { claim, accept, reject } = useBulkCommands(allowing, onDone);
  const ask = (event: string, run: () => void): void => {
    if (allowing(event).length > 0) run();
    else if (rows[0] !== undefined) showNotice(notAllowedText(rows[0].title, event));
  };
  useKeys('Exceptions', [
    { keys: 'a', label: 'Accept what the partner proposed', run: () => ask('acceptProposal', accept.mutate) },
    { keys: 'r', label: 'Refuse the proposal', run: () => ask('rejectProposal', () => setDialog('reject')) },
    { keys: 'c', label: 'Look after it', run: () => ask('claim', claim.mutate) },
    { keys: 's', label: 'Snooze', run: () => ask('snooze', () => setDialog('snooze')) },
    ...(['Enter', 'e'] as const).map((keys) => ({
      keys,
      label: 'Open',
      run: () =>
        cursorRow !== undefined &&
        void navigate({ to: '/exceptions/$exceptionId', params: { exceptionId: cursorRow.exceptionId } }),
    })),
  ]);
  return (
    <div className="worklist-totals" data-testid="exception-coverage">
      <span>{coverage}</span>
      {chosen.length > 0 && <b>{formatCount(chosen.length)} selected</b>}
      <div className="actions">
        <Button
          variant="default"
          disabled={allowing('claim').length === 0}
          loading={claim.isPending}
          onClick={() => claim.mutate()}
        >
          Look after {chosen.length > 1 ? 'them' : 'it'}
        </Button>
        <Button
          variant="default"
          disabled={allowing('snooze').length === 0}
          onClick={() => setDialog('snooze')}
        >
          Snooze
        </Button>
        {allowing('acceptProposal').length > 0 && (
          <Button loading={accept.isPending} onClick={() => accept.mutate()}>
            Accept {formatCount(allowing('acceptProposal').length)} proposed
          </Button>
        )}
      </div>
      {dialog === 'snooze' && (
        <SnoozeDialog exceptions={allowing('snooze')} onClose={() => setDialog(undefined)} onDone={onDone} />
      )}
      {dialog === 'reject' && (
        <ReasonDialog
          title="Refuse the proposal"
          label="Why"
          action="Refuse"
          isPending={reject.isPending}
          onClose={() => setDialog(undefined)}
          onConfirm={(reason) => reject.mutate(reason, { onSuccess: () => setDialog(undefined) })}
        >
          <p className="soft">It is the partner’s turn again, with your reason.</p>
        </ReasonDialog>
      )}
    </div>
  );
}

/** One command after the other, so that a refusal names the one it is about. */
function useBulkCommands(allowing: (event: string) => ExceptionRow[], onDone: () => void) {
  const each = async (
    event: string,
    run: (command: { exceptionId: string; expectedVersion: number }) => Promise<unknown>,
  ): Promise<void> => {
    for (const { exceptionId, version } of allowing(event))
      await run({ exceptionId, expectedVersion: version });
  };
  const claim = useMutation({
    mutationFn: () => each('claim', (command) => client.exceptions.claim.mutate(command)),
    ...exceptionCommand('You look after it', onDone),
  });
  const accept = useMutation({
    mutationFn: () => each('acceptProposal', (command) => client.exceptions.acceptProposal.mutate(command)),
    ...exceptionCommand('Accepted: the values are in the joint plan', onDone),
  });
  const reject = useMutation({
    mutationFn: (reason: string) =>
      each('rejectProposal', (command) => client.exceptions.rejectProposal.mutate({ ...command, reason })),
    ...exceptionCommand('Refused', onDone),
  });
  return { claim, accept, reject };
}
