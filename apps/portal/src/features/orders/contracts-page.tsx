import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '../../app/api.ts';
import type { ContractRow } from '../../app/api-types.ts';
import { useIsPermitted, useSession } from '../../app/session.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { ErrorView } from '../../ui/error-view.tsx';
import { formatAmount, formatDay, formatUnitPrice } from '../../ui/format.ts';
import { Empty, Page, RowsSkeleton } from '../../ui/page.tsx';
import { AnswersByEdi } from './answers-by-edi.tsx';
import { ContractDialog } from './contract-dialog.tsx';
import { EndContract } from './end-contract.tsx';

const tiersText = ({ tiers, currency }: ContractRow): string =>
  tiers
    .map(({ fromMilli, unitPriceMicros }) =>
      fromMilli === 0
        ? formatUnitPrice(unitPriceMicros, currency)
        : `from ${formatAmount(fromMilli)}: ${formatUnitPrice(unitPriceMicros, currency)}`,
    )
    .join(' · ');

const columnsFor = (isBuyer: boolean, mayAgree: boolean): Column<ContractRow>[] => [
  { id: 'number', title: 'Contract', cell: ({ contractNumber }) => contractNumber },
  {
    id: 'partner',
    title: isBuyer ? 'Supplier' : 'Buyer',
    isWide: true,
    cell: ({ supplierName, buyerName }) => (isBuyer ? supplierName : buyerName),
  },
  {
    id: 'item',
    title: 'Item',
    isWide: true,
    cell: ({ itemNumber, description }) => `${itemNumber} ${description}`,
  },
  { id: 'tiers', title: 'Price by quantity of a line', isProse: true, cell: tiersText },
  { id: 'from', title: 'From', cell: ({ validFrom }) => formatDay(validFrom) },
  {
    id: 'until',
    title: 'Before',
    cell: ({ validBefore }) =>
      validBefore === null ? <span className="soft">open</span> : formatDay(validBefore),
  },
  ...(mayAgree
    ? [
        {
          id: 'end',
          title: 'End',
          isTitleHidden: true,
          cell: (contract: ContractRow) =>
            contract.validBefore === null && <EndContract contract={contract} />,
        },
      ]
    : []),
];

/** /contracts: prices that were agreed for a time, by quantity, as both parties read them. */
export function ContractsPage() {
  const { organisation } = useSession();
  const [isAdding, setAdding] = useState(false);
  const mayAgree = useIsPermitted('orders.agree-contracts') && organisation.kind === 'buyer';
  const mayAnswer = useIsPermitted('orders.answer-by-edi') && organisation.kind === 'supplier';
  const contracts = useQuery(trpc.orders.contracts.list.queryOptions({}));
  const rows = contracts.data?.rows ?? [];
  return (
    <Page
      title="Contracts"
      actions={mayAgree && <Button onClick={() => setAdding(true)}>Agree on a price</Button>}
    >
      {contracts.isPending && <RowsSkeleton />}
      {contracts.isError && <ErrorView error={contracts.error} onRetry={() => void contracts.refetch()} />}
      {contracts.isSuccess && rows.length === 0 && (
        <Empty title="No price is agreed by contract">
          <p>
            A contract’s price counts on the day of the order: it is what may be billed, and a promise up to
            it needs nobody.
          </p>
        </Empty>
      )}
      {rows.length > 0 && (
        <DataTable
          label="Contracts"
          rows={rows}
          rowKey={({ contractId }) => contractId}
          columns={columnsFor(organisation.kind === 'buyer', mayAgree)}
        />
      )}
      {mayAnswer && <AnswersByEdi />}
      {isAdding && <ContractDialog onClose={() => setAdding(false)} />}
    </Page>
  );
}
