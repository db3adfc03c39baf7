import { SegmentedControl, Select } from '@mantine/core';
import {
  type AccuracyLevel,
  type AccuracyView,
  accuracyLags,
  accuracyLevels,
  accuracyWindows,
} from '../../app/search-parameters.ts';
import './accuracy.css';

export const levelTitles: Readonly<Record<AccuracyLevel, string>> = {
  total: 'All',
  category: 'Category',
  location: 'Place',
  supplier: 'Supplier',
  item: 'Item',
};

export const defaultView = { level: 'category', lag: 4, weeks: 26 } as const;

type Chosen = Pick<AccuracyView, 'level' | 'lag' | 'weeks'>;

/** Level, lag and window; they live in the address. */
export function AccuracySelectors({ view, onChange }: { view: Chosen; onChange(next: Chosen): void }) {
  return (
    <>
      <SegmentedControl
        aria-label="Level"
        data={accuracyLevels.map((value) => ({ value, label: levelTitles[value] }))}
        value={view.level ?? defaultView.level}
        onChange={(value) => onChange({ level: value as AccuracyLevel })}
      />
      <Select
        aria-label="Lag"
        w={150}
        allowDeselect={false}
        data={accuracyLags.map((lag) => ({
          value: String(lag),
          label: lag === 1 ? '1 week ahead' : `${lag} weeks ahead`,
        }))}
        value={String(view.lag ?? defaultView.lag)}
        onChange={(value) =>
          onChange({ lag: accuracyLags.find((lag) => String(lag) === value) ?? defaultView.lag })
        }
      />
      <Select
        aria-label="Window"
        w={150}
        allowDeselect={false}
        data={accuracyWindows.map((weeks) => ({ value: String(weeks), label: `last ${weeks} weeks` }))}
        value={String(view.weeks ?? defaultView.weeks)}
        onChange={(value) =>
          onChange({ weeks: accuracyWindows.find((weeks) => String(weeks) === value) ?? defaultView.weeks })
        }
      />
    </>
  );
}
