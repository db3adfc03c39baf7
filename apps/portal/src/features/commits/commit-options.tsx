import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { trpc } from '../../app/api.ts';
import type { CommitEvaluation, CommitRow } from '../../app/api-types.ts';
import { useIsPermitted } from '../../app/session.ts';
import { explainError } from '../../ui/error-view.tsx';
import { formatDay, formatMoney, formatPlanned } from '../../ui/format.ts';
import { formatShare } from '../../ui/plain-text.ts';
import { commitCommand } from './commit-command.ts';

type Option = CommitEvaluation['options'][number];

const partsText = ({ parts, substitute }: Option, unit: string): string =>
  [
    ...parts.map(
      ({ startsOn, quantityMilli }) => `${formatPlanned(quantityMilli, unit)} on ${formatDay(startsOn)}`,
    ),
    ...(substitute === null
      ? []
      : [`${formatPlanned(substitute.quantityMilli, unit)} of ${substitute.itemNumber}`]),
  ].join(', ');

const titleOf = ({ option, alternativeIndex, substitute }: Option): string => {
  if (option === 'refuse') return 'Count on nothing';
  if (option === 'as-committed') return 'As committed';
  return `Alternative ${(alternativeIndex ?? 0) + 1}${substitute === null ? '' : ': substitute'}`;
};

/** The buyer's side of one commit: each way to take it, replanned at once, side by side, the cheapest first. */
export function CommitOptions({ row }: { row: CommitRow }) {
  const mayAccept = useIsPermitted('commits.accept') && row.allowedEvents.includes('accept');
  const isAnswered = row.committedMilli !== null;
  const query = useQuery({
    ...trpc.orderForecasts.evaluateCommit.queryOptions({ commitId: row.commitId }),
    enabled: isAnswered,
  });
  const accept = useMutation(
    trpc.commits.accept.mutationOptions(commitCommand('Accepted: the plan counts on it')),
  );
  if (!isAnswered)
    return <p className="soft">The supplier has not answered yet. That is not a commit of 0.</p>;
  return (
    <div data-testid="commit-options">
      {row.reasonName !== null && (
        <p>
          <b>{row.reasonName}</b>
          {row.note !== null && `: “${row.note}”`}
        </p>
      )}
      {query.isPending && <p className="soft">Replanning each alternative…</p>}
      {query.isError && <p className="tone-bad">{explainError(query.error)}</p>}
      <div className="commit-options">
        {query.data?.options.map((option, index) => (
          <OptionCard
            key={`${option.option} ${option.alternativeIndex}`}
            option={option}
            evaluation={query.data}
            isCheapest={index === 0}
            isAccepted={
              row.state === 'accepted' &&
              option.option !== 'refuse' &&
              option.alternativeIndex === row.acceptedAlternativeIndex
            }
            onAccept={
              !mayAccept || option.option === 'refuse'
                ? undefined
                : () =>
                    accept.mutate({
                      commitId: row.commitId,
                      expectedVersion: row.version,
                      ...(option.alternativeIndex === null
                        ? {}
                        : { alternativeIndex: option.alternativeIndex }),
                    })
            }
            isPending={accept.isPending}
          />
        ))}
      </div>
      {query.data !== undefined && (
        <details className="soft">
          <summary>
            Planned from {formatDay(query.data.startsOn)} to {formatDay(query.data.endsBefore)}, assumptions
          </summary>
          <ul>
            {query.data.assumptions.map((assumption) => (
              <li key={assumption}>{assumption}</li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

type OptionCardProps = {
  option: Option;
  evaluation: CommitEvaluation;
  isCheapest: boolean;
  isAccepted: boolean;
  isPending: boolean;
  onAccept: (() => void) | undefined;
};

function OptionCard({ option, evaluation, isCheapest, isAccepted, isPending, onAccept }: OptionCardProps) {
  const { currency, unit } = evaluation;
  const { cost } = option;
  const costs = [
    ['missed sales', cost.shortageMinor],
    ['stock', cost.carryingMinor],
    ['dearer goods', cost.purchaseMinor],
  ] as const;
  return (
    <article className={`commit-option ${isAccepted ? 'accepted' : ''}`} data-testid="commit-option">
      <header>
        <b>{titleOf(option)}</b>
        {isCheapest && <span className="tag good">cheapest</span>}
        {isAccepted && <span className="tag good">accepted</span>}
        <b className="cost">{formatMoney(option.costMinor, currency)}</b>
      </header>
      <p>{partsText(option, unit)}</p>
      <dl className="facts">
        <div>
          <dt>Service</dt>
          <dd>{formatShare(option.serviceRatio)}</dd>
        </div>
        <div>
          <dt>Short</dt>
          <dd className={option.shortMilli > 0 ? 'tone-bad' : ''}>
            {formatPlanned(option.shortMilli, unit)}
          </dd>
        </div>
        <div>
          <dt>Mean stock</dt>
          <dd>{formatPlanned(option.stockMilli, unit)}</dd>
        </div>
      </dl>
      <p className="soft" title={option.text}>
        {costs
          .filter(([, minor]) => minor !== 0)
          .map(([name, minor]) => `${name} ${formatMoney(minor, currency)}`)
          .join(', ') || 'Costs no more than the order forecast in full'}
      </p>
      {onAccept !== undefined && (
        <Button
          size="compact-sm"
          variant={isCheapest ? 'filled' : 'default'}
          loading={isPending}
          onClick={onAccept}
          data-testid="accept-commit"
        >
          Accept
        </Button>
      )}
    </article>
  );
}
