import { Button, Progress } from '@mantine/core';
import { useMutation, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { queryClient, trpc } from '../../app/api.ts';
import type { BacktestDetail, BacktestPoint, BacktestResult } from '../../app/api-types.ts';
import { useIsPermitted } from '../../app/session.ts';
import { Callout } from '../../ui/callout.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { explainError } from '../../ui/error-view.tsx';
import { formatCount, formatDay, formatMoneyRounded, formatState } from '../../ui/format.ts';
import { Page } from '../../ui/page.tsx';
import { StateTag } from '../../ui/state-tag.tsx';
import './backtests.css';
import { formatRatio, policyWords, scopeWords } from './backtest-words.ts';
import { FrontierChart } from './frontier-chart.tsx';
import { MovedItems } from './moved-items.tsx';
import { moneyChange } from './point-changes.ts';
import { TotalsTable } from './totals-table.tsx';

const route = getRouteApi('/shell/backtests/$backtestId');

function BacktestProgress({ backtest }: { backtest: BacktestDetail }) {
  const mayCancel = useIsPermitted('replenishment.run');
  const cancel = useMutation(
    trpc.backtests.cancel.mutationOptions({
      onSettled: () => queryClient.invalidateQueries(trpc.backtests.pathFilter()),
    }),
  );
  const { backtestId, state, doneCount, totalCount } = backtest;
  return (
    <div className="run-progress">
      <div>
        <Progress
          value={totalCount > 0 ? (100 * doneCount) / totalCount : 100}
          size="sm"
          animated
          aria-label={`Backtest: ${formatState(state)}`}
        />
        <small aria-live="polite">
          {state === 'queued' ? 'Queued' : 'Replaying'}
          {totalCount > 0 && ` · ${formatCount(doneCount)} of ${formatCount(totalCount)}`}
        </small>
      </div>
      {mayCancel && (
        <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate({ backtestId })}>
          Cancel
        </Button>
      )}
      {cancel.isError && <span className="tone-bad">{explainError(cancel.error)}</span>}
    </div>
  );
}

/** "saves €1,200 a year (between €900 and €1,500 with other weeks)". */
function YearlyCost({ point, currency }: { point: BacktestPoint; currency: string }) {
  const { costMinor, lowMinor, highMinor } = point.againstToday;
  const isSaving = costMinor <= 0;
  return (
    <>
      <b className={isSaving ? 'tone-good' : 'tone-bad'}>
        {isSaving ? 'saves' : 'costs'} {formatMoneyRounded(Math.abs(costMinor), currency)} a year
      </b>
      {lowMinor !== null && highMinor !== null && (
        <span className="soft">
          {' '}
          (90% interval {moneyChange(lowMinor, currency, formatMoneyRounded)} to{' '}
          {moneyChange(highMinor, currency, formatMoneyRounded)})
        </span>
      )}
    </>
  );
}

function Verdict({ result, currency }: { result: BacktestResult; currency: string }) {
  const { alternative, cheapest, frontier } = result;
  const ends = [frontier.at(0), frontier.at(-1)].map((point) => JSON.stringify(point?.policy));
  const isAtEnd = ends.includes(JSON.stringify(cheapest.policy));
  return (
    <p className="backtest-verdict" data-testid="backtest-verdict">
      {policyWords(alternative.policy)} <YearlyCost point={alternative} currency={currency} />.{' '}
      {cheapest.costMinor < Math.min(alternative.costMinor, result.today.costMinor) && (
        <>
          Cheapest of all: {policyWords(cheapest.policy)}, {formatRatio(cheapest.fillRate)} served,{' '}
          <YearlyCost point={cheapest} currency={currency} />
          {isAtEnd && '; it is the end of the curve, beyond it may be cheaper still'}.
        </>
      )}
    </p>
  );
}

function Problems({ backtest: { problems, problemCount } }: { backtest: BacktestDetail }) {
  if (problemCount === 0) return null;
  return (
    <details className="section">
      <summary>{formatCount(problemCount)} items at places could not be replayed</summary>
      <DataTable
        isInset
        label="Could not be replayed"
        rows={problems}
        rowKey={({ itemLocationId, code }) => `${itemLocationId} ${code}`}
        columns={[{ id: 'message', title: 'What is missing', isProse: true, cell: ({ message }) => message }]}
      />
    </details>
  );
}

function Replay({ backtest }: { backtest: BacktestDetail }) {
  const replay = useMutation(trpc.backtests.replay.mutationOptions());
  const { backtestId, engineVersion, resultHash, request } = backtest;
  return (
    <details className="section">
      <summary>How it was computed</summary>
      <p className="soft">
        Engine {engineVersion} · result <code>{resultHash?.slice(0, 16)}</code> · a missed unit costs{' '}
        {formatRatio(request.shortageRatio)} of its price, stock {formatRatio(request.holdingRatioPerYear)} a
        year. Each order was computed from what was known before its day; lead times and terms are today’s.
      </p>
      <Button
        variant="default"
        size="xs"
        loading={replay.isPending}
        onClick={() => replay.mutate({ backtestId })}
      >
        Compute again
      </Button>{' '}
      {replay.isError && <span className="tone-bad">{explainError(replay.error)}</span>}
      {replay.data !== undefined && (
        <span aria-live="polite" className={`tag ${replay.data.isIdentical ? 'good' : 'bad'}`}>
          {replay.data.isIdentical ? '✓ Identical' : 'Different'}
        </span>
      )}
    </details>
  );
}

function Result({ backtest, result }: { backtest: BacktestDetail; result: BacktestResult }) {
  const currency = backtest.currency ?? '';
  return (
    <>
      <Verdict result={result} currency={currency} />
      <div className="backtest-columns">
        <section className="section" aria-labelledby="frontier-title">
          <h2 id="frontier-title">Service against stock</h2>
          <FrontierChart result={result} currency={currency} />
        </section>
        <section className="section" aria-labelledby="totals-title">
          <h2 id="totals-title">Side by side</h2>
          <TotalsTable result={result} currency={currency} />
        </section>
      </div>
      <MovedItems backtestId={backtest.backtestId} currency={currency} />
      <Problems backtest={backtest} />
      <Replay backtest={backtest} />
    </>
  );
}

function Subtitle({ backtest }: { backtest: BacktestDetail }) {
  const { state, startsOn, endsBefore, result } = backtest;
  return (
    <>
      <StateTag state={state} /> {scopeWords(backtest)}
      {result !== null && endsBefore !== null && startsOn !== null && (
        <>
          {' '}
          · {formatCount(result.seriesCount)} items at places · {Math.round(result.windowDays / 7)} weeks to{' '}
          {formatDay(endsBefore)}
          {result.estimatedShare > 0.0005 &&
            ` · ${formatRatio(result.estimatedShare)} of demand days estimated`}
          {result.skippedCount > 0 && ` · ${formatCount(result.skippedCount)} too new`}
        </>
      )}
    </>
  );
}

/** /backtests/:backtestId: what another policy would have done, before anything is changed. */
export function BacktestPage() {
  const { backtestId } = route.useParams();
  const { data: backtest } = useSuspenseQuery({
    ...trpc.backtests.get.queryOptions({ backtestId }),
    refetchInterval: ({ state }) => (state.data?.endedAt === null ? 2000 : false),
  });
  const isUnderWay = backtest.endedAt === null;
  return (
    <Page
      title={`What if: ${policyWords(backtest.request.alternative)}`}
      subtitle={<Subtitle backtest={backtest} />}
      actions={
        isUnderWay ? (
          <BacktestProgress backtest={backtest} />
        ) : (
          <Link to="/backtests">All that was tried</Link>
        )
      }
    >
      <div className="page-body">
        {backtest.state === 'failed' && (
          <Callout tone="bad" title="It could not be replayed">
            {backtest.error}
          </Callout>
        )}
        {backtest.state === 'cancelled' && <p className="soft">It was cancelled; nothing of it was kept.</p>}
        {isUnderWay && <p className="soft">Last year is being replayed; this page fills by itself.</p>}
        {backtest.result !== null && <Result backtest={backtest} result={backtest.result} />}
      </div>
    </Page>
  );
}
