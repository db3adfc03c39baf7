import { formatUnit } from '../format.ts';
import type { CellText } from './cell-text.ts';
import type { CellPlace } from './grid-types.ts';
import { addressAt, type GridView, groupAt, lineAt, valueAt } from './grid-view.ts';
import type { LastEdit } from './live-rows.ts';

/** How long ago, as the largest part: "just now", "5 min ago", "3 h ago", "2 d ago". */
export function formatAge(ageMs: number): string {
  const minutes = Math.floor(ageMs / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ago` : `${Math.floor(hours / 24)} d ago`;
}

export type CellStory = {
  name: string;
  value: string;
  /** Which layer counts, and what lies below it. */
  layer: string;
  /** How the number is made. */
  formula: string;
  source: string;
};

const windowWords = {
  past: 'past',
  frozen: 'frozen window',
  slushy: 'slushy window',
  liquid: 'open window',
} as const;

/** Everything that a cell can say of itself, for the bar above the grid and for tooltips. */
export function tellCell(view: GridView, place: CellPlace, text: CellText): CellStory {
  const { store } = view;
  const { measureIndex, rowIndex } = lineAt(view, place.line);
  const measure = store.measures[measureIndex];
  const bucket = store.buckets[place.column];
  const group = groupAt(view, place.line);
  const row = rowIndex === undefined ? undefined : store.rowAt(rowIndex);
  const value = valueAt(view, place);
  const when = `${bucket?.label ?? ''}${bucket?.partnerLabel == null ? '' : ` [${bucket.partnerLabel}]`}, ${windowWords[bucket?.window ?? 'liquid']}`;
  const what =
    group === undefined
      ? `${row?.itemNumber ?? ''} ${row?.description ?? ''} · ${row?.locationCode ?? ''}`
      : `${group.label}, ${group.members.length} rows`;
  const address = addressAt(view, place);
  const override = address === undefined ? null : store.overrideAt(address);
  const underlying = address === undefined ? null : store.underlyingAt(address);
  const isPending = address !== undefined && store.isPending(address);
  const unit = row === undefined ? '' : ` ${formatUnit(row.unit)}`;
  const below = underlying === null ? 'nothing' : `${text.exact(underlying)}${unit} from base and events`;
  return {
    name: `${what} · ${measure?.name ?? ''} · ${when}`,
    value: value === null ? 'No value' : `${text.exact(value)}${unit}`,
    layer:
      group !== undefined
        ? 'Total'
        : measure?.isEditable !== true
          ? 'Only read here'
          : override === null
            ? 'Base and events'
            : `Override${isPending ? ', on its way' : ''}`,
    formula:
      group !== undefined
        ? `Sum of ${group.members.length} rows; rows without a value are left out`
        : override !== null
          ? `${text.exact(override)}${unit} replaces ${below}`
          : measure?.isEditable === true
            ? 'Base plus events'
            : 'As its source says',
    source: measure?.source ?? '',
  };
}

/** One line for a tooltip. */
export function titleOfCell(story: CellStory, last: LastEdit | undefined, nowMs: number): string {
  const edited = last === undefined ? '' : `\n${last.name}, ${formatAge(nowMs - Date.parse(last.at))}`;
  return `${story.name}\n${story.value} · ${story.layer}\n${story.formula}\n${story.source}${edited}`;
}
