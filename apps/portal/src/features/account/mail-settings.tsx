import { Button, Group, NumberInput, Select, TextInput } from '@mantine/core';
import { useMutation, useSuspenseQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { queryClient, trpc } from '../../app/api.ts';
import { Callout } from '../../ui/callout.tsx';
import { explainError } from '../../ui/error-view.tsx';
import { showNotice } from '../../ui/notices.tsx';

const kinds = [
  ['exceptions', 'Exceptions that wait for you'],
  ['commits', 'Commits that you owe'],
  ['cycle', 'Steps of the week’s cycle'],
  ['agreements', 'Agreements to sign'],
  ['mentions', 'Somebody asks you by name'],
] as const;
const choices = [
  { value: 'off', label: 'never' },
  { value: 'immediate', label: 'at once' },
  { value: 'hourly', label: 'every hour' },
  { value: 'daily', label: 'every morning' },
] as const;
type Frequency = (typeof choices)[number]['value'];

/** What is mailed how often, and when nobody is disturbed. */
export function MailSettings() {
  const { data } = useSuspenseQuery(trpc.digests.preferences.queryOptions());
  const [form, setForm] = useState(data);
  const save = useMutation(
    trpc.digests.savePreferences.mutationOptions({
      onSuccess: (saved) => {
        setForm(saved);
        showNotice('Your mail settings are saved.', { tone: 'good' });
      },
      onSettled: () => queryClient.invalidateQueries(trpc.digests.pathFilter()),
    }),
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const { version: expectedVersion, isStandard: _, ...preferences } = form;
    save.mutate({ ...preferences, expectedVersion });
  };
  const hour = (label: string, name: 'dailyHour' | 'quietFromHour' | 'quietUntilHour') => (
    <NumberInput
      label={label}
      w={150}
      min={0}
      max={23}
      suffix=":00"
      value={form[name]}
      onChange={(value) => setForm({ ...form, [name]: Number(value) })}
    />
  );
  return (
    <section className="section" aria-labelledby="mail-settings">
      <h2 id="mail-settings">Mail</h2>
      {save.isError && <Callout tone="bad">{explainError(save.error)}</Callout>}
      <form onSubmit={submit}>
        <Group align="flex-end">
          {kinds.map(([kind, label]) => (
            <Select
              key={kind}
              label={label}
              w={220}
              allowDeselect={false}
              data={choices}
              value={form.frequencies[kind]}
              onChange={(value) =>
                setForm({
                  ...form,
                  frequencies: { ...form.frequencies, [kind]: (value ?? 'daily') as Frequency },
                })
              }
            />
          ))}
        </Group>
        <Group align="flex-end" mt="sm">
          {hour('The morning mail', 'dailyHour')}
          {hour('Quiet from', 'quietFromHour')}
          {hour('Quiet until', 'quietUntilHour')}
          <TextInput
            label="Your time zone"
            w={220}
            value={form.timeZone}
            onChange={(event) => setForm({ ...form, timeZone: event.currentTarget.value })}
          />
          <Button type="submit" loading={save.isPending}>
            Save
          </Button>
        </Group>
      </form>
    </section>
  );
}
