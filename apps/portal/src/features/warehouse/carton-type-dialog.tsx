import { Modal, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '../../app/api.ts';
import { FormActions, NumberField } from '../../ui/form-fields.tsx';
import { warehouseCommand } from './warehouse-command.ts';

const fields = [
  ['lengthMm', 'Inner length', 'mm', 1],
  ['widthMm', 'Inner width', 'mm', 1],
  ['heightMm', 'Inner height', 'mm', 1],
  ['carriesGrams', 'Carries', 'kg', 1000],
  ['emptyGrams', 'Weight empty', 'kg', 1000],
  ['costMinor', 'Cost to send', '', 100],
] as const;
type Field = (typeof fields)[number][0];

/** A carton by its name: a new one, or another size of one that is known. */
export function CartonTypeDialog({ onClose }: { onClose: () => void }) {
  const [code, setCode] = useState('');
  const [numbers, setNumbers] = useState<Partial<Record<Field, number | string>>>({});
  const set = useMutation(
    trpc.warehouse.setUp.setPackages.mutationOptions(
      warehouseCommand('The carton can be packed into.', onClose),
    ),
  );
  const isComplete = code.trim() !== '' && fields.every(([name]) => typeof numbers[name] === 'number');
  return (
    <Modal opened onClose={onClose} title="A carton">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const sizes = Object.fromEntries(
            fields.map(([name, , , scale]) => [name, Math.round(Number(numbers[name]) * scale)]),
          );
          set.mutate({ cartonTypes: [{ code: code.trim(), ...(sizes as Record<Field, number>) }] });
        }}
      >
        <TextInput
          label="Name"
          required
          maxLength={20}
          data-autofocus
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <div className="field-grid" style={{ marginTop: 10 }}>
          {fields.map(([name, label, unit]) => (
            <NumberField
              key={name}
              label={label}
              {...(unit === '' ? {} : { unit })}
              value={numbers[name] ?? ''}
              onChange={(value) => setNumbers((before) => ({ ...before, [name]: value }))}
            />
          ))}
        </div>
        <FormActions
          submit="Save the carton"
          isPending={set.isPending}
          isDisabled={!isComplete}
          onBack={onClose}
        />
      </form>
    </Modal>
  );
}
