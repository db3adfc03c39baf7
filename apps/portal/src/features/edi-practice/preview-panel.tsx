import { Callout } from '../../ui/callout.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { formatState } from '../../ui/format.ts';
import type { Preview } from './practice-types.ts';

type Change = Extract<Preview, { outcome: 'shown' }>['changes'][number];

const shown = (value: Change['before']): string => (value === null ? '–' : String(value));

const columns: Column<Change>[] = [
  { id: 'label', title: 'What', isWide: true, isProse: true, cell: ({ label }) => label },
  { id: 'field', title: 'Field', cell: ({ field }) => field },
  { id: 'before', title: 'Is', cell: ({ before }) => shown(before) },
  { id: 'after', title: 'Would be', cell: ({ after }) => <strong>{shown(after)}</strong> },
];

/** What the document would do to orders, sales and stock; it has not done it. */
export function PreviewPanel({ preview }: { preview: Preview }) {
  return (
    <section className="section wrapping" aria-labelledby="preview-title" data-testid="preview">
      <h2 id="preview-title">What it would do</h2>
      {preview.outcome !== 'shown' ? (
        <Callout tone={preview.outcome === 'refused' ? 'bad' : 'warn'}>{preview.why}</Callout>
      ) : (
        <>
          {preview.changes.length === 0 && preview.hiddenCount === 0 && (
            <p>Nothing: everything that the document says is known already.</p>
          )}
          {preview.changes.length > 0 && (
            <DataTable
              isInset
              label="What would change"
              rows={preview.changes}
              rowKey={({ kind, label, field }) => `${kind} ${label} ${field}`}
              columns={columns}
            />
          )}
          {preview.hiddenCount > 0 && (
            <p className="soft">{preview.hiddenCount} changes in the partner’s own records are not shown.</p>
          )}
          {preview.news.length > 0 && (
            <p>
              Then others are told:{' '}
              {preview.news.map((type) => formatState(type.split('.')[1] ?? type)).join(', ')}.
            </p>
          )}
          <p className="soft">Nothing was applied: this was undone as soon as it was seen.</p>
        </>
      )}
    </section>
  );
}
