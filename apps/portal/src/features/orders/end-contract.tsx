import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { trpc } from '../../app/api.ts';
import type { ContractRow } from '../../app/api-types.ts';
import { acted, today } from './dialog-table.tsx';

/** The contract holds no longer from today on; what was ordered under it keeps its price. */
export function EndContract({ contract }: { contract: ContractRow }) {
  const end = useMutation(
    trpc.orders.contracts.end.mutationOptions(
      acted({ text: `Contract ${contract.contractNumber} has ended.`, onClose: () => undefined }),
    ),
  );
  return (
    <Button
      variant="subtle"
      size="compact-xs"
      color="red"
      aria-label={`End contract ${contract.contractNumber} today`}
      loading={end.isPending}
      onClick={() => end.mutate({ contractId: contract.contractId, validBefore: today() })}
    >
      End today
    </Button>
  );
}
