import { getRouteApi, Link } from '@tanstack/react-router';
import type { CycleBarRow } from '../../app/api-types.ts';
import { useMySide } from '../../app/session.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { formatActor } from '../../ui/format.ts';
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
    cell: ({ dueAt }) =>
      dueAt === null ? <span className="soft">no due time</span> : <Instant at={dueAt} />,
  },
  {
    id: 'left',
    title: 'Time left',
    cell: ({ dueAt, state }) =>
      dueAt === null || state === 'done' || state === 'skipped' ? '' : <Due at={dueAt} />,
  },
  {
    id: 'done',
    title: 'Done',
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
      </section>
    </div>
  );
}
