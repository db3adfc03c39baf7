import { useSuspenseQuery } from '@tanstack/react-query';
import { trpc } from '../../app/api.ts';
import type { CommitRow } from '../../app/api-types.ts';
import { formatDay, formatQuantity } from '../../ui/format.ts';
import { StateTag } from '../../ui/state-tag.tsx';
import { Countdown, Instant } from '../../ui/time.tsx';
import { ThreadPanel } from '../threads/thread-panel.tsx';
import type { WrittenAnswer, WrittenAnswers } from './commit-answers.ts';
import { CommitOptions } from './commit-options.tsx';
import { ShortfallPanel } from './shortfall-panel.tsx';

type CommitDetailProps = {
  row: CommitRow;
  rows: readonly CommitRow[];
  side: 'buyer' | 'seller';
  written: WrittenAnswers;
  reasons: readonly { code: string; name: string }[];
  onAnswer: (row: CommitRow, answer: WrittenAnswer) => void;
};

/** One commit: what is asked, what was answered, and what can be made of it. */
export function CommitDetail({ row, rows, side, written, reasons, onAnswer }: CommitDetailProps) {
  const { data: agreement } = useSuspenseQuery(
    trpc.agreements.get.queryOptions({ agreementId: row.agreementId }),
  );
  const others = new Map(
    rows.filter(({ itemId }) => itemId !== row.itemId).map((one) => [one.itemId, one] as const),
  );
  return (
    <aside className="commit-detail" aria-label={`Commit of ${row.itemNumber}`}>
      <h2>
        {row.itemNumber} {row.description} <StateTag state={row.state} />
      </h2>
      <dl className="facts">
        <div>
          <dt>Place</dt>
          <dd>{row.locationCode}</dd>
        </div>
        <div>
          <dt>Period from</dt>
          <dd>{formatDay(row.startsOn)}</dd>
        </div>
        <div>
          <dt>Asked</dt>
          <dd>{formatQuantity(row.forecastMilli, row.unit)}</dd>
        </div>
        <div>
          <dt>Committed</dt>
          <dd>
            {row.committedMilli === null ? 'no answer yet' : formatQuantity(row.committedMilli, row.unit)}
          </dd>
        </div>
        {row.dueAt !== null && row.submittedAt === null && (
          <div>
            <dt>Answer due</dt>
            <dd>
              <Countdown at={row.dueAt} />
            </dd>
          </div>
        )}
        {row.submittedAt !== null && (
          <div>
            <dt>Answered</dt>
            <dd>
              <Instant at={row.submittedAt} /> {row.submittedBy}
            </dd>
          </div>
        )}
      </dl>
      {side === 'buyer' ? (
        <CommitOptions row={row} />
      ) : (
        <ShortfallPanel
          row={row}
          written={written}
          reasons={reasons}
          substitutes={[...others.values()].map(({ itemId, itemNumber, description }) => ({
            itemId,
            label: `${itemNumber} ${description}`,
          }))}
          onAnswer={onAnswer}
        />
      )}
      <h2 style={{ marginTop: 16 }}>Conversation</h2>
      <ThreadPanel
        key={row.commitId}
        subject={{ subjectKind: 'commit', subjectId: row.commitId }}
        partnerName={agreement.partnerName}
        partnerId={agreement.mySide === 'buyer' ? agreement.supplierId : agreement.buyerId}
      />
    </aside>
  );
}
