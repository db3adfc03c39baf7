import { type Column, DataTable } from '../../ui/data-table.tsx';
import { formatState } from '../../ui/format.ts';
import type { SetUse } from './practice-types.ts';
import { evidenceText } from './questions.tsx';

type ElementUse = SetUse['elements'][number];
type UnknownUse = SetUse['unknown'][number];
type Fact = SetUse['missing'][number];

const elementColumns: Column<ElementUse>[] = [
  { id: 'loop', title: 'Loop', cell: ({ loop }) => <span className="soft">{loop}</span> },
  { id: 'place', title: 'Place', cell: ({ place }) => <span className="mono">{place}</span> },
  { id: 'what', title: 'What it is', isWide: true, cell: ({ meaning, name }) => meaning ?? name },
  { id: 'messages', title: 'Messages', isNumber: true, cell: ({ messageCount }) => messageCount },
  {
    id: 'length',
    title: 'Length',
    cell: ({ lengthMin, lengthMax, standardLengthMax }) =>
      `${lengthMin}–${lengthMax}${standardLengthMax === undefined ? '' : ` of ${standardLengthMax}`}`,
  },
  {
    id: 'codes',
    title: 'Codes and forms',
    isProse: true,
    cell: ({ codes, dateForm }) => dateForm ?? codes.map(({ code, count }) => `${code} ×${count}`).join(', '),
  },
  {
    id: 'read',
    title: 'We read it',
    cell: ({ isUsed }) => (isUsed ? 'Yes' : <span className="tag warn">No</span>),
  },
];
const unknownColumns: Column<UnknownUse>[] = [
  { id: 'segment', title: 'Segment', cell: ({ segment }) => <span className="mono">{segment}</span> },
  { id: 'qualifier', title: 'With', cell: ({ qualifier }) => <span className="mono">{qualifier}</span> },
  { id: 'places', title: 'Places', isWide: true, isProse: true, cell: ({ places }) => places.join(', ') },
  { id: 'seen', title: 'Seen', cell: ({ evidence }) => <span className="mono">{evidence.value}</span> },
];

const messagesText = (count: number): string => `${count} ${count === 1 ? 'message' : 'messages'}`;

function Facts({ title, facts }: { title: string; facts: readonly Fact[] }) {
  if (facts.length === 0) return null;
  return (
    <>
      <h4>{title}</h4>
      <ul>
        {facts.map(({ message, isNeverSent, messageCount, evidence }) => (
          <li key={message}>
            {message}{' '}
            <span className={isNeverSent ? 'tag bad' : 'tag warn'}>
              {isNeverSent ? 'never sent' : messagesText(messageCount)}
            </span>{' '}
            <span className="evidence mono">{evidenceText([evidence])}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

/** How one kind of message is used in the samples: what is missing, what nobody reads, and every element. */
export function SetUseSection({ use }: { use: SetUse }) {
  const { type, version, documentType, messageCount, understoodCount, lookedAtCount } = use;
  const isRead = understoodCount === lookedAtCount && documentType !== undefined;
  return (
    <details className="section" open={!isRead} data-testid="set-use">
      <summary>
        <strong>
          {type} {version}
        </strong>{' '}
        {documentType === undefined ? 'is not read by us' : formatState(documentType)},{' '}
        {messagesText(messageCount)}{' '}
        <span className={`tag ${isRead ? 'good' : 'warn'}`}>
          {understoodCount} of {lookedAtCount} understood
        </span>
      </summary>
      <Facts title="Needed and missing" facts={use.missing} />
      <Facts title="Refused" facts={use.obstacles} />
      {use.unknown.length > 0 && (
        <>
          <h4>Sent, and not read by us</h4>
          <DataTable
            isInset
            label={`Sent in the ${type} and not read`}
            rows={use.unknown}
            rowKey={({ segment, qualifier }) => `${segment} ${qualifier}`}
            columns={unknownColumns}
          />
        </>
      )}
      <h4>Elements in use</h4>
      <DataTable
        isInset
        label={`Elements of the ${type}`}
        rows={use.elements}
        rowKey={({ loop, place }) => `${loop} ${place}`}
        columns={elementColumns}
      />
    </details>
  );
}
