import {
  Button,
  Group,
  Loader,
  Modal,
  NumberInput,
  SegmentedControl,
  Select,
  TextInput,
} from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { keepRows, queryClient, trpc } from '../../app/api.ts';
import type { CombineInput, WaitingLoad } from '../../app/api-types.ts';
import { Callout } from '../../ui/callout.tsx';
import { ErrorView, explainError } from '../../ui/error-view.tsx';
import { formatCount, formatDay, formatMoneyRounded } from '../../ui/format.ts';
import { showNotice } from '../../ui/notices.tsx';
import { type CombineChoice, combineInputOf, deliveryKey, firstChoice, reasonOf } from './combine-choice.ts';
import { CombineResult } from './combine-result.tsx';

const goals: { value: CombineInput['goal']; label: string }[] = [
  { value: 'minimum', label: 'Up to the minimum' },
  { value: 'full-truck', label: 'Full truck' },
  { value: 'budget', label: 'Budget' },
];

type CombineDialogProps = { supplierId: string; locationId: string | undefined; onClose: () => void };

/** One supplier's open proposals of a day as a load or a budget: a suggestion, and taking it over. */
export function CombineDialog({ supplierId, locationId, onClose }: CombineDialogProps) {
  const loads = useQuery(
    trpc.proposals.loads.queryOptions({ supplierId, ...(locationId === undefined ? {} : { locationId }) }),
  );
  return (
    <Modal opened onClose={onClose} title="Combine to a load or a budget" size={860}>
      {loads.isPending && <Loader size="sm" aria-label="Reading the deliveries" />}
      {loads.isError && <ErrorView error={loads.error} onRetry={() => void loads.refetch()} />}
      {loads.data?.length === 0 && (
        <p>No proposal of this supplier waits for a decision: start a run, or choose another supplier.</p>
      )}
      {loads.data !== undefined && loads.data.length > 0 && (
        <CombineForm supplierId={supplierId} loads={loads.data} onClose={onClose} />
      )}
    </Modal>
  );
}

type CombineFormProps = { supplierId: string; loads: WaitingLoad[]; onClose: () => void };

function CombineForm({ supplierId, loads, onClose }: CombineFormProps) {
  const [first] = loads;
  const [choice, setChoice] = useState<CombineChoice>({
    ...firstChoice,
    delivery: first === undefined ? null : deliveryKey(first),
  });
  const [reason, setReason] = useState<string>();
  const input = combineInputOf(supplierId, choice);
  const combination = useQuery({
    ...trpc.proposals.combine.queryOptions(input ?? { supplierId, deliverOn: '', goal: 'minimum' }),
    enabled: input !== undefined,
    ...keepRows,
  });
  const changed =
    input === undefined
      ? []
      : (combination.data?.lines.filter((line) => line.suggestedMilli !== line.quantityMilli) ?? []);
  const apply = useMutation(
    trpc.proposals.applyCombination.mutationOptions({
      onSuccess: ({ editedCount, rejectedCount }) => {
        const rejected = rejectedCount > 0 ? `, ${formatCount(rejectedCount)} rejected` : '';
        showNotice(`${formatCount(editedCount)} proposals changed${rejected}.`, { tone: 'good' });
        onClose();
      },
      onSettled: () => void queryClient.invalidateQueries(trpc.proposals.pathFilter()),
    }),
  );
  const currency = loads.find((load) => deliveryKey(load) === choice.delivery)?.currency ?? '';
  const change = (part: Partial<CombineChoice>): void => setChoice((before) => ({ ...before, ...part }));
  return (
    <>
      <CombineFields loads={loads} choice={choice} currency={currency} onChange={change} />
      {input === undefined && <p className="soft">Say how much, and the suggestion appears here.</p>}
      {input !== undefined && combination.isPending && <Loader size="sm" aria-label="Computing" />}
      {input !== undefined && combination.isError && (
        <Callout tone="bad">{explainError(combination.error)}</Callout>
      )}
      {input !== undefined && combination.data !== undefined && (
        <CombineResult combination={combination.data} currency={currency} />
      )}
      {apply.isError && <Callout tone="bad">{explainError(apply.error)}</Callout>}
      {changed.length > 0 && (
        <TextInput
          mt="sm"
          label="Reason"
          description="Shown with each changed proposal and kept in the audit trail"
          maxLength={300}
          value={reason ?? reasonOf(choice.goal)}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      )}
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose}>
          Back
        </Button>
        <Button
          loading={apply.isPending}
          disabled={changed.length === 0 || combination.isFetching || (reason ?? 'given').trim() === ''}
          data-testid="apply-combination"
          onClick={() =>
            apply.mutate({
              reason: reason ?? reasonOf(choice.goal),
              changes: changed.map(({ proposalId, suggestedMilli, version }) => ({
                proposalId,
                quantityMilli: suggestedMilli,
                expectedVersion: version,
              })),
            })
          }
        >
          Change {changed.length === 0 ? 'nothing' : `${formatCount(changed.length)} proposals`}
        </Button>
      </Group>
    </>
  );
}

type CombineFieldsProps = {
  loads: WaitingLoad[];
  choice: CombineChoice;
  currency: string;
  onChange: (part: Partial<CombineChoice>) => void;
};

function CombineFields({ loads, choice, currency, onChange }: CombineFieldsProps) {
  const field = (
    name: 'minimumMoney' | 'minimumPallets' | 'truckPallets' | 'coverDaysMax' | 'budgetMoney',
    label: string,
    decimalScale = 2,
  ) => (
    <NumberInput
      label={label}
      min={0}
      decimalScale={decimalScale}
      thousandSeparator=","
      value={choice[name]}
      onChange={(value) => onChange({ [name]: value })}
    />
  );
  return (
    <>
      <SegmentedControl
        aria-label="Goal"
        mb="sm"
        data={goals}
        value={choice.goal}
        onChange={(goal) => onChange({ goal })}
      />
      <div className="field-grid">
        <Select
          className="combine-delivery"
          label="Delivery"
          allowDeselect={false}
          data={loads.map((load) => ({
            value: deliveryKey(load),
            label: `${formatDay(load.deliverOn)}, ${load.locationName}: ${formatCount(load.count)} for ${formatMoneyRounded(load.valueMinor, load.currency)}`,
          }))}
          value={choice.delivery}
          onChange={(delivery) => onChange({ delivery })}
        />
        {choice.goal === 'budget' && field('budgetMoney', `Budget (${currency})`)}
        {choice.goal !== 'budget' && (
          <>
            {field('minimumMoney', `Minimum order (${currency})`)}
            {field('minimumPallets', 'Minimum order (pallets)')}
            {field('truckPallets', 'The truck holds (pallets)')}
            {field('coverDaysMax', 'At most days of cover', 0)}
          </>
        )}
      </div>
    </>
  );
}
