import { MultiSelect, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { NumberField } from '../../../ui/form-fields.tsx';
import { formatUnit } from '../../../ui/format.ts';
import { ItemPicker } from '../../../ui/item-picker.tsx';
import { RuleDialog } from './rule-dialog.tsx';
import { entriesOf, keyOf, type Pool } from './rules-draft.ts';
import type { SectionDialogProps } from './section-dialog-props.ts';

const newPool = (locationId: string): Partial<Pool> => ({
  name: '',
  locationId,
  customerIds: [],
  releasesOn: null,
});

const isComplete = (pool: Partial<Pool>): pool is Pool =>
  (pool.name ?? '').trim() !== '' &&
  pool.itemId !== undefined &&
  pool.locationId !== undefined &&
  (pool.reservedMilli ?? 0) > 0 &&
  (pool.customerIds ?? []).length > 0;

/** Stock of an item at a place that is kept for some customers. */
export function PoolDialog(props: SectionDialogProps<'pools'>) {
  const { entry, draft, words, customers, places, sellerId, onApply, onRemember, onClose } = props;
  const [pool, setPool] = useState<Partial<Pool>>(entry?.value ?? newPool(places[0]?.locationId ?? ''));
  const change = (part: Partial<Pool>): void => setPool((present) => ({ ...present, ...part }));
  const { name = '', itemId, locationId, reservedMilli, customerIds = [], releasesOn } = pool;
  const ownKey = entry === undefined ? undefined : keyOf(entry);
  const isTaken = entriesOf(draft, 'pools').some(
    (other) => keyOf(other) !== ownKey && other.value.name.trim().toLowerCase() === name.trim().toLowerCase(),
  );
  return (
    <RuleDialog
      title={entry === undefined ? 'Keep stock for customers' : `Reserve pool ${entry.value.name}`}
      isReady={isComplete(pool) && !isTaken}
      onApply={() =>
        isComplete(pool) &&
        onApply({
          section: 'pools',
          value: { ...pool, name: name.trim(), customerIds: [...customerIds].sort() },
        })
      }
      onClose={onClose}
    >
      <TextInput
        label="Name"
        required
        maxLength={80}
        data-autofocus
        error={isTaken ? 'Another pool has this name' : undefined}
        value={name}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <ItemPicker
        mt="sm"
        label="Item"
        organisationId={sellerId}
        chosen={itemId === undefined ? null : { value: itemId, label: words.nameOf(itemId) }}
        onPick={(item) => {
          onRemember(item);
          change({ itemId: item.itemId });
        }}
      />
      <Select
        mt="sm"
        label="At"
        allowDeselect={false}
        data={places.map((place) => ({ value: place.locationId, label: `${place.code} ${place.name}` }))}
        value={locationId ?? null}
        onChange={(value) => value !== null && change({ locationId: value })}
      />
      <NumberField
        mt="sm"
        label="Kept"
        required
        {...(itemId === undefined ? {} : { unit: formatUnit(words.unitOf(itemId)) })}
        value={reservedMilli === undefined ? '' : reservedMilli / 1000}
        onChange={(value) =>
          setPool(({ reservedMilli: _, ...present }) =>
            typeof value === 'number' ? { ...present, reservedMilli: Math.round(value * 1000) } : present,
          )
        }
      />
      <MultiSelect
        mt="sm"
        label="For"
        placeholder={customerIds.length === 0 ? 'Find customers' : undefined}
        searchable
        required
        data={customers.map((customer) => ({ value: customer.customerId, label: customer.name }))}
        value={customerIds}
        onChange={(ids) => change({ customerIds: ids })}
      />
      <TextInput
        mt="sm"
        type="date"
        label="Free for everybody from"
        description="Empty: kept until it is taken"
        value={releasesOn ?? ''}
        onChange={(event) =>
          change({ releasesOn: event.currentTarget.value === '' ? null : event.currentTarget.value })
        }
      />
    </RuleDialog>
  );
}
