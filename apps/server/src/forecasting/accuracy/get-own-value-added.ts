import { judgeSteps, type StepResult } from '@coplan/collaboration';
import { z } from 'zod';
import type { Context } from '../../platform/index.ts';
import { findPeriod, type RecordedPeriod } from './find-period.ts';
import { aboutAccuracy, getOwnAccuracy } from './get-accuracy.ts';
import { readWeeks, type WeekRow } from './read-weeks.ts';
import { type OwnStep, ownSteps } from './recorded-lags.ts';

/** Fixed, so that every reading gives the same intervals. */
const seed = 20_041_119;
/** So many groups are judged at once; the worst first. */
const groupsMax = 20;

export const getOwnValueAddedInput = z.object(aboutAccuracy);

export type OwnStairstep = {
  key: string;
  label: string;
  description: string | null;
  steps: StepResult<OwnStep>[];
  cellCount: number;
  excludedCount: number;
};

export type OwnValueAdded = {
  period: RecordedPeriod | null;
  lagPeriods: number;
  level: string;
  groups: OwnStairstep[];
  groupCount: number;
  rule: string;
};

const rule =
  'WAPE before a step minus WAPE after it, errors taken per item and place. Nothing is judged on fewer than 13 weeks, within one point, or where chance explains it (paired block bootstrap over weeks, fixed seed).';

const excludedIn = ({ stockOutCount, noActualCount, noForecastCount }: WeekRow): number =>
  stockOutCount + noActualCount + noForecastCount;

/** What each step of the organisation's own chain adds, for everything or for the groups with the largest errors. */
export async function getOwnValueAdded(
  context: Context,
  { level, lagPeriods, weekCount }: z.output<typeof getOwnValueAddedInput>,
): Promise<OwnValueAdded> {
  const period = await findPeriod(context.db, weekCount);
  if (period === null) return { period, lagPeriods, level, groups: [], groupCount: 0, rule };
  const ranking = { level, lagPeriods, weekCount, sort: 'error', offset: 0, limit: groupsMax } as const;
  const { rows, rowCount } = await getOwnAccuracy(context, ranking);
  const weeksOf = await readWeeks(context.db, {
    level,
    lagPeriods,
    period,
    keys: rows.map(({ key }) => key),
  });
  const groups = rows.map(({ key, label, description }): OwnStairstep => {
    const weeks = weeksOf.get(key) ?? [];
    const buckets = weeks
      .filter(({ countedCount }) => countedCount > 0)
      .map((week) => ({
        demand: week.actualMilli,
        errors: ownSteps.map(({ code }) => week[`${code}ErrorMilli`]),
      }));
    return {
      key,
      label,
      description,
      steps: judgeSteps(ownSteps, buckets, seed),
      cellCount: weeks.reduce((sum, { countedCount }) => sum + countedCount, 0),
      excludedCount: weeks.reduce((sum, week) => sum + excludedIn(week), 0),
    };
  });
  return { period, lagPeriods, level, groups, groupCount: rowCount, rule };
}
