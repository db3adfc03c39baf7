import { Group, Modal, Select } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { queryClient, trpc } from '../../app/api.ts';
import { Callout } from '../../ui/callout.tsx';
import { explainError } from '../../ui/error-view.tsx';
import { FormActions, NumberField } from '../../ui/form-fields.tsx';
import { formatCount } from '../../ui/format.ts';
import { type Draft, firstDraft, policyOfDraft, scopeOfValue } from './backtest-draft.ts';
import { policyKinds } from './backtest-words.ts';

type FieldsProps = { draft: Draft; change: (part: Partial<Draft>) => void };
type NumberProps = { label: string; value: number; onChange: (value: number) => void };

function PercentField({ label, value, onChange }: NumberProps) {
  return (
    <NumberField
      label={label}
      unit="%"
      min={1}
      max={99.9}
      step={0.5}
      decimalScale={1}
      required
      value={value}
      onChange={(next) => onChange(Number(next))}
      testId="policy-level"
    />
  );
}

function DaysField({ label, value, onChange }: NumberProps) {
  return (
    <NumberField
      label={label}
      unit="days"
      min={1}
      max={400}
      required
      value={value}
      onChange={(next) => onChange(Number(next))}
    />
  );
}

/** The numbers that the chosen kind of policy needs. */
function PolicyFields({ draft, change }: FieldsProps) {
  const { kind } = draft;
  const level = (label: string) => (
    <PercentField label={label} value={draft.percent} onChange={(percent) => change({ percent })} />
  );
  if (kind === 'service-level') return level('Service level');
  if (kind === 'fill-rate') return level('Fill rate');
  if (kind === 'min-max')
    return (
      <Group grow>
        <DaysField label="Minimum" value={draft.minDays} onChange={(minDays) => change({ minDays })} />
        <DaysField label="Maximum" value={draft.maxDays} onChange={(maxDays) => change({ maxDays })} />
      </Group>
    );
  if (kind === 'reorder-point')
    return (
      <Group grow>
        {level('Service level')}
        <DaysField
          label="Order size"
          value={draft.orderDays}
          onChange={(orderDays) => change({ orderDays })}
        />
      </Group>
    );
  return null;
}

function CostFields({ draft, change, currency }: FieldsProps & { currency: string }) {
  return (
    <fieldset className="backtest-costs">
      <legend>What it is judged by</legend>
      <NumberField
        label="A missed sale"
        description="of the purchase price"
        unit="%"
        min={1}
        max={2000}
        value={draft.shortagePercent}
        onChange={(next) => change({ shortagePercent: Number(next) })}
      />
      <NumberField
        label="Stock for a year"
        description="of the purchase price"
        unit="%"
        min={1}
        max={500}
        value={draft.holdingPercent}
        onChange={(next) => change({ holdingPercent: Number(next) })}
      />
      <NumberField
        label="An order line"
        description={`in ${currency}`}
        max={100_000}
        decimalScale={2}
        value={draft.orderCost}
        onChange={(next) => change({ orderCost: Number(next) })}
      />
    </fieldset>
  );
}

function useScopes() {
  const scopes = useQuery(trpc.backtests.scopes.queryOptions());
  const { totalCount = 0, suppliers = [], categories = [], currency = '' } = scopes.data ?? {};
  const named = (value: string, label: string, count: number) => ({
    value,
    label: `${label} · ${formatCount(count)}`,
  });
  const options = [
    { group: 'All', items: [named('all', 'Everything planned', totalCount)] },
    {
      group: 'Supplier',
      items: suppliers.map(({ supplierId, name, count }) => named(`supplier ${supplierId}`, name, count)),
    },
    {
      group: 'Category',
      items: categories.map(({ category, count }) => named(`category ${category}`, category, count)),
    },
  ];
  return { options: options.filter(({ items }) => items.length > 0), currency };
}

/** Another policy, for what, and what the result is judged by. */
export function BacktestForm({
  onClose,
  onAsked,
}: {
  onClose: () => void;
  onAsked: (backtestId: string) => void;
}) {
  const [draft, setDraft] = useState<Draft>(firstDraft);
  const change = (part: Partial<Draft>): void => setDraft((now) => ({ ...now, ...part }));
  const { options, currency } = useScopes();
  const ask = useMutation(
    trpc.backtests.ask.mutationOptions({
      onSuccess: ({ backtestId }) => onAsked(backtestId),
      onSettled: () => queryClient.invalidateQueries(trpc.backtests.pathFilter()),
    }),
  );
  return (
    <Modal opened onClose={onClose} title="Try another policy" size={520}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          ask.mutate({
            scope: scopeOfValue(draft.scope),
            alternative: policyOfDraft(draft),
            shortageRatio: draft.shortagePercent / 100,
            holdingRatioPerYear: draft.holdingPercent / 100,
            orderCostMinor: Math.round(draft.orderCost * 100),
          });
        }}
      >
        <Select
          label="Policy"
          data={policyKinds.map(({ kind, label }) => ({ value: kind, label }))}
          value={draft.kind}
          allowDeselect={false}
          onChange={(kind) => change({ kind: (kind ?? 'service-level') as Draft['kind'] })}
          description={policyKinds.find(({ kind }) => kind === draft.kind)?.meaning}
          mb="sm"
          data-autofocus
          data-testid="policy-kind"
        />
        <PolicyFields draft={draft} change={change} />
        <Select
          mt="sm"
          label="For"
          searchable
          data={options}
          value={draft.scope}
          allowDeselect={false}
          onChange={(scope) => change({ scope: scope ?? 'all' })}
          data-testid="backtest-scope"
        />
        <CostFields draft={draft} change={change} currency={currency} />
        {ask.isError && <Callout tone="bad">{explainError(ask.error)}</Callout>}
        <FormActions
          submit="Replay last year"
          isPending={ask.isPending}
          onBack={onClose}
          testId="ask-backtest"
        />
      </form>
    </Modal>
  );
}
