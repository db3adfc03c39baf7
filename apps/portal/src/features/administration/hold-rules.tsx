import { Button, Group, NumberInput } from '@mantine/core';
import { useMutation, useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { queryClient, trpc } from '../../app/api.ts';
import { useSession } from '../../app/session.ts';
import { explainError } from '../../ui/error-view.tsx';
import { showNotice } from '../../ui/notices.tsx';

const numberOr = (value: number | string): number | null => (typeof value === 'number' ? value : null);

/** What holds an order by itself when it is placed, before its supplier is told. */
export function HoldRules() {
  const { organisation } = useSession();
  const { data: rules } = useSuspenseQuery(trpc.orders.holdRules.get.queryOptions());
  const [creditMinor, setCredit] = useState(rules.creditMinor);
  const [priceRatio, setPrice] = useState(rules.priceRatio);
  const [duplicateDays, setDays] = useState(rules.duplicateDays);
  const set = useMutation(
    trpc.orders.holdRules.set.mutationOptions({
      onSuccess: () => showNotice('The rules are set.', { tone: 'good' }),
      onError: (error) => showNotice(explainError(error), { tone: 'bad' }),
      onSettled: () => queryClient.invalidateQueries(trpc.orders.holdRules.pathFilter()),
    }),
  );
  return (
    <section className="section" aria-labelledby="hold-rules">
      <h2 id="hold-rules">Orders on hold</h2>
      <p className="soft">
        Such an order is placed and not sent: an approver releases credit, a buyer price and duplicates.
        Empty: no such rule.
      </p>
      <Group align="end">
        <NumberInput
          w={180}
          label={`Credit: above (${organisation.currency})`}
          min={0.01}
          decimalScale={2}
          value={creditMinor === null ? '' : creditMinor / 100}
          onChange={(value) => setCredit(typeof value === 'number' ? Math.round(value * 100) : null)}
        />
        <NumberInput
          w={180}
          label="Price: above contract (%)"
          min={0}
          decimalScale={2}
          value={priceRatio === null ? '' : priceRatio * 100}
          onChange={(value) => setPrice(typeof value === 'number' ? value / 100 : null)}
        />
        <NumberInput
          w={180}
          label="Duplicate: within (days)"
          min={1}
          max={365}
          value={duplicateDays ?? ''}
          onChange={(value) => setDays(numberOr(value))}
        />
        <Button
          variant="default"
          loading={set.isPending}
          onClick={() =>
            set.mutate({ creditMinor, priceRatio, duplicateDays, expectedVersion: rules.version })
          }
        >
          Save
        </Button>
      </Group>
    </section>
  );
}
