import type { LineVerdictView } from '../../app/api-types.ts';
import { formatMoney } from '../../ui/format.ts';
import { causeText, partyText } from './performance-words.ts';
import { VerdictTag } from './verdict-marks.tsx';

type Figure = Pick<
  NonNullable<LineVerdictView['openDispute']>['asClaimed'],
  'standing' | 'isPerfect' | 'costMinor'
> & {
  rootCause: { cause: string; party: string } | null;
};

/** What an open dispute is about in figures: as scored, as claimed, and by what is offered. */
export function VerdictFigures({ line }: { line: LineVerdictView }) {
  const { openDispute, currency, score } = line;
  if (openDispute === null) return null;
  const { asClaimed, asOffered } = openDispute;
  const figures: [string, Figure][] = [
    ['As scored', score],
    ['As claimed', asClaimed],
    ...(asOffered === null ? [] : ([['As proposed', asOffered]] as [string, Figure][])),
  ];
  return (
    <div className="both-figures" data-testid="both-figures">
      {figures.map(([title, figure]) => (
        <span key={title}>
          {title}: <VerdictTag row={{ ...figure, status: 'FINAL' }} />{' '}
          {formatMoney(figure.costMinor, currency)}
          {figure.rootCause !== null && (
            <small className="soft">
              {' '}
              {causeText(figure.rootCause.cause)}, {partyText(figure.rootCause.party).toLowerCase()}
            </small>
          )}
        </span>
      ))}
    </div>
  );
}
