import type { Dashboard } from '../../app/api-types.ts';
import { formatCount, formatMoney } from '../../ui/format.ts';
import { formatShare } from '../../ui/plain-text.ts';
import type { ViewChange } from './perfect-orders-page.tsx';
import { causeText, partyText } from './performance-words.ts';

type Cause = Dashboard['causes'][number];

/** Pareto: what failed lines by which cause, whose, at what cost, the most expensive first; each opens its lines. */
export function CauseTable({ causes, onChange }: { causes: readonly Cause[]; onChange: ViewChange }) {
  if (causes.length === 0) {
    return (
      <section className="section" aria-label="Causes">
        <h2>Causes</h2>
        <p className="soft">No line failed in this period.</p>
      </section>
    );
  }
  const [first] = causes;
  const ofCurrency = causes.filter(({ currency }) => currency === first?.currency);
  const total = ofCurrency.reduce((sum, { costMinor }) => sum + costMinor, 0);
  const max = Math.max(1, ...ofCurrency.map(({ costMinor }) => costMinor));
  let running = 0;
  return (
    <section className="section" aria-label="Causes">
      <h2>Causes, by what they cost</h2>
      <div className="table-frame">
        <table className="table inset" aria-label="Causes" data-testid="causes">
          <thead>
            <tr>
              <th scope="col">Cause</th>
              <th scope="col">Answers for it</th>
              <th scope="col" className="number">
                Lines
              </th>
              <th scope="col" className="number" title="Trucks, orders or papers behind the lines">
                Events
              </th>
              <th scope="col" className="number">
                Cost
              </th>
              <th scope="col" className="pareto">
                Share of all
              </th>
              <th scope="col" className="number spare">
                Together
              </th>
            </tr>
          </thead>
          <tbody>
            {causes.map((cause) => {
              const isCounted = cause.currency === first?.currency;
              if (isCounted) running += cause.costMinor;
              return (
                <tr key={`${cause.party} ${cause.cause} ${cause.currency}`}>
                  <td>
                    <button
                      type="button"
                      className="link-button"
                      onClick={() =>
                        onChange({ tab: 'lines', verdict: 'failed', cause: cause.cause, party: cause.party })
                      }
                    >
                      {causeText(cause.cause)}
                    </button>
                  </td>
                  <td>{partyText(cause.party)}</td>
                  <td className="number">{formatCount(cause.lineCount)}</td>
                  <td className="number">{formatCount(cause.eventCount)}</td>
                  <td className="number">{formatMoney(cause.costMinor, cause.currency)}</td>
                  <td className="pareto">
                    {isCounted && (
                      <span className="pareto-bar" style={{ width: `${(100 * cause.costMinor) / max}%` }} />
                    )}
                  </td>
                  <td className="number spare">{isCounted && total > 0 && formatShare(running / total)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}
