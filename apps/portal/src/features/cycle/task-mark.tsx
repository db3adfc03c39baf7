import { isTaskState } from './cycle-view.ts';

const paths = {
  done: 'M3.5 8.3 6.6 11.4 12.5 4.9',
  late: 'M8 4.4v4.4M8 11.2v.6',
  waiting: '',
  'in-progress': 'M8 4.6V8l2.4 1.6',
  skipped: 'M4.5 8h7',
} as const;

/** The state of a task as a shape: tick, clock, warning triangle, empty ring, dash. The words stand beside it. */
export function TaskMark({ state }: { state: string }) {
  const known = isTaskState(state) ? state : 'waiting';
  return (
    <svg
      className="task-mark"
      data-state={known}
      viewBox="0 0 16 16"
      width={16}
      height={16}
      aria-hidden="true"
    >
      {known === 'late' ? (
        <path className="outline" d="M8 1.2 15.2 14.2H.8Z" />
      ) : (
        <circle className="outline" cx={8} cy={8} r={6.9} />
      )}
      <path className="sign" d={paths[known]} />
    </svg>
  );
}
