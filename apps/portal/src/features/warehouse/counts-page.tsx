import { Button, NumberInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '../../app/api.ts';
import type { CountRow } from '../../app/api-types.ts';
import { useIsPermitted } from '../../app/session.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { ErrorView } from '../../ui/error-view.tsx';
import { formatQuantity, formatUnit } from '../../ui/format.ts';
import { LinkButton } from '../../ui/link-button.tsx';
import { Empty, Page, RowsSkeleton } from '../../ui/page.tsx';
import { SerialNumbers } from '../../ui/serial-numbers.tsx';
import { Instant } from '../../ui/time.tsx';
import { warehouseCommand } from './warehouse-command.ts';

function CountForm({ row }: { row: CountRow }) {
  const [found, setFound] = useState<number | string>('');
  const [lost, setLost] = useState<string[]>([]);
  const record = useMutation(
    trpc.warehouse.counts.record.mutationOptions(warehouseCommand(`${row.binCode} is counted.`)),
  );
  const foundMilli = typeof found === 'number' ? Math.round(found * 1000) : undefined;
  return (
    <form
      className="work-actions"
      onSubmit={(event) => {
        event.preventDefault();
        if (foundMilli === undefined) return;
        const { countId, version: expectedVersion } = row;
        record.mutate({ countId, foundMilli, expectedVersion, lostSerialNumbers: lost });
      }}
    >
      <NumberInput
        w={120}
        aria-label={`Found after all in ${row.binCode}`}
        placeholder={formatUnit(row.unit)}
        min={0}
        max={row.missingMilli / 1000}
        decimalScale={3}
        value={found}
        onChange={setFound}
      />
      {row.isSerialTracked && foundMilli !== undefined && foundMilli < row.missingMilli && (
        <SerialNumbers
          label="Lost"
          item={{ itemNumber: row.itemNumber, gtin14: null }}
          wanted={(row.missingMilli - foundMilli) / 1_000}
          values={lost}
          onChange={setLost}
        />
      )}
      <Button type="submit" variant="default" disabled={foundMilli === undefined} loading={record.isPending}>
        Counted
      </Button>
    </form>
  );
}

const columns: Column<CountRow>[] = [
  {
    id: 'bin',
    title: 'Bin',
    cell: ({ binCode, locationName }) => (
      <>
        <strong>{binCode}</strong> <span className="soft">{locationName}</span>
      </>
    ),
  },
  {
    id: 'item',
    title: 'Item',
    isWide: true,
    cell: ({ itemNumber, description }) => `${itemNumber} ${description}`,
  },
  { id: 'lot', title: 'Lot', cell: ({ lotNumber }) => lotNumber ?? '' },
  {
    id: 'missing',
    title: 'Missing',
    isNumber: true,
    cell: ({ missingMilli, unit }) => formatQuantity(missingMilli, unit),
  },
  { id: 'reason', title: 'Why', isWide: true, cell: ({ reason }) => reason },
  {
    id: 'asked',
    title: 'Asked',
    isSpare: true,
    cell: ({ askedBy, askedAt }) => (
      <>
        {askedBy}, <Instant at={askedAt} />
      </>
    ),
  },
];

/** /warehouse/counts: bins that held less than the books say. What is missing is promised to nobody until it is counted. */
export function CountsPage() {
  const mayWork = useIsPermitted('warehouse.work');
  const counts = useQuery(trpc.warehouse.counts.list.queryOptions({}));
  const rows = counts.data?.rows ?? [];
  const act: Column<CountRow> = {
    id: 'count',
    title: 'Found after all',
    cell: (row) => <CountForm key={row.version} row={row} />,
  };
  return (
    <Page
      title="Bins to count"
      subtitle="Picks that were short. What is lost leaves the books, what is found can be promised again."
      actions={
        <LinkButton variant="default" to="/warehouse/waves">
          Waves
        </LinkButton>
      }
    >
      {counts.isPending && <RowsSkeleton />}
      {counts.isError && <ErrorView error={counts.error} onRetry={() => void counts.refetch()} />}
      {counts.isSuccess && rows.length === 0 && <Empty title="No bin waits to be counted" />}
      {rows.length > 0 && (
        <DataTable
          label="Bins to count"
          rows={rows}
          rowKey={({ countId }) => countId}
          columns={mayWork ? [...columns, act] : columns}
        />
      )}
    </Page>
  );
}
