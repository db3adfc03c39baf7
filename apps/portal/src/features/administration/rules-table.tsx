import { Button, Group, NativeSelect, NumberInput } from '@mantine/core';
import { useId, useState } from 'react';
import { DataTable } from '../../ui/data-table.tsx';

export type RuleRow = {
  who: string;
  values: Readonly<Record<string, number>>;
  /** What the row carries along unchanged. */
  kept?: { currency?: string; isActive?: boolean };
};
type NumberColumn = { id: string; title: string; step: number; max?: number };

type RulesTableProps = {
  title: string;
  about: string;
  /** Of the rules as they were read; another version shows those afresh. */
  version: number;
  options: readonly { value: string; label: string }[];
  numbers: readonly NumberColumn[];
  rows: readonly RuleRow[];
  isPending: boolean;
  onSave: (rows: readonly RuleRow[]) => void;
};

type DraftRow = RuleRow & { key: number };

/** Rules of one kind, changed together: nothing counts until it is saved. */
export function RulesTable(props: RulesTableProps) {
  return <RulesDraft key={props.version} {...props} />;
}

function RulesDraft({ title, about, options, numbers, rows, isPending, onSave }: RulesTableProps) {
  const headingId = useId();
  const [draft, setDraft] = useState<readonly DraftRow[]>(() => rows.map((row, key) => ({ ...row, key })));
  const [isChanged, setChanged] = useState(false);
  const change = (next: readonly DraftRow[]) => {
    setDraft(next);
    setChanged(true);
  };
  const replace = (row: DraftRow) => change(draft.map((one) => (one.key === row.key ? row : one)));
  const free = options.find(({ value }) => draft.every(({ who }) => who !== value));
  const add = (who: string) => {
    const values = Object.fromEntries(numbers.map(({ id }) => [id, 0]));
    change([...draft, { who, values, key: Math.max(-1, ...draft.map(({ key }) => key)) + 1 }]);
  };
  return (
    <section className="section" aria-labelledby={headingId}>
      <h2 id={headingId}>{title}</h2>
      <p className="soft">{about}</p>
      <DataTable
        isInset
        label={title}
        rows={draft}
        rowKey={({ key }) => `${title} ${key}`}
        columns={[
          {
            id: 'who',
            title: 'For',
            cell: (row) => (
              <NativeSelect
                aria-label={`${title}: for`}
                data={[...options]}
                value={row.who}
                onChange={(event) => replace({ ...row, who: event.currentTarget.value })}
              />
            ),
          },
          ...numbers.map(({ id, title: name, step, max }) => ({
            id,
            title: name,
            isNumber: true,
            cell: (row: DraftRow) => (
              <NumberInput
                aria-label={`${title}: ${name}`}
                min={0}
                max={max ?? 1_000_000_000}
                step={step}
                decimalScale={step < 1 ? 2 : 0}
                value={row.values[id] ?? 0}
                onChange={(value) => replace({ ...row, values: { ...row.values, [id]: Number(value) } })}
              />
            ),
          })),
          {
            id: 'remove',
            title: '',
            cell: ({ key }: DraftRow) => (
              <Button variant="subtle" onClick={() => change(draft.filter((row) => row.key !== key))}>
                Remove
              </Button>
            ),
          },
        ]}
      />
      <Group mt="xs">
        <Button variant="default" disabled={free === undefined} onClick={() => free && add(free.value)}>
          Add a row
        </Button>
        <Button loading={isPending} disabled={!isChanged} onClick={() => onSave(draft)}>
          Save
        </Button>
      </Group>
    </section>
  );
}
