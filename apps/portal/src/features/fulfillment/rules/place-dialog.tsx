import { Group, type NumberInputProps } from '@mantine/core';
import { useState } from 'react';
import { NumberField } from '../../../ui/form-fields.tsx';
import { RuleDialog } from './rule-dialog.tsx';
import type { Place } from './rules-draft.ts';
import type { SectionDialogProps } from './section-dialog-props.ts';

type Field = 'position' | 'shipmentMinor' | 'perUnitMinor' | 'transitDays';

/** What it costs to ship from a place, and how long it takes. `entry` may name a place without costs yet. */
export function PlaceDialog({
  place: { locationId, title },
  entry,
  nextPosition,
  words,
  onApply,
  onClose,
}: Pick<SectionDialogProps<'places'>, 'entry' | 'words' | 'onApply' | 'onClose'> & {
  place: { locationId: string; title: string };
  nextPosition: number;
}) {
  const [place, setPlace] = useState<Partial<Place>>(entry?.value ?? { locationId, position: nextPosition });
  const field = (name: Field, scale: number): Pick<NumberInputProps, 'value' | 'onChange'> => ({
    value: place[name] === undefined ? '' : place[name] / scale,
    onChange: (value) =>
      setPlace((present) => {
        const { [name]: _, ...others } = present;
        return typeof value === 'number' ? { ...others, [name]: Math.round(value * scale) } : others;
      }),
  });
  const isComplete = (['position', 'shipmentMinor', 'perUnitMinor', 'transitDays'] as const).every(
    (name) => place[name] !== undefined,
  );
  return (
    <RuleDialog
      title={`Ship from ${title}`}
      isReady={isComplete}
      onApply={() => onApply({ section: 'places', value: place as Place })}
      onClose={onClose}
    >
      <Group grow align="end">
        <NumberField
          label="A shipment costs"
          required
          isFirst
          unit={words.currency}
          max={10_000_000}
          decimalScale={2}
          {...field('shipmentMinor', 100)}
        />
        <NumberField
          label="Each unit adds"
          required
          unit={words.currency}
          max={10_000_000}
          decimalScale={2}
          {...field('perUnitMinor', 100)}
        />
      </Group>
      <Group grow align="end" mt="sm">
        <NumberField
          label="On the way"
          required
          unit="days"
          max={120}
          decimalScale={0}
          {...field('transitDays', 1)}
        />
        <NumberField
          label="Preferred as number"
          required
          min={1}
          max={99}
          decimalScale={0}
          {...field('position', 1)}
        />
      </Group>
    </RuleDialog>
  );
}
