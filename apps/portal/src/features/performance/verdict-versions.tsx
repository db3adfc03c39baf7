import type { LineVerdictView } from '../../app/api-types.ts';
import { formatMoney } from '../../ui/format.ts';
import { Instant } from '../../ui/time.tsx';
import { causeText, eventText, exclusionText, partyText } from './performance-words.ts';
import { VerdictTag } from './verdict-marks.tsx';

/** What held of a line since it was final or disputed for the first time, and whose word made it another. */
export function VerdictVersions({ line: { versions, currency } }: { line: LineVerdictView }) {
  if (versions.length === 0) return null;
  return (
    <section className="section" aria-label="Versions of the verdict" data-testid="verdict-versions">
      <h2>Versions</h2>
      <div className="table-frame">
        <table className="table inset" aria-label="Versions">
          <thead>
            <tr>
              <th scope="col">No.</th>
              <th scope="col">Verdict</th>
              <th scope="col">Cause</th>
              <th scope="col" className="number">
                Cost
              </th>
              <th scope="col">From</th>
              <th scope="col">Why</th>
            </tr>
          </thead>
          <tbody>
            {versions.map((version) => (
              <tr key={version.number} title={`Definition ${version.definitionVersion}`}>
                <td>{version.number}</td>
                <td>
                  <VerdictTag row={version} />
                </td>
                <td className="wrap">
                  {version.exclusionCode !== null
                    ? exclusionText(version.exclusionCode)
                    : version.cause !== null &&
                      `${causeText(version.cause)}, ${partyText(version.causeParty ?? '').toLowerCase()}`}
                </td>
                <td className="number">
                  {version.costMinor > 0 && formatMoney(version.costMinor, currency)}
                </td>
                <td>
                  <Instant at={version.asOf} />
                </td>
                <td className="wrap">
                  {version.said === null ? (
                    <span className="soft">what became known</span>
                  ) : (
                    <>
                      {eventText(version.said.kind)} by {version.said.by}: {version.said.reason}
                    </>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
