import { useState } from 'react';
import { Callout } from '../../ui/callout.tsx';
import { formatState } from '../../ui/format.ts';
import type { Traced, TracedField } from './practice-types.ts';

const shownAtFirst = 200;

const doesWhat = ({ isUsed, isFollowed, effects, checkedBecause }: TracedField): string => {
  if (!isUsed) return 'not read by us';
  if (!isFollowed) return 'not followed: the message is long';
  if (effects.length > 0)
    return effects.map(({ path, value }) => `${path} = ${value ?? 'nothing'}`).join(', ');
  return checkedBecause === undefined ? 'looked at, without effect here' : 'only checked';
};

function FieldRow({ field }: { field: TracedField }) {
  const { loops, place, value, meaning, name, isUsed, neededBecause, checkedBecause } = field;
  return (
    <tr data-unused={!isUsed} data-testid="traced-field">
      <td className="mono trace-place">{`${'  '.repeat(loops.length)}${place}`}</td>
      <td className="mono">{value}</td>
      <td>{meaning ?? name}</td>
      <td className={isUsed ? 'mono' : ''}>{doesWhat(field)}</td>
      <td>
        {neededBecause !== undefined && (
          <span className="tag warn" title={neededBecause}>
            needed
          </span>
        )}
        {neededBecause === undefined && checkedBecause !== undefined && (
          <span className="tag info" title={checkedBecause}>
            checked
          </span>
        )}
      </td>
    </tr>
  );
}

/** The fields of a message in its loops, each with what it does to the document. */
export function TraceView({ traced }: { traced: Traced }) {
  const [isAll, setAll] = useState(false);
  const { type, reference, documentType, document, issues, fields, fieldCount } = traced;
  const shown = isAll ? fields : fields.slice(0, shownAtFirst);
  const unusedCount = fields.filter(({ isUsed }) => !isUsed).length;
  return (
    <section className="section" aria-labelledby="trace-title">
      <h2 id="trace-title">
        {type} {reference}{' '}
        <span className={`tag ${document === undefined ? 'bad' : 'good'}`}>
          {document === undefined ? 'refused' : formatState(documentType ?? '')}
        </span>
      </h2>
      <p className="soft">
        {fieldCount} fields, {unusedCount} of them not read by us. A field’s effect is found by exchanging its
        value and reading again.
      </p>
      {issues.length > 0 && (
        <Callout tone={document === undefined ? 'bad' : 'warn'} title="What the reading says">
          <ul>
            {issues.slice(0, 20).map(({ message, place }) => (
              <li key={`${place.offset} ${message}`}>{message}</li>
            ))}
          </ul>
        </Callout>
      )}
      <div className="table-frame">
        <table className="table inset trace" aria-label={`Fields of the ${type}`}>
          <thead>
            <tr>
              <th scope="col">Place</th>
              <th scope="col">Value</th>
              <th scope="col">What it is</th>
              <th scope="col">What it does to the document</th>
              <th scope="col">
                <span className="visually-hidden">Whether it is needed</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((field) => (
              <FieldRow
                key={`${field.segmentIndex} ${field.element} ${field.component ?? ''}`}
                field={field}
              />
            ))}
          </tbody>
        </table>
      </div>
      {shown.length < fields.length && (
        <button type="button" className="link-button" onClick={() => setAll(true)}>
          Show all {fields.length} fields
        </button>
      )}
    </section>
  );
}
