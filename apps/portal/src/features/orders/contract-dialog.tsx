import { Button, Group, Modal, NumberInput, Select, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '../../app/api.ts';
import { useSession } from '../../app/session.ts';
import { ItemPicker } from '../../ui/item-picker.tsx';
import type { ItemChoice } from '../../ui/use-item-choices.ts';
import { useSupplierChoices } from '../../ui/use-partner-choices.ts';
import { acted, today } from './dialog-table.tsx';

type Tier = { id: number; fromMilli: number; unitPriceMicros: number };
type TiersProps = { tiers: readonly Tier[]; currency: string; onChange: (tiers: Tier[]) => void };

/** From so much of a line on, so much per unit. */
function Tiers({ tiers, currency, onChange }: TiersProps) {
  const change = (index: number, part: Partial<Tier>): void =>
    onChange(tiers.map((tier, at) => (at === index ? { ...tier, ...part } : tier)));
  const last = tiers.at(-1);
  return (
    <>
      {tiers.map((tier, index) => (
        <Group key={tier.id} mt="xs" align="end">
          <NumberInput
            w={130}
            label={index === 0 ? 'From' : undefined}
            aria-label={`Tier ${index + 1} begins at`}
            min={0}
            decimalScale={3}
            disabled={index === 0}
            value={tier.fromMilli / 1000}
            onChange={(value) =>
              typeof value === 'number' && change(index, { fromMilli: Math.round(value * 1000) })
            }
          />
          <NumberInput
            w={150}
            label={index === 0 ? `Price in ${currency}` : undefined}
            aria-label={`Price of tier ${index + 1}`}
            min={0}
            decimalScale={6}
            value={tier.unitPriceMicros / 1_000_000}
            onChange={(value) =>
              typeof value === 'number' && change(index, { unitPriceMicros: Math.round(value * 1_000_000) })
            }
          />
          {index > 0 && (
            <Button variant="subtle" onClick={() => onChange(tiers.filter((_, at) => at !== index))}>
              Remove
            </Button>
          )}
        </Group>
      ))}
      <Button
        variant="default"
        mt="xs"
        size="compact-sm"
        onClick={() =>
          onChange([
            ...tiers,
            {
              id: (last?.id ?? 0) + 1,
              fromMilli: (last?.fromMilli ?? 0) + 100_000,
              unitPriceMicros: last?.unitPriceMicros ?? 0,
            },
          ])
        }
      >
        One tier more
      </Button>
    </>
  );
}

/** A price for an item with a supplier, for a time and by quantity. */
export function ContractDialog({ onClose }: { onClose: () => void }) {
  const { organisation } = useSession();
  const [supplierId, setSupplierId] = useState<string | null>(null);
  const [item, setItem] = useState<ItemChoice | null>(null);
  const [contractNumber, setNumber] = useState('');
  const [validFrom, setFrom] = useState(today);
  const [validBefore, setBefore] = useState('');
  const [tiers, setTiers] = useState<Tier[]>([{ id: 1, fromMilli: 0, unitPriceMicros: 0 }]);
  const suppliers = useSupplierChoices();
  const agree = useMutation(
    trpc.orders.contracts.agree.mutationOptions(
      acted({ text: 'The price counts for orders placed from then on.', onClose }),
    ),
  );
  const isReady = supplierId !== null && item !== null && contractNumber.trim() !== '';
  const send = (): void => {
    if (supplierId === null || item === null) return;
    agree.mutate({
      ...{
        supplierId,
        itemId: item.value,
        contractNumber: contractNumber.trim(),
        currency: organisation.currency,
      },
      ...{ validFrom, tiers: tiers.map(({ id: _id, ...tier }) => tier) },
      ...(validBefore === '' ? {} : { validBefore }),
    });
  };
  return (
    <Modal opened onClose={onClose} title="Agree on a price" size={520}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <TextInput
          label="Contract number"
          required
          maxLength={40}
          data-autofocus
          value={contractNumber}
          onChange={(event) => setNumber(event.currentTarget.value)}
        />
        <Select
          mt="xs"
          label="Supplier"
          searchable
          data={suppliers}
          value={supplierId}
          onChange={setSupplierId}
        />
        <ItemPicker
          mt="xs"
          label="Item"
          chosen={item}
          onPick={({ itemId, label }) => setItem({ value: itemId, label })}
        />
        <Group mt="xs">
          <TextInput
            type="date"
            label="From"
            value={validFrom}
            onChange={(event) => setFrom(event.currentTarget.value)}
          />
          <TextInput
            type="date"
            label="Before"
            value={validBefore}
            onChange={(event) => setBefore(event.currentTarget.value)}
          />
        </Group>
        <Tiers tiers={tiers} currency={organisation.currency} onChange={setTiers} />
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={onClose}>
            Back
          </Button>
          <Button type="submit" disabled={!isReady} loading={agree.isPending}>
            Agree
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
