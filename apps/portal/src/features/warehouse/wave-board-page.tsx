import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import './warehouse.css';
import { keepRows, trpc } from '../../app/api.ts';
import type { WaveRow } from '../../app/api-types.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { ErrorView } from '../../ui/error-view.tsx';
import { formatCount, formatDay } from '../../ui/format.ts';
import { LinkButton } from '../../ui/link-button.tsx';
import { MoreRows } from '../../ui/more-rows.tsx';
import { Empty, Page, RowsSkeleton } from '../../ui/page.tsx';
import { StateTag } from '../../ui/state-tag.tsx';
import { Instant } from '../../ui/time.tsx';
import { ReleaseOrders } from './release-orders.tsx';
import { methodNames } from './warehouse-words.ts';

function Progress({ wave }: { wave: WaveRow }) {
  const done = wave.stopCount - wave.openStopCount;
  return (
    <span title={`${done} of ${wave.stopCount} stops`}>
      <span className="progress-bar" aria-hidden="true">
        <span style={{ width: `${wave.stopCount === 0 ? 0 : Math.round((done / wave.stopCount) * 100)}%` }} />
      </span>
      {done} / {wave.stopCount}
      {wave.shortStopCount > 0 && <span className="tag warn"> {wave.shortStopCount} short</span>}
    </span>
  );
}

const columns: Column<WaveRow>[] = [
  {
    id: 'wave',
    title: 'Wave',
    cell: ({ waveId, waveNumber }) => (
      <Link to="/warehouse/waves/$waveId" params={{ waveId }}>
        {waveNumber}
      </Link>
    ),
  },
  { id: 'state', title: 'State', cell: ({ state }) => <StateTag state={state} /> },
  { id: 'picked', title: 'Stops picked', cell: (wave) => <Progress wave={wave} /> },
  {
    id: 'packed',
    title: 'Lines packed',
    isNumber: true,
    cell: (wave) => `${wave.packedLineCount} / ${wave.lineCount}`,
  },
  { id: 'orders', title: 'Orders', isNumber: true, cell: ({ orderCount }) => formatCount(orderCount) },
  { id: 'leaves', title: 'Leaves', cell: ({ leavesOn }) => formatDay(leavesOn) },
  { id: 'carrier', title: 'Carrier', cell: ({ carrierCode }) => carrierCode ?? '' },
  { id: 'place', title: 'From', isWide: true, cell: ({ locationName }) => locationName },
  { id: 'method', title: 'Picked', isSpare: true, cell: ({ method }) => methodNames[method] ?? method },
  { id: 'released', title: 'Released', isSpare: true, cell: ({ releasedAt }) => <Instant at={releasedAt} /> },
];

function Waves() {
  const waves = useInfiniteQuery({
    ...trpc.warehouse.waves.list.infiniteQueryOptions(
      {},
      { getNextPageParam: (page) => page.nextCursor ?? undefined },
    ),
    ...keepRows,
  });
  const rows = waves.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <section aria-labelledby="waves-title">
      <h2 className="board-title" id="waves-title">
        Waves
      </h2>
      {waves.isPending && <RowsSkeleton />}
      {waves.isError && <ErrorView error={waves.error} onRetry={() => void waves.refetch()} />}
      {waves.isSuccess && rows.length === 0 && (
        <Empty title="No wave yet">
          <p>Choose orders above and release them: their pick lists stand here.</p>
        </Empty>
      )}
      {rows.length > 0 && (
        <DataTable
          label="Waves"
          rows={rows}
          rowKey={({ waveId }) => waveId}
          rowTestId="wave-row"
          columns={columns}
        />
      )}
      <MoreRows {...waves} />
    </section>
  );
}

/** /warehouse/waves: what is reserved and waits to be picked, and the waves that are under way. */
export function WaveBoardPage() {
  const candidates = useQuery(trpc.warehouse.waves.candidates.queryOptions({}));
  const counts = useQuery(trpc.warehouse.counts.list.queryOptions({}));
  const openCounts = counts.data?.rows.length ?? 0;
  return (
    <Page
      title="Waves and picking"
      actions={
        <>
          <LinkButton variant="default" to="/warehouse/counts">
            {openCounts === 0 ? 'Counts' : `Counts (${openCounts} open)`}
          </LinkButton>
          <LinkButton variant="default" to="/warehouse/set-up">
            Set up
          </LinkButton>
        </>
      }
    >
      <h2 className="board-title">Ready to release</h2>
      {candidates.isPending && <RowsSkeleton />}
      {candidates.isError && <ErrorView error={candidates.error} onRetry={() => void candidates.refetch()} />}
      {candidates.isSuccess && candidates.data.orders.length === 0 && (
        <Empty title="Nothing waits to be released">
          <p>
            Orders stand here as soon as stock is reserved for them: see <Link to="/orders">orders</Link>.
          </p>
        </Empty>
      )}
      {candidates.isSuccess && candidates.data.orders.length > 0 && (
        <ReleaseOrders orders={candidates.data.orders} />
      )}
      <Waves />
    </Page>
  );
}
