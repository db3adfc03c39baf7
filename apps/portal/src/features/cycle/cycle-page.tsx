import { SegmentedControl } from '@mantine/core';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import type { CycleBarRow } from '../../app/api-types.ts';
import { useMySide } from '../../app/session.ts';
import { formatCount } from '../../ui/format.ts';
import { Empty, Page } from '../../ui/page.tsx';
import { useRowCursor } from '../../ui/use-row-cursor.ts';
import { TaskNote, waiting } from './cycle-bar.tsx';
import { activities, isMine, nextTask, shortTaskName, taskSentence, type Viewer } from './cycle-view.ts';
import { TaskLink } from './task-link.tsx';
import { TaskMark } from './task-mark.tsx';
import { useCycleBar } from './use-cycle-bar.ts';

const route = getRouteApi('/shell/cycle');
const taskNumbers = activities.flatMap(({ tasks }) => tasks);

/** /cycle: every partnership with its eight tasks, the most urgent first. */
export function CyclePage() {
  const mySide = useMySide();
  const { owed } = route.useSearch();
  const navigate = route.useNavigate();
  const bar = useCycleBar();
  const viewerOf = ({ partnerName }: CycleBarRow): Viewer => ({ mySide, partnerName });
  const mine = bar.filter((row) => row.tasks.some((task) => isMine(task, viewerOf(row))));
  const rows = owed === 'me' ? mine : bar;
  const late = bar.filter(({ tasks }) => tasks.some(({ state }) => state === 'late')).length;
  return (
    <Page
      title="Partnerships"
      subtitle={
        bar.length === 0
          ? undefined
          : `${formatCount(bar.length)} in this cycle, ${formatCount(late)} with a late task`
      }
      actions={
        <SegmentedControl
          aria-label="Which partnerships"
          value={owed ?? 'all'}
          data={[
            { value: 'all', label: `All ${formatCount(bar.length)}` },
            { value: 'me', label: `Waiting for us ${formatCount(mine.length)}` },
          ]}
          onChange={(value) => void navigate({ search: value === 'me' ? { owed: 'me' } : {}, replace: true })}
        />
      }
    >
      {bar.length === 0 && (
        <Empty title="No agreement is in force yet">
          <p>
            A partnership begins with an agreement that both sides sign. Start one in{' '}
            <Link to="/agreements">Agreements</Link>.
          </p>
        </Empty>
      )}
      {bar.length > 0 && rows.length === 0 && (
        <Empty title="Nothing waits for you in this cycle">
          <p>The next due times are in the list of all partnerships.</p>
        </Empty>
      )}
      {rows.length > 0 && <CycleList rows={rows} viewerOf={viewerOf} />}
    </Page>
  );
}

type CycleTableProps = {
  rows: readonly CycleBarRow[];
  viewerOf: (row: CycleBarRow) => Viewer;
  /** Agreement of the row that the keyboard is on. */
  currentId?: string;
};

/** The table under the keys of lists. */
function CycleList({ rows, viewerOf }: CycleTableProps) {
  const navigate = useNavigate();
  const sorted = [...rows].sort(byUrgency(viewerOf));
  const at = useRowCursor(sorted.length, (index) => {
    const row = sorted[index];
    if (row === undefined) return;
    void navigate({ to: '/partnerships/$agreementId', params: { agreementId: row.agreementId } });
  });
  return <CycleTable rows={rows} viewerOf={viewerOf} currentId={sorted[at]?.agreementId ?? ''} />;
}

export function CycleTable({ rows, viewerOf, currentId }: CycleTableProps) {
  return (
    <div className="table-frame">
      <table className="table cycle-table" aria-label="Partnerships by task">
        <thead>
          <tr>
            <th scope="col" rowSpan={2}>
              Partner
            </th>
            {activities.map(({ name, tasks }) => (
              <th key={name} scope="colgroup" colSpan={tasks.length} className="activity">
                {name}
              </th>
            ))}
          </tr>
          <tr>
            {taskNumbers.map((task) => (
              <th key={task} scope="col" className="task-head">
                {task} {shortTaskName(task)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...rows].sort(byUrgency(viewerOf)).map((row) => (
            <CycleRow
              key={row.agreementId}
              row={row}
              isCurrent={row.agreementId === currentId}
              viewer={viewerOf(row)}
              isOnly={rows.filter(({ partnerName }) => partnerName === row.partnerName).length === 1}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Late partnerships first, then those whose next task is due first. */
function byUrgency(viewerOf: (row: CycleBarRow) => Viewer) {
  const keyOf = (row: CycleBarRow): string => {
    const next = nextTask(row.tasks, viewerOf(row));
    return `${next?.state === 'late' ? 0 : 1} ${next?.dueAt ?? '9999'} ${row.partnerName}`;
  };
  return (left: CycleBarRow, right: CycleBarRow): number => keyOf(left).localeCompare(keyOf(right));
}

type CycleRowProps = { row: CycleBarRow; viewer: Viewer; isOnly: boolean; isCurrent: boolean };

/** The agreement's name stands there only where a partner has several. */
function CycleRow({ row, viewer, isOnly, isCurrent }: CycleRowProps) {
  const { agreementId, partnerName, agreementName, label, tasks } = row;
  return (
    <tr data-testid="partnership-row" data-current={isCurrent}>
      <td>
        <Link to="/partnerships/$agreementId" params={{ agreementId }}>
          {partnerName}
        </Link>
        <small>{[isOnly ? '' : agreementName, label ?? ''].filter((part) => part !== '').join(' · ')}</small>
      </td>
      {taskNumbers.map((number) => {
        const task = tasks.find((one) => one.task === number) ?? waiting(number);
        return (
          <td key={number} className="task-column">
            <TaskLink
              task={number}
              agreementId={agreementId}
              className="task-cell"
              title={taskSentence(task, viewer)}
            >
              <TaskMark state={task.state} />
              <small>
                <TaskNote task={task} viewer={viewer} />
              </small>
            </TaskLink>
          </td>
        );
      })}
    </tr>
  );
}
