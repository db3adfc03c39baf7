import { Button, Checkbox, Group, NumberInput, Radio, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { queryClient, trpc } from '../../app/api.ts';
import type { DisputeDetail } from '../../app/api-types.ts';
import { explainError } from '../../ui/error-view.tsx';
import { showNotice } from '../../ui/notices.tsx';
import { VerdictEnding } from '../performance/verdict-ending.tsx';
import { hasAmount, outcomeNames } from './dispute-words.ts';

type Outcome = DisputeDetail['decisions'][number];

const options = (done: string) => ({
  onSuccess: () => showNotice(done, { tone: 'good' }),
  onError: (error: unknown) => showNotice(explainError(error), { tone: 'bad' }),
  onSettled: () =>
    Promise.all([
      queryClient.invalidateQueries(trpc.orders.pathFilter()),
      queryClient.invalidateQueries(trpc.performance.pathFilter()),
    ]),
});

/** What a party does in a dispute. One about a verdict is ended where verdicts are. */
function useActs(isVerdict: boolean) {
  const { disputes } = trpc.orders;
  const { verdictDisputes } = trpc.performance;
  const [made, answered, over] = [
    options('The proposal is made.'),
    options('It is answered.'),
    options('The dispute has ended.'),
  ];
  const say = useMutation(disputes.say.mutationOptions(options('It is said.')));
  const propose = useMutation(disputes.propose.mutationOptions(made));
  const decide = useMutation(disputes.decide.mutationOptions(over));
  const ofVerdict = {
    propose: useMutation(verdictDisputes.propose.mutationOptions(made)),
    decide: useMutation(verdictDisputes.decide.mutationOptions(over)),
  };
  const room = isVerdict ? verdictDisputes : disputes;
  const answer = useMutation(room.answerProposal.mutationOptions(answered));
  const withdraw = useMutation(room.withdraw.mutationOptions(options('It is withdrawn.')));
  const every = [say, propose, answer, decide, withdraw, ofVerdict.propose, ofVerdict.decide];
  return { say, propose, answer, decide, withdraw, ofVerdict, isPending: every.some((one) => one.isPending) };
}

function EvidenceChoice({ dispute, chosen, onChange }: EvidenceChoiceProps) {
  const shown = new Set(
    dispute.entries.flatMap(({ evidence }) => evidence.map(({ reference }) => reference)),
  );
  const more = dispute.documents.filter(({ reference }) => !shown.has(reference));
  if (more.length === 0) return null;
  return (
    <Checkbox.Group label="Show also" value={[...chosen]} onChange={onChange} mt="xs">
      {more.map(({ reference, label }) => (
        <Checkbox key={reference} value={reference} label={label} mt={4} size="xs" />
      ))}
    </Checkbox.Group>
  );
}
type EvidenceChoiceProps = {
  dispute: DisputeDetail;
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
};

type EndingProps = {
  dispute: DisputeDetail;
  about: { disputeId: string; text: string; evidence: string[]; expectedVersion: number };
  acts: ReturnType<typeof useActs>;
  isReady: boolean;
};

/** Ways to end it: those in one's own power at once, the others as a proposal. */
function Ending({ dispute, about, acts, isReady }: EndingProps) {
  const { decisions, proposals, claimedMinor } = dispute;
  const choices: Outcome[] = [...new Set([...decisions, ...proposals])];
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [minor, setMinor] = useState<number | null>(claimedMinor);
  if (choices.length === 0) return null;
  const needsAmount = hasAmount(outcome);
  const ends = outcome !== null && decisions.includes(outcome);
  const canSend = isReady && outcome !== null && (!needsAmount || (minor ?? 0) > 0);
  const send = (): void => {
    if (outcome === null) return;
    const said = { ...about, outcome, ...(needsAmount && minor !== null ? { amountMinor: minor } : {}) };
    if (ends) acts.decide.mutate(said);
    else acts.propose.mutate(said);
  };
  return (
    <>
      <Radio.Group
        label="How it ends"
        value={outcome}
        onChange={(value) => setOutcome(choices.find((one) => one === value) ?? null)}
        mt="sm"
      >
        {choices.map((value) => (
          <Radio
            key={value}
            value={value}
            mt={4}
            label={`${outcomeNames[value]}${decisions.includes(value) ? '' : ' (proposal)'}`}
          />
        ))}
      </Radio.Group>
      {needsAmount && (
        <NumberInput
          mt="xs"
          w={160}
          label={`Amount in ${dispute.currency}`}
          min={0}
          decimalScale={2}
          value={minor === null ? '' : minor / 100}
          onChange={(value) => setMinor(typeof value === 'number' ? Math.round(value * 100) : null)}
        />
      )}
      <Button mt="sm" disabled={!canSend} loading={acts.isPending} onClick={send} data-testid="dispute-end">
        {ends || outcome === null ? 'End the dispute' : 'Propose it'}
      </Button>
    </>
  );
}

/** What the reader may say and do now; the server decides what is offered. */
export function DisputeForm({ dispute }: { dispute: DisputeDetail }) {
  const { allowedEvents, disputeId, version: expectedVersion } = dispute;
  const [text, setText] = useState('');
  const [evidence, setEvidence] = useState<string[]>([]);
  const acts = useActs(dispute.about === 'verdict');
  if (allowedEvents.length === 0) return <p className="soft">This dispute has ended. What was said stays.</p>;
  const about = { disputeId, text: text.trim(), evidence, expectedVersion };
  const isReady = about.text !== '';
  return (
    <form className="dispute-form" onSubmit={(event) => event.preventDefault()}>
      <h2>Your word</h2>
      <Textarea
        label="Statement"
        description="Both parties read it, for good."
        autosize
        minRows={4}
        maxLength={4000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <EvidenceChoice dispute={dispute} chosen={evidence} onChange={setEvidence} />
      <Group mt="sm">
        <Button
          variant="default"
          disabled={!isReady}
          loading={acts.isPending}
          onClick={() => acts.say.mutate(about)}
        >
          Say it
        </Button>
        {allowedEvents.includes('accept') && (
          <>
            <Button disabled={!isReady} onClick={() => acts.answer.mutate({ ...about, answer: 'accept' })}>
              Accept the proposal
            </Button>
            <Button
              variant="default"
              disabled={!isReady}
              onClick={() => acts.answer.mutate({ ...about, answer: 'refuse' })}
            >
              Refuse it
            </Button>
          </>
        )}
        {allowedEvents.includes('withdraw') && (
          <Button
            variant="subtle"
            color="red"
            disabled={!isReady}
            onClick={() => acts.withdraw.mutate(about)}
          >
            Withdraw
          </Button>
        )}
      </Group>
      {dispute.about === 'verdict' ? (
        <VerdictEnding
          dispute={dispute}
          isReady={isReady}
          isPending={acts.isPending}
          onDecide={(ended) => acts.ofVerdict.decide.mutate({ ...about, ...ended })}
          onPropose={(ended) => acts.ofVerdict.propose.mutate({ ...about, ...ended })}
        />
      ) : (
        <Ending dispute={dispute} about={about} acts={acts} isReady={isReady} />
      )}
    </form>
  );
}
