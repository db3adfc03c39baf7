import { Button, NumberInput } from '@mantine/core';
import { useMutation, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { inferRouterOutputs } from '@trpc/server';
import { useState } from 'react';
import './exceptions.css';
import { keepRows, trpc } from '../../app/api.ts';
import type { AppRouter } from '../../app/api-types.ts';
import { useIsPermitted } from '../../app/session.ts';
import { ErrorView } from '../../ui/error-view.tsx';
import { formatCount } from '../../ui/format.ts';
import { Empty, RowsSkeleton } from '../../ui/page.tsx';
import { formatShare } from '../../ui/plain-text.ts';
import { agreementCommand } from '../agreements/agreement-command.ts';
import { volumeClassNames } from '../agreements/words.ts';

const route = getRouteApi('/shell/partnerships/$agreementId/tolerances');
type Suggestions = inferRouterOutputs<AppRouter>['exceptions']['tolerances']['suggest'];
type Suggestion = Suggestions['suggestions'][number];

/** /partnerships/:agreementId/tolerances: what tolerances would raise no more than both can look at. */
export function TolerancesPage() {
  const { agreementId } = route.useParams();
  const [perWeek, setPerWeek] = useState({ buyer: 20, seller: 20 });
  const query = useQuery({
    ...trpc.exceptions.tolerances.suggest.queryOptions({
      agreementId,
      buyerPerWeek: perWeek.buyer,
      sellerPerWeek: perWeek.seller,
    }),
    ...keepRows,
  });
  const capacity = (side: 'buyer' | 'seller', label: string) => (
    <NumberInput
      label={label}
      w={190}
      min={1}
      max={10_000}
      value={perWeek[side]}
      onChange={(value) =>
        typeof value === 'number' && value >= 1 && setPerWeek((before) => ({ ...before, [side]: value }))
      }
    />
  );
  return (
    <div className="page-body">
      <p>
        <Link to="/partnerships/$agreementId/exceptions" params={{ agreementId }}>
          ‹ Exceptions
        </Link>
      </p>
      <h2>Tolerances learnt from how far the two forecasts really differed</h2>
      <p className="soft">
        They are proposed so that no more is raised than both have time for, and as much of the money as
        possible is kept. Nothing changes before both have signed a new version of the agreement.
      </p>
      <div className="tolerance-capacity">
        {capacity('buyer', 'Buyer looks at, per week')}
        {capacity('seller', 'Seller looks at, per week')}
      </div>
      {query.isPending && <RowsSkeleton />}
      {query.isError && query.data === undefined && (
        <ErrorView error={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.data?.suggestions.length === 0 && (
        <Empty title="No tolerance can be learnt here">
          <p>The agreement compares no forecasts of both sides. Add such a criterion to it first.</p>
        </Empty>
      )}
      {query.data?.suggestions.map((suggestion) => (
        <SuggestionCard key={suggestion.criterionCode} suggestion={suggestion} />
      ))}
      {query.data !== undefined && query.data.suggestions.length > 0 && (
        <TakeOver agreementId={agreementId} suggested={query.data} />
      )}
    </div>
  );
}

function SuggestionCard({ suggestion }: { suggestion: Suggestion }) {
  const { classes, criterionName, reason, weekCount } = suggestion;
  return (
    <section className="section" aria-label={criterionName} data-testid="tolerance">
      <h2>
        {criterionName}{' '}
        {classes.length > 0 && (
          <small className="soft">
            {formatCount(weekCount)} {weekCount === 1 ? 'week' : 'weeks'}:{' '}
            {suggestion.firedPerWeekBefore.toFixed(1)} a week before,{' '}
            {suggestion.firedPerWeekAfter.toFixed(1)} after, {formatShare(suggestion.moneyShareKept)} of the
            money kept
          </small>
        )}
      </h2>
      <p className="soft">{reason}</p>
      {classes.length > 0 && (
        <table className="table inset">
          <thead>
            <tr>
              <th scope="col">Category</th>
              <th scope="col">Volume</th>
              <th scope="col" className="number">
                Now
              </th>
              <th scope="col" className="number">
                Proposed
              </th>
              <th scope="col" className="number">
                Raised before
              </th>
              <th scope="col" className="number">
                Raised after
              </th>
              <th scope="col" className="number">
                n
              </th>
            </tr>
          </thead>
          <tbody>
            {classes.map((one) => (
              <tr key={`${one.category} ${one.volumeClass}`}>
                <td>{one.category === '' ? 'All' : one.category}</td>
                <td>{volumeClassNames[one.volumeClass]}</td>
                <td className="number">{formatShare(one.ratioBefore)}</td>
                <td className="number">
                  <b>{formatShare(one.ratioAfter)}</b>
                </td>
                <td className="number">{formatCount(one.firedBefore)}</td>
                <td className="number">{formatCount(one.firedAfter)}</td>
                <td className="number">{formatCount(one.observationCount)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

/** The suggested criteria as a draft of the next version: to be looked at, proposed and signed by both. */
function TakeOver({ agreementId, suggested }: { agreementId: string; suggested: Suggestions }) {
  const { data: agreement } = useSuspenseQuery(trpc.agreements.get.queryOptions({ agreementId }));
  const mayWrite = useIsPermitted('agreements.write') && agreement.allowedEvents.includes('revise');
  const navigate = route.useNavigate();
  const revise = useMutation(
    trpc.agreements.revise.mutationOptions(agreementCommand('A draft with these tolerances is saved')),
  );
  const active = agreement.versions.find(
    ({ versionNumber }) => versionNumber === agreement.activeVersionNumber,
  );
  const isChanged =
    active !== undefined && JSON.stringify(active.content.criteria) !== JSON.stringify(suggested.criteria);
  if (!isChanged) return <p className="soft">The tolerances in force fit: there is nothing to change.</p>;
  if (!mayWrite)
    return (
      <p className="soft">
        A change of the agreement cannot be begun now: another version is open, or your role does not allow
        it.
      </p>
    );
  return (
    <Button
      loading={revise.isPending}
      data-testid="take-over-tolerances"
      onClick={() =>
        revise.mutate(
          {
            agreementId,
            content: { ...active.content, criteria: suggested.criteria },
            note: 'Tolerances learnt from past differences',
          },
          {
            onSuccess: ({ agreementVersionId }) =>
              void navigate({
                to: '/partnerships/$agreementId/agreement',
                params: { agreementId },
                search: { version: agreementVersionId },
              }),
          },
        )
      }
    >
      Draft a new version with them
    </Button>
  );
}
