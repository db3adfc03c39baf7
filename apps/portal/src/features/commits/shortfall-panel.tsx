import { Select, Textarea } from '@mantine/core';
import type { CommitRow } from '../../app/api-types.ts';
import { formatMoney, formatQuantity } from '../../ui/format.ts';
import { AlternativeEditor, type SubstituteItem } from './alternative-editor.tsx';
import { answerOf, isShort, type WrittenAnswer, type WrittenAnswers } from './commit-answers.ts';

type ShortfallPanelProps = {
  row: CommitRow;
  written: WrittenAnswers;
  reasons: readonly { code: string; name: string }[];
  substitutes: readonly SubstituteItem[];
  onAnswer: (row: CommitRow, answer: WrittenAnswer) => void;
};

/** The supplier's side of one commit: why less than was asked for, and what it offers instead. */
export function ShortfallPanel({ row, written, reasons, substitutes, onAnswer }: ShortfallPanelProps) {
  const answer = answerOf(row, written);
  const mayWrite = row.allowedEvents.includes('submit');
  if (answer === undefined)
    return (
      <p className="soft">Write what you can deliver into the field. An empty field is no answer, not 0.</p>
    );
  if (!isShort(row, answer)) return <p className="tone-good">Committed in full.</p>;
  const shortMilli = row.forecastMilli - answer.committedMilli;
  const shortMinor =
    row.forecastMinor === null ? null : Math.round((row.forecastMinor * shortMilli) / row.forecastMilli);
  return (
    <div className="shortfall" data-testid="shortfall">
      <p>
        <b className="tone-warn">{formatQuantity(shortMilli, row.unit)} short</b>
        {shortMinor !== null && row.currency !== null && `, ${formatMoney(shortMinor, row.currency)}`}.
      </p>
      <Select
        label="Reason"
        required
        disabled={!mayWrite}
        allowDeselect={false}
        placeholder="The buyer reads it"
        data={reasons.map(({ code, name }) => ({ value: code, label: name }))}
        value={answer.reasonCode}
        onChange={(code) =>
          code !== null && onAnswer(row, { ...answer, reasonCode: code as WrittenAnswer['reasonCode'] })
        }
        data-testid="short-reason"
      />
      <Textarea
        label="Note"
        mt="xs"
        autosize
        minRows={2}
        maxLength={2000}
        disabled={!mayWrite}
        value={answer.note}
        onChange={(event) => onAnswer(row, { ...answer, note: event.currentTarget.value })}
      />
      {mayWrite && (
        <AlternativeEditor
          row={row}
          answer={answer}
          substitutes={substitutes}
          onChange={(alternatives) => onAnswer(row, { ...answer, alternatives })}
        />
      )}
    </div>
  );
}
