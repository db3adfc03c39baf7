import { Button, Loader, Modal, SegmentedControl, Select } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { queryClient, trpc } from '../../app/api.ts';
import type { PlanningPolicy, ShownPolicy } from '../../app/api-types.ts';
import { Callout } from '../../ui/callout.tsx';
import { ErrorView, explainError } from '../../ui/error-view.tsx';
import { FormActions, NumberField } from '../../ui/form-fields.tsx';
import { formatInstant, formatUnit } from '../../ui/format.ts';
import { showNotice } from '../../ui/notices.tsx';
import { choiceOf, type PolicyChoice, policyOf, type RuleKind, type TargetKind } from './policy-choice.ts';

const rules: { value: RuleKind; label: string; isForAll: boolean }[] = [
  { value: 'time-phased', label: 'Time-phased: what is missing day by day', isForAll: true },
  { value: 'reorder-up-to', label: '(R, s, S): at the reorder level, up to days of cover', isForAll: true },
  { value: 'min-max', label: 'Minimum and maximum', isForAll: false },
  { value: 'reorder-quantity', label: '(R, Q): at the reorder level, a fixed quantity', isForAll: false },
  { value: 'base-stock', label: 'Base stock: up to the level at each review', isForAll: true },
];
const targets: { value: TargetKind; label: string }[] = [
  { value: 'service-level', label: 'Service level of the item here' },
  { value: 'fill-rate', label: 'Share of demand served (fill rate)' },
  { value: 'cost-optimal', label: 'What costs least' },
];

const plain: PlanningPolicy = { rule: { kind: 'time-phased' }, target: { kind: 'service-level' } };

export type PolicyPlace = { itemLocationId: string; name: string; unit: string };
type PolicyDialogProps = { place: PolicyPlace; onClose: () => void };

/** How an item is planned at a place, or everything that has no policy of its own. */
export function PolicyDialog({ place, onClose }: PolicyDialogProps) {
  const [scope, setScope] = useState<'own' | 'general'>('own');
  const itemLocationId = scope === 'own' ? place.itemLocationId : null;
  const shown = useQuery(trpc.catalog.policies.get.queryOptions({ itemLocationId }));
  return (
    <Modal opened onClose={onClose} title={`Planning policy: ${place.name}`} size={560}>
      <SegmentedControl
        aria-label="For"
        mb="sm"
        data={[
          { value: 'own', label: 'This item here' },
          { value: 'general', label: 'Everything without its own' },
        ]}
        value={scope}
        onChange={setScope}
      />
      {shown.isPending && <Loader size="sm" aria-label="Reading the policy" />}
      {shown.isError && <ErrorView error={shown.error} onRetry={() => void shown.refetch()} />}
      {shown.data !== undefined && (
        <PolicyForm
          key={`${scope} ${shown.data.own?.version} ${shown.data.general?.version}`}
          place={place}
          scope={scope}
          shown={shown.data}
          onClose={onClose}
        />
      )}
    </Modal>
  );
}

type PolicyFormProps = {
  place: PolicyPlace;
  scope: 'own' | 'general';
  shown: ShownPolicy;
  onClose: () => void;
};

function PolicyForm({ place, scope, shown, onClose }: PolicyFormProps) {
  const stored = scope === 'own' ? shown.own : shown.general;
  const [choice, setChoice] = useState(choiceOf(stored?.policy ?? shown.general?.policy ?? plain));
  const change = (part: Partial<PolicyChoice>): void => setChoice((before) => ({ ...before, ...part }));
  const policy = policyOf(choice);
  const set = useMutation(
    trpc.catalog.policies.set.mutationOptions({
      onSuccess: () => {
        showNotice('The next run plans by it.', { tone: 'good' });
        onClose();
      },
      onSettled: () => void queryClient.invalidateQueries(trpc.catalog.pathFilter()),
    }),
  );
  const save = (wanted: PlanningPolicy | null): void =>
    set.mutate({
      itemLocationId: scope === 'own' ? place.itemLocationId : null,
      policy: wanted,
      expectedVersion: stored?.version ?? 0,
    });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (policy !== undefined) save(policy);
  };
  return (
    <form onSubmit={submit}>
      {set.isError && <Callout tone="bad">{explainError(set.error)}</Callout>}
      <p className="soft">{originOf(scope, shown)}</p>
      <RuleFields choice={choice} scope={scope} unit={place.unit} onChange={change} />
      <TargetFields choice={choice} serviceLevel={shown.serviceLevel} onChange={change} />
      <FormActions
        submit="Plan by this"
        isPending={set.isPending}
        isDisabled={policy === undefined}
        onBack={onClose}
      >
        {stored !== null && (
          <Button variant="subtle" loading={set.isPending} onClick={() => save(null)}>
            {scope === 'own' ? 'Use the general policy' : 'Remove the general policy'}
          </Button>
        )}
      </FormActions>
    </form>
  );
}

function originOf(scope: 'own' | 'general', { own, general }: ShownPolicy): string {
  if (scope === 'own' && own !== null) return `Chosen for this item here on ${formatInstant(own.changedAt)}.`;
  if (general !== null) return `The general policy, chosen on ${formatInstant(general.changedAt)}.`;
  return 'Nobody has chosen yet: time-phased with the service level of the item.';
}

type FieldsProps = { choice: PolicyChoice; onChange: (part: Partial<PolicyChoice>) => void };
type NumberName = Exclude<keyof PolicyChoice, 'rule' | 'target'>;

function PolicyNumber({
  name,
  label,
  choice,
  onChange,
  ...rest
}: FieldsProps & {
  name: NumberName;
  label: string;
  unit?: string;
  min?: number;
  max?: number;
  decimalScale?: number;
  description?: string;
}) {
  return (
    <NumberField
      {...rest}
      label={label}
      value={choice[name]}
      onChange={(value) => onChange({ [name]: value })}
    />
  );
}

function RuleFields({
  scope,
  unit: code,
  ...fields
}: FieldsProps & { scope: 'own' | 'general'; unit: string }) {
  const unit = formatUnit(code);
  const { choice, onChange } = fields;
  return (
    <>
      <Select
        label="Policy"
        mb="sm"
        allowDeselect={false}
        data={rules.filter(({ isForAll }) => isForAll || scope === 'own')}
        value={choice.rule}
        onChange={(rule) => rule !== null && onChange({ rule })}
      />
      <div className="field-grid">
        {choice.rule === 'min-max' && (
          <>
            <PolicyNumber {...fields} name="minimum" label="Minimum" unit={unit} />
            <PolicyNumber {...fields} name="maximum" label="Maximum" unit={unit} />
          </>
        )}
        {choice.rule === 'reorder-up-to' && (
          <PolicyNumber
            {...fields}
            name="coverDays"
            label="Above the reorder level"
            unit="days"
            min={1}
            max={365}
            decimalScale={0}
          />
        )}
        {choice.rule === 'reorder-quantity' && (
          <>
            <PolicyNumber {...fields} name="quantity" label="Order quantity" unit={unit} />
            <PolicyNumber
              {...fields}
              name="reorder"
              label="Reorder level"
              unit={unit}
              description="Empty: from the forecast"
            />
          </>
        )}
        {choice.rule === 'base-stock' && scope === 'own' && (
          <PolicyNumber
            {...fields}
            name="level"
            label="Level"
            unit={unit}
            description="Empty: from the forecast"
          />
        )}
      </div>
    </>
  );
}

function TargetFields({ serviceLevel, ...fields }: FieldsProps & { serviceLevel: number | null }) {
  const { choice, onChange } = fields;
  const level = serviceLevel === null ? '' : ` (${Math.round(serviceLevel * 1000) / 10}%)`;
  return (
    <>
      <Select
        label="Safety stock by"
        mb="sm"
        allowDeselect={false}
        data={targets.map(({ value, label }) => ({
          value,
          label: value === 'service-level' ? `${label}${level}` : label,
        }))}
        value={choice.target}
        onChange={(target) => target !== null && onChange({ target })}
      />
      <div className="field-grid">
        {choice.target === 'fill-rate' && (
          <PolicyNumber
            {...fields}
            name="fillPercent"
            label="Fill rate"
            unit="%"
            min={50}
            max={99.99}
            decimalScale={2}
          />
        )}
        {choice.target === 'cost-optimal' && (
          <>
            <PolicyNumber
              {...fields}
              name="shortagePercent"
              label="A missed unit costs, of its price"
              unit="%"
              min={1}
              max={1000}
            />
            <PolicyNumber
              {...fields}
              name="holdingPercent"
              label="Holding for a year, of the price"
              unit="%"
              min={1}
              max={500}
            />
          </>
        )}
        <PolicyNumber
          {...fields}
          name="leadTimeDeviationDays"
          label="Lead time varies by"
          unit="days"
          max={60}
        />
        <PolicyNumber
          {...fields}
          name="shelfLifeDays"
          label="Sold within"
          unit="days"
          min={1}
          max={120}
          decimalScale={0}
        />
      </div>
    </>
  );
}
