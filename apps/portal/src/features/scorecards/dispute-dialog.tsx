import { type ExclusionReason, exclusionReasons } from '@coplan/collaboration';
import { Button, Group, Modal, NumberInput, Select } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import { useState } from 'react';
import { trpc } from '../../app/api.ts';
import type { AppRouter } from '../../app/api-types.ts';
import { EvidenceFields, evidenceOf, noEvidence } from '../../ui/evidence-fields.tsx';
import { formatAmount } from '../../ui/format.ts';
import { exclusionNames, type ScorecardLine } from './metric-words.ts';
import { scorecardCommand } from './scorecard-command.ts';

type Row = inferRouterOutputs<AppRouter>['analysis']['rows']['rows'][number];
type Correction = { exclude?: ExclusionReason; first?: number; second?: number };

type DisputeDialogProps = {
  point: ScorecardLine['trend'][number];
  line: ScorecardLine;
  rows: readonly Row[];
  names: { first: string; second: string };
  onClose: () => void;
};

/** Reasons that a person can give; the others are found by the computation itself. */
const reasonsGiven = exclusionReasons.filter((code) => !/^(NO_|ZERO_|NOT_DUE)/.test(code));

/** Disputes lines of a scored period: left out with a reason, or with other amounts, and with evidence. */
export function DisputeDialog({ point, line, rows, names, onClose }: DisputeDialogProps) {
  const [corrections, setCorrections] = useState<Readonly<Record<string, Correction>>>({});
  const [text, setText] = useState(noEvidence);
  const dispute = useMutation(
    trpc.analysis.dispute.mutationOptions(scorecardCommand('Disputed: the other side decides', onClose)),
  );
  const isComplete = rows.every(({ key }) => Object.keys(corrections[key] ?? {}).length > 0);
  const correct = (key: string, change: Correction): void =>
    setCorrections((before) => ({ ...before, [key]: change }));
  return (
    <Modal opened onClose={onClose} title={`Dispute ${line.name} of ${point.label}`} size={720}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          dispute.mutate({
            metricResultId: point.metricResultId,
            expectedVersion: point.version,
            lines: rows.map(({ key }) => ({ key, ...corrections[key] })),
            ...evidenceOf(text),
          });
        }}
      >
        <div className="metric-rows">
          <table className="table inset" aria-label="Disputed lines">
            <tbody>
              {rows.map((row) => (
                <DisputedRow
                  key={row.key}
                  row={row}
                  names={names}
                  correction={corrections[row.key] ?? {}}
                  onCorrect={(change) => correct(row.key, change)}
                />
              ))}
            </tbody>
          </table>
        </div>
        <EvidenceFields text={text} onChange={setText} />
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={onClose}>
            Back
          </Button>
          <Button
            type="submit"
            disabled={!isComplete}
            loading={dispute.isPending}
            data-testid="confirm-dispute"
          >
            Dispute
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

type DisputedRowProps = {
  row: Row;
  names: { first: string; second: string };
  correction: Correction;
  onCorrect: (change: Correction) => void;
};

function DisputedRow({ row, names, correction, onCorrect }: DisputedRowProps) {
  const amountField = (key: 'first' | 'second') => (
    <td>
      <NumberInput
        size="xs"
        w={116}
        hideControls
        aria-label={`${names[key]} of ${row.label}`}
        placeholder={`${names[key]} ${row[key] === null ? '' : formatAmount(row[key])}`}
        value={correction[key] === undefined ? '' : correction[key] / 1000}
        disabled={correction.exclude !== undefined}
        onChange={(value) => {
          const { [key]: _before, exclude: _exclude, ...rest } = correction;
          onCorrect(typeof value === 'number' ? { ...rest, [key]: Math.round(value * 1000) } : rest);
        }}
      />
    </td>
  );
  return (
    <tr>
      <td className="wide">{row.label}</td>
      <td>
        <Select
          size="xs"
          w={190}
          clearable
          placeholder="Leave out because…"
          aria-label={`Leave out ${row.label}`}
          data={reasonsGiven.map((code) => ({ value: code, label: exclusionNames[code] }))}
          value={correction.exclude ?? null}
          onChange={(code) => onCorrect(code === null ? {} : { exclude: code as ExclusionReason })}
        />
      </td>
      {amountField('first')}
      {amountField('second')}
    </tr>
  );
}
