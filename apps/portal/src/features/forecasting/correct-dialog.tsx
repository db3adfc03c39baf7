import { Modal, Radio, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { queryClient, trpc } from '../../app/api.ts';
import { Callout } from '../../ui/callout.tsx';
import { explainError } from '../../ui/error-view.tsx';
import { FormActions, NumberField, ReasonField } from '../../ui/form-fields.tsx';
import { formatDay, formatPlanned, formatUnit } from '../../ui/format.ts';
import { showNotice } from '../../ui/notices.tsx';
import { kindName, type ShownCorrection } from './correction-words.ts';

type Choice = ShownCorrection['choice'];
type CorrectDialogProps = {
  itemLocationId: string;
  correction: ShownCorrection;
  unit: string;
  /** What is chosen when the dialog opens. */
  choice: Choice;
  onClose: () => void;
};

/** What a choice does, where a planner may choose it. */
const choicesOf = ({ kind }: ShownCorrection): [Choice, string][] => [
  [
    'cleaned',
    kind === 'out-of-stock'
      ? 'Leave the period unknown (the estimate is only shown)'
      : 'Use the cleaned number',
  ],
  ['observed', kind === 'out-of-stock' ? 'What was sold is the whole demand' : 'Keep what was observed'],
  ...(kind === 'level-shift' ? [] : [['own', 'Use my own number'] as [Choice, string]]),
];

/** A planner undoes a correction, does it again or gives an own number; it needs a reason and counts from the next run. */
export function CorrectDialog({
  itemLocationId,
  correction,
  unit,
  choice: first,
  onClose,
}: CorrectDialogProps) {
  const [choice, setChoice] = useState<Choice>(first);
  const [reason, setReason] = useState('');
  const [own, setOwn] = useState<number | string>((correction.valuesMilli[0] ?? 0) / 1000);
  const decide = useMutation(
    trpc.forecasting.decideCorrection.mutationOptions({
      onSuccess: () => {
        showNotice('Noted. It counts from the next run on.', { tone: 'good' });
        onClose();
      },
      onSettled: () => queryClient.invalidateQueries(trpc.forecasting.pathFilter()),
    }),
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    decide.mutate({
      itemLocationId,
      kind: correction.kind,
      ...correction.decideAs,
      choice,
      ownMilli: choice === 'own' ? Math.round(Number(own) * 1000) : null,
      reason,
    });
  };
  const { observedMilli, cleanedMilli, startsOn } = correction;
  return (
    <Modal opened onClose={onClose} title={`${kindName(correction.kind)}, ${formatDay(startsOn)}`} size={440}>
      <form onSubmit={submit}>
        {decide.isError && <Callout tone="bad">{explainError(decide.error)}</Callout>}
        <p className="soft">
          Observed {formatPlanned(observedMilli, unit)}, cleaned {formatPlanned(cleanedMilli, unit)}.
        </p>
        <Radio.Group
          label="What shall count"
          value={choice}
          onChange={(value) => setChoice(value as Choice)}
          mb="sm"
        >
          <Stack gap={6} mt={6}>
            {choicesOf(correction).map(([value, label]) => (
              <Radio key={value} value={value} label={label} />
            ))}
          </Stack>
        </Radio.Group>
        {choice === 'own' && (
          <NumberField
            label={`Own number of each period (${formatUnit(unit)})`}
            required
            value={own}
            onChange={setOwn}
          />
        )}
        <ReasonField
          isFirst
          placeholder="e.g. street festival, will not come again"
          value={reason}
          onChange={setReason}
        />
        <FormActions submit="Save" isPending={decide.isPending} onBack={onClose} />
      </form>
    </Modal>
  );
}
