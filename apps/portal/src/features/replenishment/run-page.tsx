import { Button } from '@mantine/core';
import { useMutation, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import './worklist.css';
import { trpc } from '../../app/api.ts';
import type { RunDetail } from '../../app/api-types.ts';
import { Callout } from '../../ui/callout.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { explainError } from '../../ui/error-view.tsx';
import { formatCount, formatState } from '../../ui/format.ts';
import { Page } from '../../ui/page.tsx';
import { StateTag } from '../../ui/state-tag.tsx';
import { Instant } from '../../ui/time.tsx';
import { RunProgress } from './run-control.tsx';

const route = getRouteApi('/shell/runs/$runId');

function Replay({ runId }: { runId: string }) {
  const replay = useMutation(trpc.runs.replay.mutationOptions());
  return (
    <section className="section" aria-labelledby="replay-title">
      <h2 id="replay-title">Replay</h2>
      <p className="soft">
        Computes the run again from its stored input, version and seed, and compares the results byte by byte.
      </p>
      <Button variant="default" loading={replay.isPending} onClick={() => replay.mutate({ runId })}>
        Replay this run
      </Button>
      {replay.isError && <Callout tone="bad">{explainError(replay.error)}</Callout>}
      {replay.data !== undefined && (
        <p aria-live="polite">
          <span className={`tag ${replay.data.isIdentical ? 'good' : 'bad'}`}>
            {replay.data.isIdentical ? '✓ Identical' : 'Different'}
          </span>{' '}
          <code>{replay.data.hashBefore}</code> → <code>{replay.data.hashAfter}</code>
        </p>
      )}
    </section>
  );
}

/** What a run counts, where its own name would not say it. */
const countNames: Readonly<Record<string, string>> = {
  queued: 'To decide',
  planned: 'Planned',
  proposed: 'Orders proposed',
  muted: 'Muted',
  problems: 'Not planned',
};

/** Told in a line of their own, computed and carried over side by side. */
const newsCounts = [
  'forecastsComputed',
  'forecastsCarriedOver',
  'plansComputed',
  'plansCarriedOver',
] as const;

/** How much had news; undefined for runs of older servers, which computed everything. */
function newsOf(counts: RunDetail['counts'], what: 'forecasts' | 'plans'): string | undefined {
  const computed = counts?.[`${what}Computed`];
  const carriedOver = counts?.[`${what}CarriedOver`];
  if (typeof computed !== 'number' || typeof carriedOver !== 'number') return undefined;
  return `${formatCount(computed)} computed, ${formatCount(carriedOver)} carried over`;
}

function RunFacts({ run }: { run: RunDetail }) {
  const facts: [string, React.ReactNode][] = [
    ['Started', run.startedAt === null ? 'waiting' : <Instant key="started" at={run.startedAt} />],
    ['Ended', run.endedAt === null ? '–' : <Instant key="ended" at={run.endedAt} />],
    ['Items at places', `${formatCount(run.doneCount)} of ${formatCount(run.totalCount)}`],
    ...(['forecasts', 'plans'] as const).flatMap((what): [string, React.ReactNode][] => {
      const news = newsOf(run.counts, what);
      return news === undefined ? [] : [[formatState(what), news]];
    }),
    ...Object.entries(run.counts ?? {})
      .filter(([name]) => !newsCounts.some((one) => one === name))
      .filter((entry): entry is [string, number] => typeof entry[1] === 'number' && entry[1] !== 0)
      .map(([name, count]): [string, React.ReactNode] => [
        countNames[name] ?? formatState(name.replace(/([A-Z])/g, ' $1').replace(/ count$/i, '')),
        formatCount(count),
      ]),
    ['Engine', run.engineVersion ?? '–'],
    ['Seed', run.seed ?? '–'],
  ];
  return (
    <dl className="facts section">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Item-locations that could not be planned, and what to do about each. */
function Problems({ problems }: Pick<RunDetail, 'problems'>) {
  return (
    <section className="section" aria-labelledby="problems-title">
      <h2 id="problems-title">Could not be planned</h2>
      <DataTable
        isInset
        label="Could not be planned"
        rows={problems}
        rowKey={({ itemLocationId, code }) => `${itemLocationId} ${code}`}
        columns={[
          { id: 'message', title: 'What is missing', cell: ({ message }) => message },
          { id: 'code', title: 'Code', cell: ({ code }) => <code className="soft">{code}</code> },
        ]}
      />
    </section>
  );
}

/** /runs/:runId: what went in, what came out, and that it can be done again. */
export function RunPage() {
  const { runId } = route.useParams();
  const { data: run } = useSuspenseQuery({
    ...trpc.runs.get.queryOptions({ runId }),
    refetchInterval: ({ state }) => (state.data?.endedAt === null ? 2000 : false),
  });
  const isUnderWay = run.state === 'queued' || run.state === 'running';
  return (
    <Page
      title="Run"
      subtitle={<StateTag state={run.state} />}
      actions={
        isUnderWay ? (
          <RunProgress run={run} />
        ) : (
          <>
            {run.state === 'done' && (
              <Link to="/what-changed" search={{ after: runId }}>
                What changed
              </Link>
            )}
            <Link to="/proposals">To the proposals</Link>
          </>
        )
      }
    >
      <div className="page-body">
        {run.error !== null && (
          <Callout tone="bad" title="The run stopped">
            {run.error}
          </Callout>
        )}
        <RunFacts run={run} />
        <section className="section">
          <h2>Input</h2>
          <p className="soft">
            Snapshot <code>{run.snapshotHash ?? 'not taken yet'}</code>
          </p>
          <details>
            <summary>Parameters</summary>
            <pre className="mono">{JSON.stringify(run.parameters ?? {}, null, 2)}</pre>
          </details>
        </section>
        {run.problems.length > 0 && <Problems problems={run.problems} />}
        {run.state === 'done' && <Replay runId={runId} />}
      </div>
    </Page>
  );
}
