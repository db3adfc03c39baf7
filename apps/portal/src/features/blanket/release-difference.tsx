import type { BlanketDetail } from '../../app/api-types.ts';
import { Callout } from '../../ui/callout.tsx';
import { explainError } from '../../ui/error-view.tsx';
import { formatAmount, formatChange, formatDay } from '../../ui/format.ts';
import type { Previewed } from './use-release-preview.ts';

const shownMax = 40;

/** What the release would call off, change or take back, before it is sent. */
export function ReleaseDifference({ view, preview }: { view: BlanketDetail; preview: Previewed }) {
  const { data, error, isCurrent } = preview;
  const itemOf = (itemLine: string): string =>
    view.items.find((item) => item.itemLine === itemLine)?.itemNumber ?? itemLine;
  return (
    <section aria-labelledby="difference-title" aria-live="polite" data-stale={!isCurrent}>
      <h2 id="difference-title">What becomes firm</h2>
      {error != null && <Callout tone="bad">{explainError(error)}</Callout>}
      {data === undefined && error == null && <p className="soft">Being compared…</p>}
      {data?.issue != null && <Callout tone="bad">{data.issue.text}.</Callout>}
      {data?.needsReason != null && <Callout tone="warn">{data.needsReason}.</Callout>}
      {data?.issue === null && data.changes.length === 0 && (
        <p className="soft">Nothing firm changes; the planned weeks are told anew.</p>
      )}
      {data !== undefined && data.changes.length > 0 && (
        <table className="table inset" aria-label="Difference to what is called off">
          <thead>
            <tr>
              <th scope="col">Item</th>
              <th scope="col">Due</th>
              <th scope="col" className="number">
                Before
              </th>
              <th scope="col" className="number">
                After
              </th>
              <th scope="col" className="number">
                ±
              </th>
            </tr>
          </thead>
          <tbody>
            {data.changes.slice(0, shownMax).map((change) => (
              <tr key={change.lineNumber}>
                <td>{itemOf(change.itemLine)}</td>
                <td>
                  {formatDay(change.on)} {change.time}
                </td>
                <td className="number">
                  {change.beforeMilli === 0 ? '–' : formatAmount(change.beforeMilli)}
                </td>
                <td className="number">{change.afterMilli === 0 ? '–' : formatAmount(change.afterMilli)}</td>
                <td className="number">{formatChange(change.afterMilli - change.beforeMilli)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {data !== undefined && data.changes.length > shownMax && (
        <p className="soft">and {data.changes.length - shownMax} more</p>
      )}
    </section>
  );
}
