import { Button, Group, MultiSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { queryClient, trpc } from '../../app/api.ts';
import type { ItemForecast } from '../../app/api-types.ts';
import { useIsPermitted } from '../../app/session.ts';
import { Callout } from '../../ui/callout.tsx';
import { explainError } from '../../ui/error-view.tsx';
import { showNotice } from '../../ui/notices.tsx';

const candidatesMax = 100;

/** Which items a new one is like, where the planner knows better than its attributes do. */
export function NameAnalogues({ item }: { item: ItemForecast }) {
  const { place, namedAnalogues, forecast } = item;
  const mayCorrect = useIsPermitted('forecasting.correct');
  const [search, setSearch] = useState('');
  const [chosen, setChosen] = useState<string[]>(namedAnalogues?.analogueIds ?? []);
  const [reason, setReason] = useState('');
  const stock = useQuery(
    trpc.inventory.stock.list.queryOptions({
      limit: candidatesMax,
      ...(search === '' ? {} : { search }),
    }),
  );
  const name = useMutation(
    trpc.forecasting.nameAnalogues.mutationOptions({
      onSuccess: () => showNotice('Noted. The next run follows them.', { tone: 'good' }),
      onSettled: () => queryClient.invalidateQueries(trpc.forecasting.pathFilter()),
    }),
  );
  if (!mayCorrect) return null;
  const labels = new Map<string, string>();
  for (const known of forecast?.analogues?.names ?? [])
    labels.set(known.itemLocationId, `${known.itemNumber} ${known.description}, ${known.locationCode}`);
  for (const row of stock.data?.rows ?? [])
    labels.set(row.itemLocationId, `${row.itemNumber} ${row.description}, ${row.locationCode}`);
  labels.delete(place.itemLocationId);
  for (const id of chosen) if (!labels.has(id)) labels.set(id, 'named before');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    name.mutate({
      itemLocationId: place.itemLocationId,
      analogueIds: chosen,
      reason,
      expectedVersion: namedAnalogues?.version ?? 0,
    });
  };
  return (
    <section className="section" aria-labelledby="analogues-title">
      <h2 id="analogues-title">Items like it, named by a planner</h2>
      {namedAnalogues !== null && (
        <p className="soft">
          {namedAnalogues.namedBy}: “{namedAnalogues.reason}”
        </p>
      )}
      <form onSubmit={submit}>
        {name.isError && <Callout tone="bad">{explainError(name.error)}</Callout>}
        <Group align="end" wrap="wrap">
          <MultiSelect
            w={460}
            label="Items"
            description="None: the most alike are chosen by category, place, supplier and price."
            searchable
            maxValues={10}
            searchValue={search}
            onSearchChange={setSearch}
            data={[...labels].map(([value, label]) => ({ value, label }))}
            value={chosen}
            onChange={setChosen}
          />
          <TextInput
            w={260}
            label="Reason"
            required
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Button type="submit" variant="default" loading={name.isPending}>
            Name them
          </Button>
        </Group>
      </form>
    </section>
  );
}
