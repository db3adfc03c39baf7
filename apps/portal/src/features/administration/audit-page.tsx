import { Button } from '@mantine/core';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { client, keepRows, trpc } from '../../app/api.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { ErrorView, explainError } from '../../ui/error-view.tsx';
import { formatActor, formatCommand, formatCount, formatState } from '../../ui/format.ts';
import { MoreRows } from '../../ui/more-rows.tsx';
import { Empty, Page, RowsSkeleton } from '../../ui/page.tsx';
import { Instant } from '../../ui/time.tsx';

/** Walks the hash chain of all entries and says whether each is as it was written. */
function ChainCheck() {
  const check = useMutation({ mutationFn: () => client.audit.verify.query() });
  const { data } = check;
  return (
    <>
      {check.isError && <span className="tone-bad">{explainError(check.error)}</span>}
      {data !== undefined && (
        <span className={`tag ${data.isIntact ? 'good' : 'bad'}`} aria-live="polite">
          {data.isIntact
            ? `✓ ${formatCount(data.entryCount)} entries are as they were written`
            : `Entry ${data.firstBrokenNumber} is not as it was written`}
        </span>
      )}
      <Button variant="default" loading={check.isPending} onClick={() => check.mutate()}>
        Check the chain
      </Button>
    </>
  );
}

/** The end of an id tells entries apart; what has a page is a link to it. */
function Subject({ kind, id }: { kind: string; id: string }) {
  const text = (
    <code className="soft" title={id}>
      …{id.slice(-12)}
    </code>
  );
  if (kind === 'order')
    return (
      <Link to="/orders/$orderId" params={{ orderId: id }}>
        {text}
      </Link>
    );
  if (kind === 'proposal')
    return (
      <Link to="/proposals/$proposalId" params={{ proposalId: id }}>
        {text}
      </Link>
    );
  if (kind === 'run')
    return (
      <Link to="/runs/$runId" params={{ runId: id }}>
        {text}
      </Link>
    );
  return text;
}

/** /audit: who did what, when, and why; nothing in it can be changed. */
export function AuditPage() {
  const audit = useInfiniteQuery({
    ...trpc.audit.list.infiniteQueryOptions(
      { limit: 100 },
      { getNextPageParam: (page) => page.nextCursor ?? undefined },
    ),
    ...keepRows,
  });
  const rows = audit.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <Page
      title="Audit trail"
      subtitle="Append-only: the database refuses to change or delete an entry"
      actions={<ChainCheck />}
    >
      {audit.isPending && <RowsSkeleton />}
      {audit.isError && <ErrorView error={audit.error} onRetry={() => void audit.refetch()} />}
      {audit.isSuccess && rows.length === 0 && <Empty title="Nobody has done anything yet" />}
      {rows.length > 0 && (
        <DataTable
          label="Audit trail"
          rows={rows}
          rowKey={({ entryNumber }) => String(entryNumber)}
          columns={[
            { id: 'at', title: 'When', cell: ({ at }) => <Instant at={at} /> },
            { id: 'actor', title: 'Who', cell: ({ actorName }) => formatActor(actorName) },
            {
              id: 'command',
              title: 'What',
              cell: ({ command }) => <span title={command}>{formatCommand(command)}</span>,
            },
            {
              id: 'subject',
              title: 'On',
              cell: ({ subjectKind, subjectId }) => (
                <>
                  {formatState(subjectKind)} <Subject kind={subjectKind} id={subjectId} />
                </>
              ),
            },
            { id: 'reason', title: 'Reason', isWide: true, cell: ({ reason }) => reason },
          ]}
        />
      )}
      <MoreRows {...audit} />
    </Page>
  );
}
