import './agreements.css';
import { plainText } from '../../ui/plain-text.ts';
import { type Change, changesBySection } from './version-words.ts';

const kindNames: Readonly<Record<string, string>> = {
  added: 'Added',
  removed: 'Removed',
  changed: 'Changed',
};

type DiffTableProps = { changes: readonly Change[]; beforeTitle: string; afterTitle: string };

/** What one version changes against another, side by side, section by section. */
export function DiffTable({ changes, beforeTitle, afterTitle }: DiffTableProps) {
  if (changes.length === 0) return <p>Both versions say the same.</p>;
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
      {changesBySection(changes).map(({ title, changes: own }) => (
        <tbody key={title}>
          <tr>
            <th scope="rowgroup" colSpan={4}>
              {title}
            </th>
          </tr>
          {own.map(({ path, label, before, after, kind }) => (
            <tr key={path} data-testid="diff-row">
              <td>{label}</td>
              <td>{kindNames[kind] ?? kind}</td>
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
