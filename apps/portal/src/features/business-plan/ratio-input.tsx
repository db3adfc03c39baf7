import { NumberInput } from '@mantine/core';

type RatioInputProps = {
  label: string;
  value: number | null;
  isHidden?: boolean;
  onChange: (ratio: number | null) => void;
};

/** A lift, typed in percent; empty: none said. */
export function RatioInput({ label, value, isHidden, onChange }: RatioInputProps) {
  return (
    <NumberInput
      {...(isHidden ? { 'aria-label': label } : { label })}
      hideControls
      suffix=" %"
      min={-100}
      max={5000}
      decimalScale={1}
      value={value === null ? '' : Math.round(value * 1000) / 10}
      onChange={(next) => onChange(typeof next === 'number' ? Math.round(next * 10) / 1000 : null)}
    />
  );
}
