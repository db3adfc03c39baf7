import { daysBetween, type LocalDate, type Period } from '@coplan/kernel';
import { percent } from '../agreement/wording.ts';
import type { AgreementContent } from '../agreement-content.ts';

/** Where a bucket stands today; `beyond` is farther ahead than is planned together. */
export type PlanningWindow = 'past' | 'frozen' | 'slushy' | 'liquid' | 'beyond';

type Horizons = AgreementContent['horizons'];

/**
 * The window of a bucket: horizons count in days from today, and a bucket belongs to the strictest window that any of its
 * days lies in. A bucket that is over is past; the one that is running is as near as can be.
 */
export function planningWindowOf(
  { startsOn, endsBefore }: Period,
  { frozenDays, slushyDays, liquidDays }: Pick<Horizons, 'frozenDays' | 'slushyDays' | 'liquidDays'>,
  today: LocalDate,
): PlanningWindow {
  if (endsBefore <= today) return 'past';
  const ahead = daysBetween(today, startsOn);
  if (ahead < frozenDays) return 'frozen';
  if (ahead < frozenDays + slushyDays) return 'slushy';
  return ahead < liquidDays ? 'liquid' : 'beyond';
}

/** Whether a value may change, within which bounds (thousandths; null: no bound), and why, in one sentence. */
export type ChangeRule = {
  needs: 'nothing' | 'both-sides' | 'impossible';
  fromMilli: number | null;
  toMilli: number | null;
  reason: string;
};

/**
 * What the window allows to do with an agreed value: nothing in the past, only an amendment of both sides in the frozen
 * window, up to the agreed share in the slushy one, and anything in the liquid one. A value never agreed binds nobody.
 */
export function changeRuleOf(
  window: PlanningWindow,
  agreedMilli: number | null,
  { slushyChangeRatio }: Pick<Horizons, 'slushyChangeRatio'>,
): ChangeRule {
  const free = { needs: 'nothing', fromMilli: null, toMilli: null } as const;
  const bound = { fromMilli: agreedMilli, toMilli: agreedMilli };
  switch (window) {
    case 'past':
      return { needs: 'impossible', ...bound, reason: 'The bucket is over.' };
    case 'beyond':
      return { ...free, reason: 'This is farther ahead than is planned together: it binds nobody.' };
    case 'liquid':
      return { ...free, reason: 'The bucket is in the liquid window: any change is free.' };
    default:
      break;
  }
  if (agreedMilli === null) return { ...free, reason: 'Nothing was agreed for this bucket yet.' };
  if (window === 'frozen') {
    const reason = 'The bucket is frozen: a change is an amendment that both sides sign.';
    return { needs: 'both-sides', ...bound, reason };
  }
  const room = Math.floor(Math.abs(agreedMilli) * slushyChangeRatio + 1e-9);
  return {
    needs: 'nothing',
    fromMilli: agreedMilli - room,
    toMilli: agreedMilli + room,
    reason: `The bucket is slushy: it may change by ${percent(slushyChangeRatio)}; beyond that both sides sign.`,
  };
}

/** What changing an agreed value to another needs. */
export function judgeChange(
  window: PlanningWindow,
  { agreedMilli, askedMilli }: { agreedMilli: number | null; askedMilli: number | null },
  horizons: Pick<Horizons, 'slushyChangeRatio'>,
): ChangeRule {
  const rule = changeRuleOf(window, agreedMilli, horizons);
  if (askedMilli === agreedMilli) return { ...rule, needs: 'nothing' };
  if (rule.needs !== 'nothing' || rule.fromMilli === null || rule.toMilli === null) return rule;
  const isWithin = askedMilli !== null && askedMilli >= rule.fromMilli && askedMilli <= rule.toMilli;
  return isWithin ? rule : { ...rule, needs: 'both-sides' };
}
