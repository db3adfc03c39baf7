import { type AgreementContent, instantAt } from '@coplan/collaboration';
import { addDays, isoWeekday, localDateAt } from '@coplan/kernel';

const commitStep = 8;
const daysWithoutStep = 3;

/** When commits asked for at `now` are due: the next time of step 8 of the cycle; without one, three days later. */
export function commitDueAt({ calendar }: Pick<AgreementContent, 'calendar'>, now: Date): Date {
  const due = calendar.cycle.find(({ step }) => step === commitStep);
  if (due === undefined) return new Date(now.getTime() + daysWithoutStep * 86_400_000);
  const today = localDateAt(now, calendar.timeZone);
  const ahead = (due.weekday - isoWeekday(today) + 7) % 7;
  const at = instantAt(addDays(today, ahead), due.time, calendar.timeZone);
  return at > now ? at : instantAt(addDays(today, ahead + 7), due.time, calendar.timeZone);
}
