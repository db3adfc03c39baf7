import type { AgreementContent } from '../agreement-content.ts';
import { cycleSteps } from '../vocabulary.ts';
import { type AgreementProblem, repeated } from './problem.ts';

type Calendar = AgreementContent['calendar'];
type Horizons = AgreementContent['horizons'];

/** Steps without which no weekly cycle runs: both forecasts and the commits have a due time. */
const mandatorySteps = [3, 6, 8] as const;

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-CA', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

const stepName = (step: number): string =>
  cycleSteps.find((entry) => entry.step === step)?.name ?? `Step ${step}`;

/** The zone exists, working days are named once, and the steps of the cycle follow one another within a week. */
export function calendarProblems({ timeZone, workingWeekdays, cycle }: Calendar): AgreementProblem[] {
  const problems: AgreementProblem[] = [];
  if (!isTimeZone(timeZone)) {
    problems.push({
      path: 'calendar.timeZone',
      severity: 'error',
      message: `"${timeZone}" is not a time zone: write it as Europe/Berlin.`,
    });
  }
  for (const index of repeated(workingWeekdays.map(String))) {
    problems.push({
      path: `calendar.workingWeekdays.${index}`,
      severity: 'error',
      message: 'A working day is named twice: keep one.',
    });
  }
  for (const step of mandatorySteps) {
    if (cycle.some((entry) => entry.step === step)) continue;
    problems.push({
      path: 'calendar.cycle',
      severity: 'error',
      message: `"${stepName(step)}" has no due day and time in the weekly cycle: give it one.`,
    });
  }
  for (const index of repeated(cycle.map(({ step }) => String(step)))) {
    problems.push({
      path: `calendar.cycle.${index}`,
      severity: 'error',
      message: `"${stepName(cycle[index]?.step ?? 0)}" is due twice a week: keep one.`,
    });
  }
  return [...problems, ...cycleOrderProblems(cycle)];
}

function cycleOrderProblems(cycle: Calendar['cycle']): AgreementProblem[] {
  const inOrder = cycle.map((entry, index) => ({ ...entry, index })).sort((a, b) => a.step - b.step);
  const first = inOrder[0];
  if (first === undefined) return [];
  const since = ({ weekday, time }: { weekday: number; time: string }): string =>
    `${(weekday - first.weekday + 7) % 7} ${time}`;
  const problems: AgreementProblem[] = [];
  inOrder.forEach((entry, rank) => {
    const before = inOrder[rank - 1];
    if (before === undefined || before.step === entry.step || since(before) <= since(entry)) return;
    problems.push({
      path: `calendar.cycle.${entry.index}`,
      severity: 'error',
      message: `"${stepName(entry.step)}" is due before "${stepName(before.step)}": it needs that one first.`,
    });
  });
  return problems;
}

const strength = { none: 0, material: 1, firm: 2 } as const;

/** The windows fit into what is planned, and the nearer window never binds less than the farther one. */
export function horizonProblems(horizons: Horizons): AgreementProblem[] {
  const problems: AgreementProblem[] = [];
  const { frozenDays, slushyDays, liquidDays, liability } = horizons;
  if (frozenDays + slushyDays > liquidDays) {
    problems.push({
      path: 'horizons.liquidDays',
      severity: 'error',
      message: `Frozen and slushy windows take ${frozenDays + slushyDays} days, but only ${liquidDays} are planned: plan further ahead or shorten them.`,
    });
  }
  if (strength[liability.slushy] > strength[liability.frozen]) {
    problems.push({
      path: 'horizons.liability.slushy',
      severity: 'error',
      message: 'The slushy window binds more than the frozen one: it may bind as much at most.',
    });
  }
  const usesMaterial = liability.frozen === 'material' || liability.slushy === 'material';
  if (usesMaterial && liability.materialRatio === 0) {
    problems.push({
      path: 'horizons.liability.materialRatio',
      severity: 'error',
      message: 'Material liability needs the share of the value that is owed: give more than 0 %.',
    });
  }
  if (frozenDays > 0 && liability.frozen === 'none') {
    problems.push({
      path: 'horizons.liability.frozen',
      severity: 'warning',
      message: 'The frozen window binds nobody: a change in it costs nothing.',
    });
  }
  return problems;
}
