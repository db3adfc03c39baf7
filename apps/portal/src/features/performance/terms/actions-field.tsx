import { Button, Select, TextInput } from '@mantine/core';
import { useRowKeys } from '../../../ui/use-row-keys.ts';
import { riskTitles } from '../performance-words.ts';
import { type TermAction, type TermField, valueAt, withValue } from './term-fields.ts';
import { TermInput } from './term-input.tsx';
import type { TermsFormProps } from './terms-form.tsx';

const costField: TermField = {
  path: ['actionMinor'],
  label: 'Costs',
  kind: 'number',
  unit: 'money',
  most: 1_000_000,
};
const hoursField: TermField = {
  path: ['effect', 'hours'],
  label: 'Gains',
  kind: 'number',
  unit: 'hours',
  most: 500,
};
const avoidedField: TermField = {
  path: ['effect', 'avoidedMicros'],
  label: 'Avoids',
  kind: 'number',
  unit: '%',
  most: 100,
};
const gain = { kind: 'gain-hours', hours: 24 } as const;
const effects = [
  { value: 'gain-hours', label: 'Time on the way' },
  ...Object.entries(riskTitles).map(([value, label]) => ({
    value,
    label: `Failures: ${label.toLowerCase()}`,
  })),
];

/** "Send it by express" → "send-it-by-express": what the action is known by from version to version. */
const codeOf = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40) || 'action';

function effectOf(choice: string | null): TermAction['effect'] {
  const component = Object.keys(riskTitles).find((one) => one === choice);
  if (component === undefined) return gain;
  return { kind: 'avoid', component: component as keyof typeof riskTitles, avoidedMicros: 500_000 };
}

type ActionProps = {
  action: TermAction;
  isKnown: boolean;
  currency: string;
  onChange: (action: TermAction) => void;
  onRemove: () => void;
};

function Action({ action, isKnown, currency, onChange, onRemove }: ActionProps) {
  const { effect } = action;
  const fields = [costField, effect.kind === 'gain-hours' ? hoursField : avoidedField];
  return (
    <fieldset className="term-entry">
      <legend>{action.name === '' ? 'New action' : action.name}</legend>
      <div className="field-grid term-fields">
        <TextInput
          label="Name"
          maxLength={120}
          value={action.name}
          onChange={(event) => {
            const name = event.currentTarget.value;
            onChange({ ...action, name, ...(isKnown ? {} : { code: codeOf(name) }) });
          }}
        />
        <Select
          label="Helps by"
          allowDeselect={false}
          data={effects}
          value={effect.kind === 'gain-hours' ? effect.kind : effect.component}
          onChange={(choice) => onChange({ ...action, effect: effectOf(choice) })}
        />
        {fields.map((field) => (
          <TermInput
            key={field.path.join('.')}
            field={field}
            value={valueAt(action, field.path)}
            currency={currency}
            onChange={(value) => onChange(withValue(action, field.path, value ?? 0))}
          />
        ))}
      </div>
      <Button variant="subtle" onClick={onRemove}>
        Remove this action
      </Button>
    </fieldset>
  );
}

/** What can be done against a failure that is foreseen: what it costs, and what it helps. */
export function ActionsField({
  content,
  currency,
  known,
  onChange,
}: TermsFormProps & { known: ReadonlySet<string> }) {
  const { actions } = content;
  const { keyOf, added, removed } = useRowKeys(actions.length);
  const set = (next: TermAction[]): void => onChange({ ...content, actions: next });
  return (
    <section className="section" aria-label="Actions against a failure">
      <h2>Actions against a failure</h2>
      <p className="soft">The pre-mortem names the one that saves most after its cost.</p>
      {actions.map((action, index) => (
        <Action
          key={keyOf(index)}
          action={action}
          isKnown={known.has(action.code)}
          currency={currency}
          onChange={(next) => set(actions.map((one, at) => (at === index ? next : one)))}
          onRemove={() => {
            removed(index);
            set(actions.filter((_, at) => at !== index));
          }}
        />
      ))}
      {actions.length < 20 && (
        <Button
          variant="default"
          onClick={() => {
            added();
            set([...actions, { code: 'action', name: '', actionMinor: 0, effect: gain }]);
          }}
        >
          One action more
        </Button>
      )}
    </section>
  );
}
