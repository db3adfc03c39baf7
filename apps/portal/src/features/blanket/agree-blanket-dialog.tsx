import { Checkbox, Group, Modal, MultiSelect, Select, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { trpc } from '../../app/api.ts';
import { useSession } from '../../app/session.ts';
import { FormActions, NumberField } from '../../ui/form-fields.tsx';
import { useItemChoices } from '../../ui/use-item-choices.ts';
import { useOwnPlaceChoices, useSupplierChoices } from '../../ui/use-partner-choices.ts';
import { acted, today } from '../orders/dialog-table.tsx';

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

type Draft = {
  supplierId: string | null;
  shipToId: string | null;
  items: { value: string; label: string }[];
  price: number | string;
  total: number | string;
  contractNumber: string;
  startsOn: string;
  endsOn: string;
  cumulativeFrom: string;
  resetsYearly: boolean;
  firmDays: number;
  materialDays: number;
  planningDays: number;
};
type PartProps = { draft: Draft; onEdit: (part: Partial<Draft>) => void };

const emptyDraft = (): Draft => ({
  ...{ supplierId: null, shipToId: null, items: [], price: '', total: '', contractNumber: '' },
  ...{ startsOn: today(), endsOn: inDays(364), cumulativeFrom: `${today().slice(0, 4)}-01-01` },
  ...{ resetsYearly: true, firmDays: 14, materialDays: 42, planningDays: 180 },
});

/** With whom, where to, and what. */
function Goods({ draft, onEdit }: PartProps) {
  const { organisation } = useSession();
  const suppliers = useSupplierChoices();
  const places = useOwnPlaceChoices();
  const { choices: items, setSearch, remember } = useItemChoices(draft.items, organisation.id);
  return (
    <>
      <Group grow align="flex-start">
        <Select
          label="Supplier"
          searchable
          data-autofocus
          data={suppliers}
          value={draft.supplierId}
          onChange={(supplierId) => onEdit({ supplierId })}
        />
        <Select
          label="Ship to"
          searchable
          data={places}
          value={draft.shipToId}
          onChange={(shipToId) => onEdit({ shipToId })}
        />
      </Group>
      <MultiSelect
        mt="xs"
        label="Items"
        description="In pieces."
        searchable
        data={items}
        value={draft.items.map(({ value }) => value)}
        onSearchChange={setSearch}
        onChange={(ids) => {
          remember();
          onEdit({ items: items.filter(({ value }) => ids.includes(value)) });
        }}
      />
    </>
  );
}

/** For how much, in which time, and how binding a release is. */
function Terms({ draft, onEdit }: PartProps) {
  const { organisation } = useSession();
  const days = [
    ['firmDays', 'Firm'],
    ['materialDays', 'Material'],
    ['planningDays', 'Planning'],
  ] as const;
  const dates = [
    ['startsOn', 'First day'],
    ['endsOn', 'Last day'],
    ['cumulativeFrom', 'Sums since'],
  ] as const;
  return (
    <>
      <Group mt="xs" grow align="flex-start">
        <NumberField
          label={`Price in ${organisation.currency}`}
          description="Empty: the contract’s"
          decimalScale={6}
          value={draft.price}
          onChange={(price) => onEdit({ price })}
        />
        <NumberField
          label="Total of each item"
          description="Empty: open"
          value={draft.total}
          onChange={(total) => onEdit({ total })}
        />
        <TextInput
          label="Contract number"
          description="As the supplier knows it"
          maxLength={30}
          value={draft.contractNumber}
          onChange={(event) => onEdit({ contractNumber: event.currentTarget.value })}
        />
      </Group>
      <Group mt="xs" grow>
        {dates.map(([key, label]) => (
          <TextInput
            key={key}
            type="date"
            label={label}
            value={draft[key]}
            onChange={(event) => onEdit({ [key]: event.currentTarget.value })}
          />
        ))}
      </Group>
      <Group mt="xs" grow>
        {days.map(([key, label]) => (
          <NumberField
            key={key}
            label={label}
            unit="days"
            decimalScale={0}
            value={draft[key]}
            onChange={(value) => onEdit({ [key]: Number(value) || 0 })}
          />
        ))}
      </Group>
      <Checkbox
        mt="sm"
        label="Sums begin anew each year on that day"
        checked={draft.resetsYearly}
        onChange={(event) => onEdit({ resetsYearly: event.currentTarget.checked })}
      />
    </>
  );
}

/** Agrees once on items, price and period; what is needed is called off by releases afterwards. */
export function AgreeBlanketDialog({ onClose }: { onClose: () => void }) {
  const { organisation } = useSession();
  const navigate = useNavigate();
  const [draft, setDraft] = useState(emptyDraft);
  const agree = useMutation(
    trpc.orders.blankets.agree.mutationOptions({
      ...acted({ text: 'The blanket order is agreed.', onClose }),
      onSuccess: ({ orderId }) => {
        onClose();
        void navigate({ to: '/blanket-orders/$orderId/release', params: { orderId } });
      },
    }),
  );
  const { supplierId, shipToId, items, price, total, contractNumber, ...terms } = draft;
  const edit = (part: Partial<Draft>): void => setDraft((before) => ({ ...before, ...part }));
  const send = (): void => {
    if (supplierId === null || shipToId === null) return;
    agree.mutate({
      ...{ ...terms, supplierId, shipToId, currency: organisation.currency },
      ...(contractNumber.trim() === '' ? {} : { contractNumber: contractNumber.trim() }),
      items: items.map(({ value: itemId }) => ({
        ...{ itemId, unit: 'EA' as const },
        ...(typeof price === 'number' ? { unitPriceMicros: Math.round(price * 1_000_000) } : {}),
        ...(typeof total === 'number' ? { totalMilli: Math.round(total * 1000) } : {}),
      })),
    });
  };
  return (
    <Modal opened onClose={onClose} title="Agree on a blanket order" size={640}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <Goods draft={draft} onEdit={edit} />
        <Terms draft={draft} onEdit={edit} />
        <FormActions
          submit="Agree"
          isPending={agree.isPending}
          isDisabled={supplierId === null || shipToId === null || items.length === 0}
          onBack={onClose}
        />
      </form>
    </Modal>
  );
}
