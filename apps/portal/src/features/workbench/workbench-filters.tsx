import { Button, Menu, MultiSelect, NumberInput, SegmentedControl, TextInput } from '@mantine/core';
import { type FormEvent, useCallback, useState } from 'react';
import { SearchField } from '../../ui/search-field.tsx';
import {
  type ChartKind,
  groupsOf,
  type NamedView,
  readNamedViews,
  type WorkbenchView,
} from './workbench-search.ts';

type WorkbenchFiltersProps = {
  agreementId: string;
  view: WorkbenchView;
  onChange: (part: { [Key in keyof WorkbenchView]?: WorkbenchView[Key] | undefined }) => void;
  onView: (view: WorkbenchView) => void;
};

const purposes = [
  { value: 'sales', label: 'Sales' },
  { value: 'order', label: 'Orders' },
];
const charts: { value: ChartKind; label: string }[] = [
  { value: 'demand', label: 'Demand' },
  { value: 'tail', label: 'Versions' },
  { value: 'heat', label: 'Differences' },
  { value: 'none', label: 'No chart' },
];
const groupNames = [
  { value: 'category', label: 'Category' },
  { value: 'location', label: 'Location' },
  { value: 'item', label: 'Item' },
];

const keptAt = 'coplan.workbench-views';

/** Views by name, kept in this browser; the address of a view can be sent to somebody as well. */
function NamedViews({ view, onView }: Pick<WorkbenchFiltersProps, 'view' | 'onView'>) {
  const [views, setViews] = useState<NamedView[]>(() => readNamedViews(localStorage.getItem(keptAt)));
  const [name, setName] = useState('');
  const keep = (next: NamedView[]): void => {
    setViews(next);
    localStorage.setItem(keptAt, JSON.stringify(next));
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const trimmed = name.trim();
    if (trimmed === '') return;
    keep([...views.filter((one) => one.name !== trimmed), { name: trimmed, view }]);
    setName('');
  };
  return (
    <Menu position="bottom-end" width={260} closeOnItemClick={false} trapFocus={false}>
      <Menu.Target>
        <Button variant="default">Views{views.length > 0 && ` (${views.length})`}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        {views.map((one) => (
          <div key={one.name} className="named-view">
            <Menu.Item onClick={() => onView(one.view)}>{one.name}</Menu.Item>
            <Button
              variant="subtle"
              size="compact-xs"
              aria-label={`Forget the view ${one.name}`}
              onClick={() => keep(views.filter(({ name: other }) => other !== one.name))}
            >
              Forget
            </Button>
          </div>
        ))}
        <form onSubmit={submit} className="named-view">
          <TextInput
            aria-label="Name of this view"
            placeholder="Name this view"
            maxLength={60}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button type="submit" variant="default">
            Save
          </Button>
        </form>
      </Menu.Dropdown>
    </Menu>
  );
}

/** What of the plans is shown, and how. */
export function WorkbenchFilters({ view, onChange, onView }: WorkbenchFiltersProps) {
  const search = useCallback(
    (text: string) => onChange({ search: text === '' ? undefined : text }),
    [onChange],
  );
  return (
    <search className="toolbar" aria-label="What is shown">
      <SegmentedControl
        aria-label="Forecast of"
        data={purposes}
        value={view.purpose ?? 'sales'}
        onChange={(value) => onChange({ purpose: value === 'sales' ? undefined : 'order' })}
      />
      <SearchField value={view.search ?? ''} onChange={search} placeholder="Item, location" />
      <MultiSelect
        aria-label="Group by"
        placeholder={view.group === undefined ? 'Group by' : ''}
        w={200}
        maxValues={2}
        data={groupNames}
        value={[...groupsOf(view)]}
        onChange={(groups) => onChange({ group: groups.length === 0 ? undefined : groups.join(',') })}
      />
      <NumberInput
        aria-label="Only rows that differ by more than, in per cent"
        placeholder="Differs > %"
        w={108}
        min={0}
        max={1000}
        suffix=" %"
        value={view.differs ?? ''}
        onChange={(value) =>
          onChange({ differs: typeof value === 'number' && value > 0 ? value : undefined })
        }
      />
      <SegmentedControl
        aria-label="Chart"
        data={charts}
        value={view.chart ?? 'demand'}
        onChange={(value) => onChange({ chart: value === 'demand' ? undefined : (value as ChartKind) })}
      />
      <SegmentedControl
        aria-label="Density"
        data={[
          { value: 'compact', label: 'Dense' },
          { value: 'comfortable', label: 'Roomy' },
        ]}
        value={view.density ?? 'compact'}
        onChange={(value) => onChange({ density: value === 'comfortable' ? 'comfortable' : undefined })}
      />
      <NamedViews view={view} onView={onView} />
    </search>
  );
}
