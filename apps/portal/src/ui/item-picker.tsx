import { Select } from '@mantine/core';
import { type ItemChoice, useItemChoices } from './use-item-choices.ts';

export type PickedItem = { itemId: string; label: string; unit: string | undefined };

type ItemPickerProps = {
  label: string;
  /** Null: none is chosen yet. */
  chosen: ItemChoice | null;
  /** Of whose catalog; absent: of every one that can be seen. */
  organisationId?: string;
  isFirst?: boolean;
  /** In a row of a table, where the label would stand in every row; an empty row is no mistake there. */
  isInRow?: boolean;
  mt?: string;
  onPick: (item: PickedItem) => void;
};

/** One item, found by number or name. */
export function ItemPicker({
  label,
  chosen,
  organisationId,
  isFirst,
  isInRow = false,
  mt,
  onPick,
}: ItemPickerProps) {
  const { choices, labels, unitOf, setSearch, remember } = useItemChoices(
    chosen === null ? [] : [chosen],
    organisationId,
  );
  return (
    <Select
      {...(isInRow ? { 'aria-label': label, flex: 1 } : { label, required: true })}
      placeholder="Find an item"
      searchable
      allowDeselect={false}
      data-autofocus={isFirst}
      {...(mt === undefined ? {} : { mt })}
      data={choices}
      value={chosen?.value ?? null}
      onSearchChange={(text) => setSearch(text === chosen?.label ? '' : text)}
      onChange={(itemId) => {
        if (itemId === null) return;
        remember();
        onPick({ itemId, label: labels.get(itemId) ?? itemId, unit: unitOf(itemId) });
      }}
    />
  );
}
