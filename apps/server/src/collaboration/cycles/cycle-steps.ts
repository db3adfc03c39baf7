import { type AgreementContent, type CycleStep, instantAt, periodOf, type Side } from '@coplan/collaboration';
import { addDays, type LocalDate } from '@coplan/kernel';

export type StepState = 'waiting' | 'in-progress' | 'done' | 'late' | 'skipped';
type Calendar = AgreementContent['calendar'];

/** The week of an agreement in which a day lies, with the name that its calendar gives it. */
export function cycleWeekOf(calendar: Calendar, today: LocalDate) {
  const { label: name } = periodOf({ ...calendar, grain: 'week' }, today);
  const isoDay = (date: LocalDate): number => ((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7) + 1;
  const startsOn = addDays(today, -((isoDay(today) - calendar.weekStartsOn + 7) % 7));
  return { startsOn, endsBefore: addDays(startsOn, 7), label: name };
}

/** When a step is due in the week that begins on `startsOn`, on the agreement's clocks; null where nothing was agreed. */
export function dueAtOf(calendar: Calendar, startsOn: LocalDate, step: number): Date | null {
  const agreed = calendar.cycle.find((one) => one.step === step);
  if (agreed === undefined) return null;
  const on = addDays(startsOn, (agreed.weekday - calendar.weekStartsOn + 7) % 7);
  return instantAt(on, agreed.time, calendar.timeZone);
}

/** What is known of a step: who has done its part, and whether work on it has begun. */
export type StepFacts = {
  isStarted: boolean;
  buyerDoneAt: Date | null;
  sellerDoneAt: Date | null;
  /** Nothing is to be done in this cycle. */
  isSkipped: boolean;
};

/** Where a step stands: done when all who owe it have done their part, late when it is due and they have not. */
export function judgeStep(
  facts: StepFacts,
  about: { owes: readonly Side[]; dueAt: Date | null; now: Date },
): { state: StepState; doneAt: Date | null; owedBy: readonly Side[] } {
  const doneAtOf = { buyer: facts.buyerDoneAt, seller: facts.sellerDoneAt };
  const owedBy = about.owes.filter((side) => doneAtOf[side] === null);
  if (facts.isSkipped) return { state: 'skipped', doneAt: null, owedBy: [] };
  if (owedBy.length === 0) {
    const times = about.owes
      .flatMap((side) => doneAtOf[side] ?? [])
      .sort((a, b) => a.getTime() - b.getTime());
    return { state: 'done', doneAt: times.at(-1) ?? about.now, owedBy: [] };
  }
  if (about.dueAt !== null && about.dueAt <= about.now) return { state: 'late', doneAt: null, owedBy };
  const isStarted = facts.isStarted || owedBy.length < about.owes.length;
  return { state: isStarted ? 'in-progress' : 'waiting', doneAt: null, owedBy };
}

/** Who owes each step under an agreement. */
export function owingSidesOf(step: CycleStep, content: AgreementContent): Side[] {
  const sharing = new Set(
    content.sharing.filter(({ measure }) => measure === 'forecast').map(({ owner }) => owner),
  );
  switch (step) {
    case 3:
      return (['buyer', 'seller'] as const).filter(
        (side) => sharing.has(side) || content.leads.salesForecast === side,
      );
    case 6:
      return [content.leads.orderForecast];
    case 8:
      return ['seller'];
    case 9:
      return [content.leads.orderGeneration];
    default:
      return ['buyer', 'seller'];
  }
}

/** The state of a task is that of the steps that show it: the worst of what is not done yet. */
export function taskStateOf(states: readonly StepState[]): StepState {
  const open = states.filter((state) => state !== 'skipped');
  if (states.length > 0 && open.length === 0) return 'skipped';
  if (open.includes('late')) return 'late';
  if (open.length > 0 && open.every((state) => state === 'done')) return 'done';
  return open.some((state) => state === 'in-progress' || state === 'done') ? 'in-progress' : 'waiting';
}
