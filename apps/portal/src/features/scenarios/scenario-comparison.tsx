import { useQuery } from '@tanstack/react-query';
import { keepRows, trpc } from '../../app/api.ts';
import { explainError } from '../../ui/error-view.tsx';
import { formatCount, formatDay, formatRounded } from '../../ui/format.ts';
import { Instant } from '../../ui/time.tsx';
import { figureRows } from './scenario-figures.ts';

const changesShown = 30;
const units = (milli: number | null): string => (milli === null ? '–' : formatRounded(milli));

/** Service, stock and money, base against branch, by the buyer's own planning; and the cells that differ. */
export function ScenarioComparisonPanel({ scenarioId }: { scenarioId: string }) {
  const query = useQuery({ ...trpc.scenarios.compare.queryOptions({ scenarioId }), ...keepRows });
  if (query.isPending) return <p className="soft">Comparing…</p>;
  if (query.isError) return <p className="tone-bad">{explainError(query.error)}</p>;
  const comparison = query.data;
  // Figures are over what the branch changes: without a change there is nothing to compare.
  const rows = comparison.changedCellCount === 0 ? [] : figureRows(comparison);
  return (
    <section className="section" aria-label="Comparison" data-testid="scenario-comparison">
      <h2>
        Joint plan against branch{' '}
        {comparison.computedAt !== null && (
          <small className={comparison.isCurrent ? 'soft' : 'tone-warn'}>
            {comparison.isCurrent ? 'as of ' : 'being recomputed, as of '}
            <Instant at={comparison.computedAt} />
          </small>
        )}
      </h2>
      {comparison.changedCellCount === 0 && (
        <p className="soft">
          Nothing is changed yet. Edit the scenario’s cells; the figures follow by themselves.
        </p>
      )}
      {comparison.notes.map((note) => (
        <p key={note} className="soft">
          {note}
        </p>
      ))}
      {rows.length > 0 && (
        <table className="table inset figures" aria-label="Service, stock and money">
          <thead>
            <tr>
              <th scope="col" />
              <th scope="col" className="number">
                Joint plan
              </th>
              <th scope="col" className="number">
                Branch
              </th>
              <th scope="col" className="number">
                Change
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ label, base, branch, change, isBetter }) => (
              <tr key={label}>
                <td>{label}</td>
                <td className="number">{base}</td>
                <td className="number">
                  <b>{branch}</b>
                </td>
                <td className={`number ${isBetter === null ? '' : isBetter ? 'tone-good' : 'tone-bad'}`}>
                  {isBetter === null ? '' : isBetter ? '▲ ' : '▼ '}
                  {change}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {comparison.changes.length > 0 && (
        <details>
          <summary>{formatCount(comparison.changedCellCount)} cells changed, the largest first</summary>
          <table className="table inset figures" aria-label="Changed cells">
            <tbody>
              {comparison.changes.slice(0, changesShown).map((cell) => (
                <tr key={`${cell.itemLocationId} ${cell.startsOn}`}>
                  <td>
                    {cell.itemNumber} <span className="soft">{cell.locationCode}</span>
                  </td>
                  <td>{formatDay(cell.startsOn)}</td>
                  <td className="number">
                    {units(cell.baseMilli)} → <b>{units(cell.branchMilli)}</b>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      )}
    </section>
  );
}
