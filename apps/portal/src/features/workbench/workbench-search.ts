import { type ForecastPurpose, forecastPurposes } from '@coplan/collaboration';
import { type Grouping, groupings } from '../../ui/grid/row-model.ts';

export const chartKinds = ['demand', 'tail', 'heat', 'none'] as const;
export type ChartKind = (typeof chartKinds)[number];

/** A view of the workbench, as the address holds it. Lists are written with commas, so that people can read them. */
export type WorkbenchView = {
  purpose?: ForecastPurpose;
  group?: string;
  hide?: string;
  search?: string;
  /** Per cent. */
  differs?: number;
  chart?: ChartKind;
  density?: 'comfortable';
};

const shortText = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' && value.length <= 300
    ? value
    : typeof value === 'number'
      ? String(value)
      : undefined;

/** What is not understood is left out. */
export function readWorkbenchView(search: Record<string, unknown>): WorkbenchView {
  const purpose = forecastPurposes.find((one) => one === search.purpose);
  const group = shortText(search.group);
  const hide = shortText(search.hide);
  const words = shortText(search.search);
  const differs = Number(search.differs);
  const chart = chartKinds.find((one) => one === search.chart);
  return {
    ...(purpose === undefined ? {} : { purpose }),
    ...(group === undefined ? {} : { group }),
    ...(hide === undefined ? {} : { hide }),
    ...(words === undefined ? {} : { search: words }),
    ...(differs > 0 && differs <= 1_000 ? { differs } : {}),
    ...(chart === undefined ? {} : { chart }),
    ...(search.density === 'comfortable' ? { density: 'comfortable' as const } : {}),
  };
}

export const groupsOf = ({ group }: Pick<WorkbenchView, 'group'>): readonly Grouping[] =>
  (group ?? '').split(',').flatMap((word) => groupings.find((one) => one === word) ?? []);

export const hiddenOf = ({ hide }: Pick<WorkbenchView, 'hide'>): readonly string[] =>
  (hide ?? '').split(',').filter((code) => code !== '');

export type NamedView = { name: string; view: WorkbenchView };

/** Views that the person has named, as they were kept; anything that is not understood is left out. */
export function readNamedViews(kept: string | null): NamedView[] {
  try {
    const parsed: unknown = JSON.parse(kept ?? '[]');
    if (!Array.isArray(parsed)) return [];
    return parsed.flatMap((one: unknown): NamedView[] => {
      if (typeof one !== 'object' || one === null || !('name' in one) || !('view' in one)) return [];
      const { name, view } = one;
      if (typeof name !== 'string' || typeof view !== 'object' || view === null) return [];
      return [{ name, view: readWorkbenchView(view as Record<string, unknown>) }];
    });
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}
