import { Checkbox, Group, Select } from '@mantine/core';
import { useState } from 'react';
import { NumberField } from '../../../ui/form-fields.tsx';
import { RuleDialog } from './rule-dialog.tsx';
import { everybodyElse, lotsText } from './rule-words.ts';
import type { CustomerRule } from './rules-draft.ts';
import type { SectionDialogProps } from './section-dialog-props.ts';

const everybody = 'everybody';
const rotations = ['FEFO', 'FIFO'] as const;
const whole = (value: number | string): number => (typeof value === 'number' ? Math.round(value) : 0);

export const newRule: CustomerRule = {
  customerId: null,
  priority: 5,
  rotation: 'FEFO',
  remainingDays: 0,
  isSingleLot: false,
  isShipComplete: false,
  acceptsSubstitutes: false,
  cancelAfterDays: null,
  shortageMicros: 0,
};

type Rules = {
  rule: CustomerRule;
  currency: string;
  onChange: (part: Partial<CustomerRule>) => void;
};

function LotFields({ rule, onChange }: Rules) {
  return (
    <>
      <Group grow align="end" mt="sm">
        <Select
          label="Lots"
          allowDeselect={false}
          data={rotations.map((value) => ({ value, label: lotsText(value) }))}
          value={rule.rotation}
          onChange={(value) => onChange({ rotation: value === 'FIFO' ? 'FIFO' : 'FEFO' })}
        />
        <NumberField
          label="Good for, after its day"
          unit="days"
          max={3650}
          decimalScale={0}
          value={rule.remainingDays}
          onChange={(value) => onChange({ remainingDays: whole(value) })}
        />
      </Group>
      {(
        [
          ['isSingleLot', 'One lot per line'],
          ['isShipComplete', 'All of a line or nothing of it'],
          ['acceptsSubstitutes', 'Accepts substitutes'],
        ] as const
      ).map(([name, label]) => (
        <Checkbox
          key={name}
          mt="xs"
          label={label}
          checked={rule[name]}
          onChange={(event) => onChange({ [name]: event.currentTarget.checked })}
        />
      ))}
    </>
  );
}

function LateFields({ rule, currency, onChange }: Rules) {
  return (
    <Group grow align="end" mt="sm">
      <NumberField
        label="No longer wanted after"
        description="Empty: always wanted"
        unit="days late"
        max={3650}
        decimalScale={0}
        value={rule.cancelAfterDays ?? ''}
        onChange={(value) => onChange({ cancelAfterDays: value === '' ? null : whole(value) })}
      />
      <NumberField
        label="A missing unit costs"
        description="Weighs who goes short"
        unit={currency}
        max={1_000_000}
        decimalScale={6}
        value={rule.shortageMicros / 1_000_000}
        onChange={(value) =>
          onChange({ shortageMicros: typeof value === 'number' ? Math.round(value * 1_000_000) : 0 })
        }
      />
    </Group>
  );
}

/** How a customer is served; without a customer: everybody who has no rule of its own. */
export function CustomerRuleDialog(props: SectionDialogProps<'customers'>) {
  const { entry, draft, words, customers, onApply, onClose } = props;
  const [rule, setRule] = useState<CustomerRule | null>(entry?.value ?? null);
  const ruled = new Set(
    [...draft.values()].flatMap((one) =>
      one.section === 'customers' ? [one.value.customerId ?? everybody] : [],
    ),
  );
  const choices = [
    { value: everybody, label: everybodyElse },
    ...customers.map(({ customerId, name, number }) => ({
      value: customerId,
      label: number === '' ? name : `${name} (${number})`,
    })),
  ].filter(({ value }) => entry !== undefined || !ruled.has(value));
  const [shown, change] = [
    rule ?? newRule,
    (part: Partial<CustomerRule>) => setRule((present) => ({ ...(present ?? newRule), ...part })),
  ];
  const title =
    entry === undefined
      ? 'Serve a customer by rules of its own'
      : `How ${rule?.customerId == null ? 'everybody else' : words.nameOf(rule.customerId)} is served`;
  return (
    <RuleDialog
      title={title}
      isReady={rule !== null}
      onApply={() => rule !== null && onApply({ section: 'customers', value: rule })}
      onClose={onClose}
    >
      {entry === undefined && (
        <Select
          label="Customer"
          placeholder="Find a customer"
          searchable
          required
          allowDeselect={false}
          data-autofocus
          data={choices}
          value={rule === null ? null : (rule.customerId ?? everybody)}
          onChange={(value) => value !== null && change({ customerId: value === everybody ? null : value })}
        />
      )}
      <NumberField
        mt={entry === undefined ? 'sm' : 0}
        label="Priority"
        description="1 is served first, 9 last"
        min={1}
        max={9}
        decimalScale={0}
        isFirst={entry !== undefined}
        value={shown.priority}
        onChange={(value) => change({ priority: Math.min(9, Math.max(1, whole(value))) })}
      />
      <LotFields rule={shown} currency={words.currency} onChange={change} />
      <LateFields rule={shown} currency={words.currency} onChange={change} />
    </RuleDialog>
  );
}
