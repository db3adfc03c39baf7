import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { trpc } from '../../app/api.ts';
import type { ItemDetail } from '../../app/api-types.ts';
import { useIsPermitted } from '../../app/session.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { ErrorView } from '../../ui/error-view.tsx';
import { formatAmount, formatDay, formatQuantity } from '../../ui/format.ts';
import { PolicyDialog, type PolicyPlace } from './policy-dialog.tsx';

/** Where the item is planned, what lies there and what is coming. */
export function ItemStock({ item }: { item: ItemDetail }) {
  const mayPlan = useIsPermitted('replenishment.read');
  const mayChoose = useIsPermitted('catalog.set-policies');
  const [place, setPlace] = useState<PolicyPlace>();
  const stock = useQuery(trpc.inventory.stock.list.queryOptions({ search: item.itemNumber, limit: 200 }));
  const rows = stock.data?.rows.filter(({ itemId }) => itemId === item.itemId) ?? [];
  return (
    <section className="section" aria-labelledby="stock-title">
      <h2 id="stock-title">Stock and open orders</h2>
      {stock.isError && <ErrorView error={stock.error} onRetry={() => void stock.refetch()} />}
      {stock.isSuccess && rows.length === 0 && <p className="soft">Not planned at any location.</p>}
      {rows.length > 0 && (
        <DataTable
          isInset
          label="Stock and open orders"
          rows={rows}
          rowKey={({ itemLocationId }) => itemLocationId}
          columns={[
            {
              id: 'location',
              title: 'Location',
              isWide: true,
              cell: (row) => `${row.locationCode} ${row.locationName}`,
            },
            {
              id: 'available',
              title: 'Available',
              isNumber: true,
              cell: ({ availableMilli, baseUnit }) => formatQuantity(availableMilli, baseUnit),
            },
            {
              id: 'held',
              title: 'Held',
              isNumber: true,
              cell: (row) => formatAmount(row.allocatedMilli + row.quarantineMilli),
            },
            {
              id: 'coming',
              title: 'Coming',
              isNumber: true,
              cell: ({ comingMilli }) => formatAmount(comingMilli),
            },
            {
              id: 'due',
              title: 'Next due',
              cell: ({ nextDueOn }) => (nextDueOn === null ? '–' : formatDay(nextDueOn)),
            },
            { id: 'supplier', title: 'Supplier', cell: ({ supplierName }) => supplierName ?? '' },
            {
              id: 'policy',
              title: 'Policy',
              isTitleHidden: true,
              cell: (row) =>
                mayChoose && (
                  <Button
                    variant="subtle"
                    size="compact-xs"
                    onClick={() =>
                      setPlace({
                        itemLocationId: row.itemLocationId,
                        name: `${item.itemNumber} at ${row.locationCode}`,
                        unit: row.baseUnit,
                      })
                    }
                  >
                    Policy…
                  </Button>
                ),
            },
            {
              id: 'why',
              title: 'Why',
              isTitleHidden: true,
              cell: ({ itemLocationId }) =>
                mayPlan && (
                  <Link to="/why-not/$itemLocationId" params={{ itemLocationId }}>
                    Why
                  </Link>
                ),
            },
          ]}
        />
      )}
      {place !== undefined && <PolicyDialog place={place} onClose={() => setPlace(undefined)} />}
    </section>
  );
}
