import { Checkbox, Select, TextInput } from '@mantine/core';
import { NumberField } from '../../../ui/form-fields.tsx';
import { type NumberUnit, scaleOf, type TermField } from './term-fields.ts';

const timeOfDay = /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/;

type TermInputProps = {
  field: TermField;
  value: unknown;
  currency: string;
  onChange: (value: unknown) => void;
};

/** "1 day", "2 days". */
const unitOf = (unit: NumberUnit, value: unknown, currency: string): string => {
  if (unit === 'money') return currency;
  return unit !== '%' && value === 1 ? unit.slice(0, -1) : unit;
};

/** One thing that terms say; a number that may be absent says beside its name what that means. */
export function TermInput({ field, value, currency, onChange }: TermInputProps) {
  if (field.kind === 'choice') {
    const options = field.options.map(({ value: code, label }) => ({ value: code ?? '', label }));
    return (
      <Select
        className="term-choice"
        label={field.label}
        allowDeselect={false}
        data={options}
        value={typeof value === 'string' ? value : ''}
        onChange={(code) => onChange(code === '' ? null : code)}
      />
    );
  }
  if (field.kind === 'yes') {
    return (
      <Checkbox
        mt={26}
        label={field.label}
        checked={value === true}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    );
  }
  if (field.kind === 'time') {
    const text = typeof value === 'string' ? value : '';
    return (
      <TextInput
        label={field.label}
        placeholder="06:30"
        maxLength={5}
        error={timeOfDay.test(text) ? undefined : 'A time of day like 06:30, or 24:00'}
        value={text}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  }
  const scale = scaleOf(field.unit);
  return (
    <NumberField
      label={field.label}
      {...(field.emptyText === undefined ? {} : { description: `Empty: ${field.emptyText}` })}
      unit={unitOf(field.unit, value, currency)}
      max={field.most}
      decimalScale={field.unit === '%' ? 4 : field.unit === 'money' ? 2 : 0}
      value={typeof value === 'number' ? value / scale : ''}
      onChange={(next) =>
        onChange(
          typeof next === 'number'
            ? Math.round(next * scale)
            : field.emptyText === undefined
              ? undefined
              : null,
        )
      }
    />
  );
}
