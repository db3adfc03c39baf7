import { Button, Group, Modal } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { queryClient, trpc } from '../../app/api.ts';
import type { CycleBarRow } from '../../app/api-types.ts';
import { useIsPermitted, useMySide } from '../../app/session.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { explainError } from '../../ui/error-view.tsx';
import { formatActor } from '../../ui/format.ts';
import { showNotice } from '../../ui/notices.tsx';
import { Due, Instant } from '../../ui/time.tsx';
import { owedByText, taskStateText, type Viewer } from './cycle-view.ts';
import { TaskMark } from './task-mark.tsx';
import { useCycleBar } from './use-cycle-bar.ts';

const route = getRouteApi('/shell/partnerships/$agreementId/');

type StepRow = CycleBarRow['steps'][number];

const stepColumns = (viewer: Viewer): Column<StepRow>[] => [
  {
    id: 'state',
    title: 'State',
    cell: ({ state }) => (
      <>
        <TaskMark state={state} /> {taskStateText(state)}
      </>
    ),
  },
  {
    id: 'step',
    title: 'Step',
    isWide: true,
    cell: ({ step, name }) => `${step}. ${name}`,
  },
  {
    id: 'owed',
    title: 'Owed by',
    cell: ({ state, owedBySide }) =>
      state === 'done' || state === 'skipped' ? '' : owedByText(owedBySide, viewer) || 'Nobody yet',
  },
  {
    id: 'due',
    title: 'Due',
    isProse: true,
    cell: ({ dueAt, state }) =>
      dueAt === null ? (
        <span className="soft">no due time</span>
      ) : (
        <>
          <Instant at={dueAt} />
          {state !== 'done' && state !== 'skipped' && (
            <>
              {' · '}
              <Due at={dueAt} />
            </>
          )}
        </>
      ),
  },
  {
    id: 'done',
    title: 'Done',
    isProse: true,
    cell: ({ doneAt, doneBy }) =>
      doneAt === null ? (
        ''
      ) : (
        <>
          <Instant at={doneAt} />
          {doneBy !== null && <span className="soft"> · {formatActor(doneBy)}</span>}
        </>
      ),
  },
];

/** /partnerships/:agreementId: the nine steps of this week's cycle, with what is due and who owes it. */
export function ThisWeekPage() {
  const { agreementId } = route.useParams();
  const mySide = useMySide();
  const bar = useCycleBar();
  const row = bar.find((one) => one.agreementId === agreementId);
  if (row === undefined || row.cycleId === null) {
    return (
      <div className="page-body">
        <p>
          No cycle runs yet: it begins with the week after both have signed. See the{' '}
          <Link to="/partnerships/$agreementId/agreement" params={{ agreementId }}>
            agreement
          </Link>{' '}
          for what is missing.
        </p>
      </div>
    );
  }
  const viewer: Viewer = { mySide, partnerName: row.partnerName };
  return (
    <div className="page-body">
      <section className="section" aria-labelledby="steps-title">
        <h2 id="steps-title">Cycle {row.label}</h2>
        <DataTable
          isInset
          label={`Steps of cycle ${row.label}`}
          rows={row.steps}
          rowKey={({ step }) => `step-${step}`}
          rowTestId="cycle-step"
          columns={stepColumns(viewer)}
        />
        <CloseCycle cycleId={row.cycleId} label={row.label ?? ''} partnerName={row.partnerName} />
      </section>
    </div>
  );
}

type CloseCycleProps = { cycleId: string; label: string; partnerName: string };

/** Ends the week's work before its week ends; what is open stays open in the next cycle. */
function CloseCycle({ cycleId, label, partnerName }: CloseCycleProps) {
  const mayWrite = useIsPermitted('cycles.write');
  const [isAsking, setAsking] = useState(false);
  const close = useMutation(
    trpc.cycles.close.mutationOptions({
      onSuccess: () => showNotice(`Cycle ${label} with ${partnerName} is closed.`, { tone: 'good' }),
      onError: (error) => showNotice(explainError(error), { tone: 'bad' }),
      onSettled: () => queryClient.invalidateQueries(trpc.cycles.pathFilter()),
    }),
  );
  if (!mayWrite) return null;
  return (
    <Group mt="sm">
      <Button variant="default" onClick={() => setAsking(true)}>
        Close this cycle…
      </Button>
      <Modal opened={isAsking} onClose={() => setAsking(false)} title={`Close cycle ${label}`} size={420}>
        <p>
          The cycle ends for both sides; steps that are not done stay so in its record. The next cycle with{' '}
          {partnerName} opens with its week.
        </p>
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={() => setAsking(false)}>
            Back
          </Button>
          <Button
            loading={close.isPending}
            onClick={() => close.mutate({ cycleId }, { onSettled: () => setAsking(false) })}
          >
            Close the cycle
          </Button>
        </Group>
      </Modal>
    </Group>
  );
}
