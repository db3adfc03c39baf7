import { Button, Textarea } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '../../app/api.ts';
import type { PlanEventDetail, PlanEventEvaluation } from '../../app/api-types.ts';
import { ErrorView } from '../../ui/error-view.tsx';
import { formatChange, formatPlanned } from '../../ui/format.ts';
import { RowsSkeleton } from '../../ui/page.tsx';
import { formatShare } from '../../ui/plain-text.ts';
import { planCommand } from './plan-command.ts';

/** Planned and actual lift, leftover and what both learn; the event is not done without it. */
export function EventEvaluation({ event }: { event: PlanEventDetail }) {
  const { planEventId } = event;
  const evaluation = useQuery(trpc.businessPlans.events.evaluation.queryOptions({ planEventId }));
  return (
    <section className="section" aria-labelledby="evaluation-title" data-testid="event-evaluation">
      <h2 id="evaluation-title">Evaluation</h2>
      {evaluation.isPending && <RowsSkeleton />}
      {evaluation.isError && <ErrorView error={evaluation.error} onRetry={() => void evaluation.refetch()} />}
      {evaluation.data !== undefined && <EvaluationFacts evaluation={evaluation.data} />}
      {event.conclusion !== null && <p>“{event.conclusion}”</p>}
      {event.allowedEvents.includes('evaluate') && <ConclusionForm event={event} />}
    </section>
  );
}

function EvaluationFacts({ evaluation }: { evaluation: PlanEventEvaluation }) {
  const { totals, isRecorded } = evaluation;
  const facts: [label: string, text: string][] = [
    ['Expected without it', `${formatPlanned(totals.baseMilli, '')} units`],
    ['Planned lift', `${formatChange(totals.plannedLiftMilli)} units`],
    ['Actual lift', `${formatChange(totals.actualLiftMilli)} units`],
    [
      'Lift reached',
      totals.liftAttainment === null ? 'none was planned' : formatShare(totals.liftAttainment),
    ],
    ['Sold', `${formatPlanned(totals.soldMilli, '')} units`],
    ['Cannibalised', `${formatChange(totals.cannibalisedMilli)} units`],
    ['Leftover', `${formatPlanned(totals.leftoverMilli, '')} units`],
  ];
  return (
    <>
      <p className="soft">
        {isRecorded ? 'As recorded by the evaluation.' : 'As of now; it is recorded with the conclusion.'}
      </p>
      <dl className="facts">
        {facts.map(([label, text]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function ConclusionForm({ event }: { event: PlanEventDetail }) {
  const [conclusion, setConclusion] = useState('');
  const evaluate = useMutation(
    trpc.businessPlans.events.evaluate.mutationOptions(planCommand('The evaluation is recorded.')),
  );
  return (
    <form
      onSubmit={(submit) => {
        submit.preventDefault();
        evaluate.mutate({
          planEventId: event.planEventId,
          conclusion: conclusion.trim(),
          expectedVersion: event.version,
        });
      }}
    >
      <Textarea
        label="What both learn from it"
        required
        autosize
        minRows={2}
        maxLength={4000}
        w={560}
        value={conclusion}
        onChange={(change) => setConclusion(change.currentTarget.value)}
      />
      <Button type="submit" mt="xs" loading={evaluate.isPending} data-testid="record-evaluation">
        Record the evaluation
      </Button>
    </form>
  );
}
