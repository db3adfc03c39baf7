import type { LocalDate } from '@coplan/kernel';
import { z } from 'zod';
import type { Context } from '../../platform/index.ts';
import { forecastVersionNotFound } from '../forecasting.errors.ts';
import { levelNames } from './reconcile-version.ts';

export const listLevelsInput = z.object({
  versionId: z.uuid(),
  level: z.enum(levelNames).default('category'),
  /** Weeks that are added up, from the first. */
  weekCount: z.int().min(1).max(104).default(13),
  limit: z.int().min(1).max(500).default(100),
});

export type LevelLine = {
  key: string;
  label: string;
  seriesCount: number;
  ownMilli: number;
  sumMilli: number;
  reconciledMilli: number;
};

export type ForecastLevels = {
  level: (typeof levelNames)[number];
  /** False: the totals of this version have not been computed. */
  isComputed: boolean;
  startsOn: LocalDate | null;
  weekCount: number;
  method: 'tree' | 'crossed' | 'bottom-up' | null;
  total: LevelLine | null;
  rows: LevelLine[];
  rowCount: number;
  /** Series that belong to no group of the level: with them the rows add up to the total. */
  withoutGroup: { seriesCount: number; sumMilli: number; reconciledMilli: number };
};

type Row = LevelLine & {
  level: string;
  startsOn: LocalDate;
  method: ForecastLevels['method'];
  weekCount: number;
};

const readLevels = `
select levels.level, levels.key, levels.starts_on::text as "startsOn", levels.method,
  levels.series_count as "seriesCount", least($3::integer, cardinality(levels.own_milli)) as "weekCount",
  coalesce(place.code || ' ' || place.name, supplier.name, nullif(levels.key, ''), 'All items and places') as label,
  (select sum(value) from unnest(levels.own_milli[1:$3]) as value)::float8 as "ownMilli",
  (select sum(value) from unnest(levels.sum_milli[1:$3]) as value)::float8 as "sumMilli",
  (select sum(value) from unnest(levels.reconciled_milli[1:$3]) as value)::float8 as "reconciledMilli"
from forecast_levels levels
  left join locations place on levels.level = 'location' and place.org_id = levels.org_id and place.id::text = levels.key
  left join organisations supplier on levels.level = 'supplier' and supplier.id::text = levels.key
where levels.org_id = (select current_setting('app.org')::uuid) and levels.version_id = $1
  and levels.level in ('total', $2)
order by "sumMilli" desc, levels.key`;

const lineOf = ({ key, label, seriesCount, ownMilli, sumMilli, reconciledMilli }: Row): LevelLine => ({
  key,
  label,
  seriesCount,
  ownMilli,
  sumMilli,
  reconciledMilli,
});

/** The totals of a version at a level beside one another: own forecast, sum of the parts, reconciled. */
export async function listLevels(
  { db }: Context,
  { versionId, level, weekCount, limit }: z.output<typeof listLevelsInput>,
): Promise<ForecastLevels> {
  const [version] = await db.read(
    `select id from forecast_versions where org_id = (select current_setting('app.org')::uuid) and id = $1`,
    [versionId],
  );
  if (version === undefined) throw forecastVersionNotFound(versionId);
  const found = await db.read<Row>(readLevels, [versionId, level, weekCount]);
  const total = found.find((row) => row.level === 'total');
  const rows = level === 'total' ? [] : found.filter((row) => row.level === level);
  const rest = (of: (row: Row) => number): number =>
    total === undefined || level === 'total' ? 0 : of(total) - rows.reduce((sum, row) => sum + of(row), 0);
  return {
    level,
    isComputed: total !== undefined,
    startsOn: total?.startsOn ?? null,
    weekCount: total?.weekCount ?? weekCount,
    method: total?.method ?? null,
    total: total === undefined ? null : lineOf(total),
    rows: rows.slice(0, limit).map(lineOf),
    rowCount: rows.length,
    withoutGroup: {
      seriesCount: rest((row) => row.seriesCount),
      sumMilli: rest((row) => row.sumMilli),
      reconciledMilli: rest((row) => row.reconciledMilli),
    },
  };
}
