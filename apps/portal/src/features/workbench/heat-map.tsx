import { useMemo } from 'react';
import { tinyBucketName } from '../../ui/grid/bucket-names.ts';
import type { SheetCore } from '../../ui/grid/sheet-core.ts';
import { comparedMeasures } from '../../ui/grid/use-sheet.ts';
import { differencesOf } from './chart-series.ts';

type HeatMapProps = { core: SheetCore; tick: number };

const rowsMax = 12;
const columnsMax = 52;

/** Five steps either way; every cell also carries its sign and size as text. */
const stepOf = (ratio: number): string => {
  if (Number.isNaN(ratio)) return 'none';
  const step = Math.min(4, Math.floor(Math.abs(ratio) * 10));
  return step === 0 ? 'same' : `${ratio > 0 ? 'more' : 'less'}-${step}`;
};

const textOf = (ratio: number): string =>
  Number.isNaN(ratio) ? '' : `${ratio > 0 ? '+' : ratio < 0 ? '−' : ''}${Math.round(Math.abs(ratio) * 100)}`;

/** Where both sides' forecasts are furthest apart: items down, weeks across, per cent of the larger number. */
export function HeatMap({ core, tick }: HeatMapProps) {
  const { store, state } = core;
  const pair = comparedMeasures(store.measures.map(({ code }) => code));
  const fromColumn = Math.max(0, core.currentColumn);
  const rows = useMemo(
    () =>
      // Another tick means other numbers.
      pair === undefined || tick < 0
        ? []
        : differencesOf(store, { ours: pair[0], theirs: pair[1], fromColumn, rowsMax }),
    [store, pair, fromColumn, tick],
  );
  if (pair === undefined)
    return <p className="soft chart-space">There is no second forecast to compare with yet.</p>;
  const [ours, theirs] = pair.map((index) => store.measures[index]?.name ?? '');
  if (rows.length === 0)
    return (
      <p className="soft chart-space">
        {ours} and {theirs} agree everywhere.
      </p>
    );
  const buckets = store.buckets.slice(fromColumn, fromColumn + columnsMax);
  return (
    <>
      <h2>
        {theirs} against {ours}, per cent of the larger: the {rows.length} rows furthest apart
      </h2>
      <div className="heat-map">
        <table>
          <thead>
            <tr>
              <th scope="col">Item and location</th>
              {buckets.map(({ startsOn, label }) => (
                <th key={startsOn} scope="col">
                  {tinyBucketName(label)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ rowIndex, ratios }) => {
              const row = store.rowAt(rowIndex);
              return (
                <tr key={row?.itemLocationId}>
                  <th scope="row">
                    <button
                      type="button"
                      className="link-button"
                      onClick={() => state.change({ wantedRow: rowIndex })}
                    >
                      {row?.itemNumber} {row?.locationCode}
                    </button>
                  </th>
                  {buckets.map(({ startsOn, label }, index) => {
                    const ratio = ratios[index] ?? Number.NaN;
                    return (
                      <td
                        key={startsOn}
                        data-step={stepOf(ratio)}
                        title={`${label}: ${textOf(ratio) || 'no'} %`}
                      >
                        {textOf(ratio)}
                      </td>
                    );
                  })}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </>
  );
}
