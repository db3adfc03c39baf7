/** The cycle bar in words: what state each task has, who owes it, by when. Pure. */
import { collaborationTasks, type Side } from '@coplan/collaboration';

export type TaskState = 'waiting' | 'in-progress' | 'done' | 'late' | 'skipped';

/** As the server tells it; words that it may add later are shown as they are. */
export type BarTask = { task: number; state: string; dueAt: string | null; owedBySide: string | null };

export type Viewer = { mySide: Side; partnerName: string };

const stateTexts: Readonly<Record<TaskState, string>> = {
  waiting: 'Waiting',
  'in-progress': 'In progress',
  done: 'Done',
  late: 'Late',
  skipped: 'Not this week',
};

export const isTaskState = (state: string): state is TaskState => state in stateTexts;

export const taskStateText = (state: string): string => (isTaskState(state) ? stateTexts[state] : state);

/** "You", the partner's name, or "Both"; empty when nobody owes anything. */
export function owedByText(owedBySide: string | null, { mySide, partnerName }: Viewer): string {
  if (owedBySide === 'both') return 'Both';
  if (owedBySide !== 'buyer' && owedBySide !== 'seller') return '';
  return owedBySide === mySide ? 'You' : partnerName;
}

const isOpen = (state: string): boolean => state === 'in-progress' || state === 'late' || state === 'waiting';

/** Whether the task has begun or is late and the viewer's own side has to do something for it. */
export const isMine = ({ state, owedBySide }: BarTask, { mySide }: Viewer): boolean =>
  (state === 'in-progress' || state === 'late') && (owedBySide === mySide || owedBySide === 'both');

/** One sentence for a task, as a title and for screen readers: "Sales forecasting: late, you owe it." */
export function taskSentence(task: BarTask, viewer: Viewer): string {
  const name = taskName(task.task);
  const who = isOpen(task.state) ? owedByText(task.owedBySide, viewer) : '';
  const owes = {
    '': '',
    Both: `, you and ${viewer.partnerName} owe it`,
    You: ', you owe it',
  }[who];
  return `${name}: ${taskStateText(task.state).toLowerCase()}${owes ?? `, ${who} owes it`}.`;
}

export const taskName = (task: number): string =>
  collaborationTasks.find((known) => known.task === task)?.name ?? `Task ${task}`;

/** Short names for the columns of the bar. */
const shortNames: Readonly<Record<number, string>> = {
  1: 'Agreement',
  2: 'Business plan',
  3: 'Sales forecast',
  4: 'Order plan',
  5: 'Orders',
  6: 'Fulfilment',
  7: 'Exceptions',
  8: 'Performance',
};
export const shortTaskName = (task: number): string => shortNames[task] ?? taskName(task);

export type Activity = { name: string; tasks: readonly number[] };

/** The four activities of the model, each over its two tasks. */
export const activities: readonly Activity[] = [
  ...new Set(collaborationTasks.map(({ activity }) => activity)),
].map((name) => ({
  name,
  tasks: collaborationTasks.filter(({ activity }) => activity === name).map(({ task }) => task),
}));

/** What of a partnership comes first: late before open, the viewer's own before the partner's, then by due time. */
export function nextTask<Task extends BarTask>(tasks: readonly Task[], viewer: Viewer): Task | undefined {
  const rank = (task: Task): number =>
    (task.state === 'late' ? 0 : task.state === 'in-progress' ? 2 : 4) + (isMine(task, viewer) ? 0 : 1);
  return tasks
    .filter(({ state }) => isOpen(state))
    .sort(
      (left, right) =>
        rank(left) - rank(right) ||
        (left.dueAt ?? '9999').localeCompare(right.dueAt ?? '9999') ||
        left.task - right.task,
    )[0];
}

/** "2 late, 1 in progress, 3 done" of a bar; states that do not occur are left out. */
export function countStates(tasks: readonly BarTask[]): string {
  const order: readonly TaskState[] = ['late', 'in-progress', 'waiting', 'done'];
  return order
    .map((state) => ({ state, count: tasks.filter((task) => task.state === state).length }))
    .filter(({ count }) => count > 0)
    .map(({ state, count }) => `${count} ${stateTexts[state].toLowerCase()}`)
    .join(', ');
}
