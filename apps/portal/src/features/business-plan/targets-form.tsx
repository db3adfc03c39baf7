import { Button, Group, NumberInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '../../app/api.ts';
import type { BusinessPlan } from '../../app/api-types.ts';
import { planCommand } from './plan-command.ts';
import { type TargetMeasure, targetMeasures, targetNames } from './target-gap.ts';
import { draftTargets, statedTargets, type Target } from './target-rows.ts';

const scaleOf = { sales: 100, margin: 100, inStock: 0.01, turns: 1 } as const;
const fieldOf = {
  sales: 'salesMinor',
  margin: 'marginMinor',
  inStock: 'inStockRatio',
  turns: 'turns',
} as const;

/** New goals for every category; sending them proposes them to the other side. */
export function TargetsForm({ plan, onClose }: { plan: BusinessPlan; onClose: () => void }) {
  const [targets, setTargets] = useState(() => draftTargets(plan));
  const [note, setNote] = useState('');
  const [expectedRevision] = useState(plan.newestRevision);
  const save = useMutation(
    trpc.businessPlans.saveTargets.mutationOptions(
      planCommand(`The targets are proposed to ${plan.partnerName}.`, onClose),
    ),
  );
  const change = (category: string, measure: TargetMeasure, value: number | null) =>
    setTargets((rows) =>
      rows.map((row) => (row.category === category ? { ...row, [fieldOf[measure]]: value } : row)),
    );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({
          agreementId: plan.agreementId,
          period: plan.period.label,
          targets: statedTargets(targets),
          expectedRevision,
          ...(note.trim() === '' ? {} : { note: note.trim() }),
        });
      }}
    >
      <table className="table inset targets" aria-label="Targets to propose">
        <thead>
          <tr>
            <th scope="col">Category</th>
            {targetMeasures.map((measure) => (
              <th key={measure} scope="col" className="number">
                {targetNames[measure]} {unitOf(measure, plan.currency)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {targets.map((row) => (
            <TargetInputs key={row.category} row={row} onChange={change} />
          ))}
        </tbody>
      </table>
      <Group mt="sm" align="end">
        <TextInput
          label="Note"
          w={360}
          maxLength={1000}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Button type="submit" loading={save.isPending} data-testid="propose-targets">
          Propose to {plan.partnerName}
        </Button>
        <Button variant="default" onClick={onClose}>
          Back
        </Button>
      </Group>
    </form>
  );
}

const unitOf = (measure: TargetMeasure, currency: string): string =>
  measure === 'inStock' ? '(%)' : measure === 'turns' ? '' : `(${currency})`;

type TargetInputsProps = {
  row: Target;
  onChange: (category: string, measure: TargetMeasure, value: number | null) => void;
};

function TargetInputs({ row, onChange }: TargetInputsProps) {
  return (
    <tr>
      <td>{row.category}</td>
      {targetMeasures.map((measure) => {
        const value = row[fieldOf[measure]];
        const scale = scaleOf[measure];
        const isMoney = scale === 100;
        return (
          <td key={measure} className="number">
            <NumberInput
              aria-label={`${row.category}: ${targetNames[measure]}`}
              hideControls
              min={measure === 'margin' ? Number.MIN_SAFE_INTEGER : 0}
              {...(measure === 'inStock' ? { max: 100 } : {})}
              decimalScale={isMoney ? 2 : 1}
              thousandSeparator={isMoney ? ' ' : ''}
              value={value === null ? '' : Math.round((value / scale) * 100) / 100}
              onChange={(next) => {
                if (typeof next !== 'number') onChange(row.category, measure, null);
                else
                  onChange(
                    row.category,
                    measure,
                    isMoney ? Math.round(next * scale) : Math.round(next * scale * 1e6) / 1e6,
                  );
              }}
            />
          </td>
        );
      })}
    </tr>
  );
}
