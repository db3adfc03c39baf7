import type { MeasuringTerms } from '../../../app/api-types.ts';
import { termLines } from './term-words.ts';

/** Everything that a version says, to be read. */
export function TermsReading({ content, currency }: { content: MeasuringTerms; currency: string }) {
  return (
    <table className="table inset terms" aria-label="What the terms say">
      {termLines(content, currency).map(({ title, lines }) => (
        <tbody key={title}>
          <tr>
            <th scope="rowgroup" colSpan={2}>
              {title}
            </th>
          </tr>
          {lines.map(({ key, label, text }) => (
            <tr key={key} data-testid="term-row">
              <td>{label}</td>
              <td className="wrap">{text}</td>
            </tr>
          ))}
          {lines.length === 0 && (
            <tr>
              <td colSpan={2} className="soft">
                none
              </td>
            </tr>
          )}
        </tbody>
      ))}
    </table>
  );
}
