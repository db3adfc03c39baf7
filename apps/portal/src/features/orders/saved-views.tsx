import { Button, Menu, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { queryClient, trpc } from '../../app/api.ts';
import type { OrderFilter } from '../../app/search-parameters.ts';
import { explainError } from '../../ui/error-view.tsx';
import { showNotice } from '../../ui/notices.tsx';

type SavedViewsProps = { filter: OrderFilter; onChoose: (filter: OrderFilter) => void };

/** Filters that the person keeps under a name. */
export function SavedViews({ filter, onChoose }: SavedViewsProps) {
  const [name, setName] = useState('');
  const { data } = useQuery(trpc.orders.views.list.queryOptions());
  const options = {
    onSuccess: () => setName(''),
    onError: (error: unknown) => showNotice(explainError(error), { tone: 'bad' }),
    onSettled: () => queryClient.invalidateQueries(trpc.orders.views.pathFilter()),
  };
  const save = useMutation(trpc.orders.views.save.mutationOptions(options));
  const remove = useMutation(trpc.orders.views.remove.mutationOptions(options));
  const views = data?.rows ?? [];
  return (
    <Menu closeOnItemClick={false} trapFocus={false} width={260}>
      <Menu.Target>
        <Button variant="default">Views{views.length > 0 && ` (${views.length})`}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        {views.map((view) => (
          <Menu.Item
            key={view.name}
            onClick={() => onChoose(view.filter as OrderFilter)}
            rightSection={
              <button
                type="button"
                className="link-button"
                aria-label={`Remove the view ${view.name}`}
                onClick={(event) => {
                  event.stopPropagation();
                  remove.mutate({ name: view.name });
                }}
              >
                remove
              </button>
            }
          >
            {view.name}
          </Menu.Item>
        ))}
        <form
          className="save-view"
          onSubmit={(event) => {
            event.preventDefault();
            if (name.trim() !== '') save.mutate({ name: name.trim(), filter });
          }}
        >
          <TextInput
            aria-label="Name of the view"
            placeholder="Keep this filter as…"
            maxLength={60}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        </form>
      </Menu.Dropdown>
    </Menu>
  );
}
