import { plainText } from './plain-text.ts';

/** One thing that differs; `null`: it is not there. */
export type DiffRow = {
  path: string;
  label: string;
  kind: 'added' | 'removed' | 'changed';
  before: string | null;
  after: string | null;
};
export type DiffSection = { title: string; changes: readonly DiffRow[] };

const kindNames: Readonly<Record<DiffRow['kind'], string>> = {
  added: 'Added',
  removed: 'Removed',
  changed: 'Changed',
};

type DiffTableProps = { sections: readonly DiffSection[]; beforeTitle: string; afterTitle: string };

/** What differs between two states of one thing, side by side, section by section. */
export function DiffTable({ sections, beforeTitle, afterTitle }: DiffTableProps) {
  if (sections.length === 0) return <p>Both say the same.</p>;
  return (
    <table className="table inset diff" aria-label={`Changes from ${beforeTitle} to ${afterTitle}`}>
      <thead>
        <tr>
          <th scope="col">Where</th>
          <th scope="col">Change</th>
          <th scope="col">{beforeTitle}</th>
          <th scope="col">{afterTitle}</th>
        </tr>
      </thead>
      {sections.map(({ title, changes }) => (
        <tbody key={title}>
          <tr>
            <th scope="rowgroup" colSpan={4}>
              {title}
            </th>
          </tr>
          {changes.map(({ path, label, before, after, kind }) => (
            <tr key={path} data-testid="diff-row">
              <td>{label}</td>
              <td>{kindNames[kind]}</td>
              <td className={before === null ? '' : 'before'}>
                {before === null ? <span className="soft">not there</span> : plainText(before)}
              </td>
              <td className={after === null ? '' : 'after'}>
                {after === null ? <span className="soft">not there</span> : plainText(after)}
              </td>
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  );
}
