/** Fields of the agreement's form; each stands at a path of the content and shows what is wrong there. */
import { Checkbox, NativeSelect, NumberInput, TagsInput, Textarea, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ContentPath } from '../content-paths.ts';
import { useField } from './form-context.ts';

type FieldProps = { path: ContentPath; label: string; hint?: string };

/** The hint stands under the field, so that fields side by side stay in line. */
const order: ('label' | 'input' | 'description' | 'error')[] = ['label', 'input', 'description', 'error'];

const asText = (value: unknown): string => (typeof value === 'string' ? value : '');
const asNumber = (value: unknown): number | '' => (typeof value === 'number' ? value : '');

export function TextField({ path, label, hint, type }: FieldProps & { type?: 'date' | 'time' }) {
  const { value, error, isReadOnly, set } = useField(path);
  return (
    <TextInput
      label={label}
      description={hint}
      inputWrapperOrder={order}
      type={type ?? 'text'}
      value={asText(value)}
      error={error}
      readOnly={isReadOnly}
      onChange={(event) => set(event.currentTarget.value)}
    />
  );
}

/** A date that may be left open. */
export function OpenDateField({ path, label, hint }: FieldProps) {
  const { value, error, isReadOnly, set } = useField(path);
  return (
    <TextInput
      label={label}
      description={hint}
      inputWrapperOrder={order}
      type="date"
      value={asText(value)}
      error={error}
      readOnly={isReadOnly}
      onChange={(event) => set(event.currentTarget.value === '' ? null : event.currentTarget.value)}
    />
  );
}

export function LongTextField({ path, label, hint }: FieldProps) {
  const { value, error, isReadOnly, set } = useField(path);
  return (
    <Textarea
      label={label}
      description={hint}
      inputWrapperOrder={order}
      autosize
      minRows={3}
      maxRows={12}
      value={asText(value)}
      error={error}
      readOnly={isReadOnly}
      onChange={(event) => set(event.currentTarget.value)}
    />
  );
}

type NumberFieldProps = FieldProps & {
  /** Behind the number: "days". */
  unit?: string;
  /** How many of what is stored make one of what is typed: 0.01 for percent of a ratio, 1000 for thousandths. */
  scale?: number;
  decimals?: number;
  isOptional?: boolean;
};

/** Clearing an optional number takes it away; clearing a required one is shown as missing. */
export function NumberField({
  path,
  label,
  hint,
  unit,
  scale = 1,
  decimals = 0,
  isOptional,
}: NumberFieldProps) {
  const { value, error, isReadOnly, set } = useField(path);
  const shown = asNumber(value);
  const shownUnit = shown === scale ? unit?.replace(/s\b/, '') : unit;
  const precision = 10 ** (decimals + 2);
  return (
    <NumberInput
      label={label}
      description={hint}
      inputWrapperOrder={order}
      min={0}
      decimalScale={decimals}
      thousandSeparator=" "
      hideControls
      suffix={unit === undefined ? '' : ` ${shownUnit}`}
      value={shown === '' ? '' : Math.round((shown / scale) * precision) / precision}
      error={error}
      readOnly={isReadOnly}
      onChange={(next) => {
        if (typeof next !== 'number') set(isOptional ? undefined : null);
        else set(scale <= 1 ? Math.round(next * scale * 1e6) / 1e6 : Math.round(next * scale));
      }}
    />
  );
}

/** A ratio, typed in percent. */
export const ShareField = (props: FieldProps & { isOptional?: boolean }) => (
  <NumberField {...props} unit="%" scale={0.01} decimals={2} />
);

type ChoiceFieldProps = FieldProps & {
  options: readonly { value: string; label: string }[];
  isNumber?: boolean;
  /** What is shown for "none"; stored as null. */
  emptyLabel?: string;
};

export function ChoiceField({ path, label, hint, options, isNumber, emptyLabel }: ChoiceFieldProps) {
  const { value, error, isReadOnly, set } = useField(path);
  return (
    <NativeSelect
      label={label}
      description={hint}
      inputWrapperOrder={order}
      data={[...(emptyLabel === undefined ? [] : [{ value: '', label: emptyLabel }]), ...options]}
      value={value === null || value === undefined ? '' : String(value)}
      error={error}
      disabled={isReadOnly}
      size="xs"
      onChange={(event) => {
        const next = event.currentTarget.value;
        set(next === '' ? null : isNumber ? Number(next) : next);
      }}
    />
  );
}

export function CheckField({ path, label }: FieldProps) {
  const { value, error, isReadOnly, set } = useField(path);
  return (
    <Checkbox
      label={label}
      checked={value === true}
      error={error}
      disabled={isReadOnly}
      onChange={(event) => set(event.currentTarget.checked)}
    />
  );
}

type TagsFieldProps = FieldProps & { placeholder?: string; suggestions?: string[]; whenEmpty: null | [] };

/** A list of words; `whenEmpty` says whether an empty list means "all" (null) or "none". */
export function TagsField({ path, label, hint, placeholder, suggestions, whenEmpty }: TagsFieldProps) {
  const { value, error, isReadOnly, set } = useField(path);
  return (
    <TagsInput
      label={label}
      description={hint}
      inputWrapperOrder={order}
      placeholder={placeholder ?? ''}
      size="xs"
      data={suggestions ?? []}
      value={Array.isArray(value) ? value.map(String) : []}
      error={error}
      readOnly={isReadOnly}
      onChange={(words) => set(words.length === 0 ? whenEmpty : words)}
    />
  );
}

/** Fields side by side, as many as fit. */
export const FieldGrid = ({ children }: { children: ReactNode }) => (
  <div className="field-grid">{children}</div>
);
