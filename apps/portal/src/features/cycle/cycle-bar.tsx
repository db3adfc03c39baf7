import './cycle.css';
import type { ReactNode } from 'react';
import { Due } from '../../ui/time.tsx';
import {
  activities,
  type BarTask,
  owedByText,
  shortTaskName,
  taskSentence,
  taskStateText,
  type Viewer,
} from './cycle-view.ts';
import { TaskLink } from './task-link.tsx';
import { TaskMark } from './task-mark.tsx';

/** Stays with the part before it where the line breaks. */
const dot = '\u00a0· ';

/** What stands under a task's name: its state, who owes it, and how long there is. */
export function TaskNote({ task, viewer }: { task: BarTask; viewer: Viewer }) {
  const isOpen = task.state === 'waiting' || task.state === 'in-progress' || task.state === 'late';
  const who = isOpen ? owedByText(task.owedBySide, viewer) : '';
  // What is late says for how long; the word alone would say less.
  const isOverdue = task.state === 'late' && task.dueAt !== null;
  const isDue = isOpen && task.dueAt !== null;
  return (
    <>
      {!isOverdue && <span>{taskStateText(task.state)}</span>}
      {!isOverdue && isDue && dot}
      {isDue && <Due at={task.dueAt ?? ''} />}
      {who !== '' && (
        <>
          {dot}
          <span className={who === 'You' || who === 'Both' ? 'mine' : ''}>{who}</span>
        </>
      )}
    </>
  );
}

type CycleBarProps = { agreementId: string; tasks: readonly BarTask[]; viewer: Viewer; current?: number };

/** The eight tasks of the model with where the partnership stands this week; each leads to its page. */
export function CycleBar({ agreementId, tasks, viewer, current }: CycleBarProps) {
  return (
    <nav className="cycle-bar" aria-label="Cycle">
      {activities.map(({ name }) => (
        <div key={name} className="activity">
          {name}
        </div>
      ))}
      {activities.flatMap(({ tasks: numbers }) =>
        numbers.map((number) => {
          const task = tasks.find((one) => one.task === number) ?? waiting(number);
          return (
            <TaskLink
              key={number}
              task={number}
              agreementId={agreementId}
              className="task"
              isCurrent={number === current}
              title={taskSentence(task, viewer)}
            >
              <BarTaskBody task={task}>
                <TaskNote task={task} viewer={viewer} />
              </BarTaskBody>
            </TaskLink>
          );
        }),
      )}
    </nav>
  );
}

function BarTaskBody({ task, children }: { task: BarTask; children: ReactNode }) {
  return (
    <>
      <b>
        <TaskMark state={task.state} /> {task.task} {shortTaskName(task.task)}
      </b>
      <small>{children}</small>
    </>
  );
}

/** A task that the server does not tell of: nothing has begun. */
export const waiting = (task: number): BarTask => ({ task, state: 'waiting', dueAt: null, owedBySide: null });
