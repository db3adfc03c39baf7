import { Button, Group, NumberInput, type NumberInputProps, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';

type NumberFieldProps = Pick<
  NumberInputProps,
  'label' | 'description' | 'min' | 'max' | 'step' | 'decimalScale' | 'required' | 'mt' | 'value' | 'onChange'
> & {
  /** Written behind the number: "%", "days". */
  unit?: string;
  /** The cursor is here when the dialog opens. */
  isFirst?: boolean;
  testId?: string;
};

/** A number that is not negative, with what it counts behind it; an empty field tells that too. */
export function NumberField({ unit, isFirst, testId, ...field }: NumberFieldProps) {
  return (
    <NumberInput
      min={0}
      decimalScale={3}
      thousandSeparator=","
      {...field}
      {...(unit === undefined ? {} : { placeholder: unit, suffix: unit === '%' ? unit : ` ${unit}` })}
      data-autofocus={isFirst}
      data-testid={testId}
    />
  );
}

/** Why somebody changes something: whoever reads it later wants to know. */
export function ReasonField({
  value,
  onChange,
  placeholder,
  description,
  maxLength = 500,
  isFirst,
}: {
  value: string;
  onChange: (reason: string) => void;
  placeholder: string;
  description?: string;
  maxLength?: number;
  isFirst?: boolean;
}) {
  return (
    <TextInput
      mt="sm"
      label="Reason"
      description={description}
      required
      maxLength={maxLength}
      data-autofocus={isFirst}
      placeholder={placeholder}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** The end of a dialog's form: back, and what it does. Further ways stand before both. */
export function FormActions({
  submit,
  isPending,
  isDisabled = false,
  isFirst,
  color,
  testId,
  onBack,
  children,
}: {
  submit: string;
  isPending: boolean;
  isDisabled?: boolean;
  /** Enter does it as soon as the dialog opens. */
  isFirst?: boolean;
  color?: string;
  testId?: string;
  onBack: () => void;
  children?: ReactNode;
}) {
  return (
    <Group justify="flex-end" mt="md">
      {children}
      <Button variant="default" onClick={onBack}>
        Back
      </Button>
      <Button
        type="submit"
        loading={isPending}
        disabled={isDisabled}
        {...(color === undefined ? {} : { color })}
        data-autofocus={isFirst}
        data-testid={testId}
      >
        {submit}
      </Button>
    </Group>
  );
}
