import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { trpc } from '../../app/api.ts';
import type { CommitRow } from '../../app/api-types.ts';
import { useKeys } from '../../app/keyboard.ts';
import { useIsPermitted } from '../../app/session.ts';
import { formatCount } from '../../ui/format.ts';
import { answerOf, readinessOf, toAnswer, type WrittenAnswers } from './commit-answers.ts';
import { commitCommand } from './commit-command.ts';

/** Of all commits of the agreement, whatever the filter shows. */
export type CommitTotals = readonly { state: CommitRow['state']; count: number }[];

const countOf = (totals: CommitTotals, states: readonly CommitRow['state'][]): number =>
  totals.reduce((sum, { state, count }) => (states.includes(state) ? sum + count : sum), 0);

type SupplierBarProps = {
  agreementId: string;
  totals: CommitTotals;
  rows: readonly CommitRow[];
  written: WrittenAnswers;
  onChoose: (commitId: string) => void;
  onSent: () => void;
};

/** What the supplier has written so far, and how to send it; or everything as forecast with one click. */
export function SupplierBar({ agreementId, totals, rows, written, onChoose, onSent }: SupplierBarProps) {
  const openCount = countOf(totals, ['due', 'draft', 'overdue']);
  const { ready, withoutReason, shortCount } = readinessOf(rows, written);
  const answers = (of: readonly CommitRow[]) =>
    of.flatMap((row) => {
      const answer = answerOf(row, written);
      return answer === undefined ? [] : [{ row, answer }];
    });
  const submit = useMutation(
    trpc.commits.submit.mutationOptions(
      commitCommand(
        ready.length === 1 ? 'One commit sent' : `${formatCount(ready.length)} commits sent`,
        onSent,
      ),
    ),
  );
  const save = useMutation(
    trpc.commits.saveDrafts.mutationOptions(
      commitCommand('Kept as a draft; the buyer does not see the numbers', onSent),
    ),
  );
  const asForecast = useMutation(
    trpc.commits.commitAsForecast.mutationOptions(commitCommand('Committed as forecast', onSent)),
  );
  const send = (): void =>
    submit.mutate({ agreementId, commits: answers(ready).map(({ row, answer }) => toAnswer(row, answer)) });
  const drafts = answers([...ready, ...withoutReason])
    .filter(({ row }) => /^(due|draft|overdue)$/.test(row.state) && written[row.commitId] !== undefined)
    .map(({ row, answer }) => {
      const { itemLocationId: _item, startsOn: _on, ...content } = toAnswer(row, answer);
      return { commitId: row.commitId, ...content };
    });
  useKeys('Commits', [{ keys: 'a', label: 'Send what is written', run: () => ready.length > 0 && send() }]);
  const [firstWithout] = withoutReason;
  return (
    <div className="worklist-totals">
      <span>
        {formatCount(openCount)} to answer
        {ready.length > 0 && `, ${formatCount(ready.length)} written`}
        {shortCount > 0 && `, ${formatCount(shortCount)} short`}
      </span>
      {firstWithout !== undefined && (
        <button type="button" className="link-button" onClick={() => onChoose(firstWithout.commitId)}>
          {formatCount(withoutReason.length)} short without a reason
        </button>
      )}
      <div className="actions">
        <Button
          variant="default"
          disabled={openCount === 0}
          loading={asForecast.isPending}
          onClick={() => asForecast.mutate({ agreementId })}
          data-testid="commit-as-forecast"
        >
          Commit all open as forecast
        </Button>
        <Button
          variant="default"
          disabled={drafts.length === 0}
          loading={save.isPending}
          onClick={() => save.mutate({ agreementId, commits: drafts })}
        >
          Keep as draft
        </Button>
        <Button
          disabled={ready.length === 0}
          loading={submit.isPending}
          onClick={send}
          data-testid="send-commits"
        >
          Send {ready.length > 0 ? formatCount(ready.length) : ''}
        </Button>
      </div>
    </div>
  );
}

/** The buyer takes every answer that covers what was asked for; shorts are decided one by one, by their cost. */
export function BuyerBar({ agreementId, totals }: { agreementId: string; totals: CommitTotals }) {
  const mayAccept = useIsPermitted('commits.accept');
  const shortCount = countOf(totals, ['short']);
  const fullCount = countOf(totals, ['submitted']);
  const openCount = countOf(totals, ['due', 'draft', 'overdue']);
  const acceptAll = useMutation(
    trpc.commits.acceptMany.mutationOptions(commitCommand('Accepted what covers the order forecast')),
  );
  return (
    <div className="worklist-totals">
      <span>
        {formatCount(openCount)} not answered, {formatCount(fullCount)} in full,{' '}
        <b className={shortCount > 0 ? 'tone-warn' : ''}>{formatCount(shortCount)} short</b>
      </span>
      {mayAccept && (
        <div className="actions">
          <Button
            disabled={fullCount === 0}
            loading={acceptAll.isPending}
            onClick={() => acceptAll.mutate({ agreementId })}
            data-testid="accept-all-commits"
          >
            Accept all in full
          </Button>
        </div>
      )}
    </div>
  );
}
