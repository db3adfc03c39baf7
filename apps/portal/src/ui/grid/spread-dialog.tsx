import type { SpreadMethod } from '@coplan/collaboration';
import { Button, Group, Modal, Radio, Stack } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { formatCount } from '../format.ts';
import { createCellText } from './cell-text.ts';
import type { CellPlace } from './grid-types.ts';
import { type GridView, groupAt, valueAt } from './grid-view.ts';
import { type PlannedEdit, planSpread } from './plan-edits.ts';

type SpreadDialogProps = {
  view: GridView;
  place: CellPlace;
  totalMilli: number;
  bucketsPerYear: number;
  onAccept: (edits: readonly PlannedEdit[]) => void;
  onClose: () => void;
};

const methods: readonly { value: SpreadMethod; label: string; description: string }[] = [
  { value: 'proportional', label: 'In proportion', description: 'Each row keeps its share of the total' },
  { value: 'even', label: 'Evenly', description: 'Every row gets the same' },
  {
    value: 'last-year',
    label: 'As last year',
    description: 'By what each row sold in the same bucket a year ago',
  },
];

/** A new total is brought down to the rows below it; the rows add up to it exactly. */
export function SpreadDialog({
  view,
  place,
  totalMilli,
  bucketsPerYear,
  onAccept,
  onClose,
}: SpreadDialogProps) {
  const [method, setMethod] = useState<SpreadMethod>('proportional');
  const text = createCellText();
  const group = groupAt(view, place.line);
  const spread = planSpread(view, { place, totalMilli, method, bucketsPerYear });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (typeof spread !== 'string') onAccept(spread.edits);
  };
  const isOther = typeof spread !== 'string' && spread.methodUsed !== method;
  const nameOfUsed = isOther
    ? methods.find(({ value }) => value === spread.methodUsed)?.label.toLowerCase()
    : undefined;
  return (
    <Modal
      opened
      onClose={onClose}
      title={`Spread ${text.exact(totalMilli)} over ${group?.label ?? ''}`}
      size={460}
    >
      <form onSubmit={submit}>
        <p>
          The total was {text.exact(valueAt(view, place)) || 'no value'};{' '}
          {formatCount(group?.members.length ?? 0)} rows are below it.
        </p>
        <Radio.Group
          value={method}
          onChange={(value) => setMethod(value as SpreadMethod)}
          aria-label="How to spread"
        >
          <Stack gap="xs">
            {methods.map(({ value, label, description }, index) => (
              <Radio
                key={value}
                value={value}
                label={label}
                description={description}
                {...(index === 0 ? { 'data-autofocus': true } : {})}
              />
            ))}
          </Stack>
        </Radio.Group>
        {typeof spread === 'string' && <p className="tone-bad">{spread}</p>}
        {nameOfUsed !== undefined && (
          <p className="tone-warn">The mix is not known: it is spread {nameOfUsed}.</p>
        )}
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={onClose}>
            Back
          </Button>
          <Button type="submit" disabled={typeof spread === 'string' || spread.edits.length === 0}>
            Change {formatCount(typeof spread === 'string' ? 0 : spread.edits.length)} cells
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
