import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { keepRows, trpc } from '../../app/api.ts';
import type { ComparisonView } from '../../app/search-parameters.ts';
import { Callout } from '../../ui/callout.tsx';
import { ErrorView } from '../../ui/error-view.tsx';
import {
  formatChange,
  formatCount,
  formatDay,
  formatInstant,
  formatMoneyRounded,
  formatRounded,
} from '../../ui/format.ts';
import { Empty, Page, RowsSkeleton } from '../../ui/page.tsx';
import './accuracy.css';

const route = getRouteApi('/shell/what-changed');

/** What each cause is called. */
const causeNames: Readonly<Record<string, string>> = {
  'new-sales': 'New sales',
  'corrected-sales': 'Sales told otherwise',
  'stock-flags': 'Empty shelves marked',
  cleaning: 'A cleaning decision',
  parameters: 'Parameters',
  engine: 'Another version of the engine',
  events: 'Events',
  overrides: 'Overrides',
  analogues: 'Items like it',
  supplier: 'The supplier',
  stock: 'Stock',
  receipts: 'Receipts on their way',
  terms: 'Terms and calendar',
  policy: 'Planning policy',
  agreement: 'The agreement',
  forecast: 'The forecast',
  day: 'The day',
  added: 'Not there before',
  removed: 'No longer there',
  several: 'Several causes together',
  'other-input': 'Other input',
  unexplained: 'Nothing: an error',
};
const nameOf = (code: string): string => causeNames[code] ?? code;

/** /what-changed: why two runs, or two forecasts, differ. */
export function WhatChangedPage() {
  const view = route.useSearch();
  return (
    <Page
      title="What changed"
      subtitle={view.of === 'forecasts' ? 'Between two forecasts' : 'Between two runs'}
      actions={
        view.of === 'forecasts' ? <Link to="/forecasts">Forecasts</Link> : <Link to="/runs">Runs</Link>
      }
    >
      <div className="page-body">{view.of === 'forecasts' ? <OfForecasts /> : <OfRuns />}</div>
    </Page>
  );
}

type Choice = { id: string; at: string };

/** The two that are compared: chosen in the address, else the newest two. */
function useChoice(choices: readonly Choice[]) {
  const view = route.useSearch();
  const after = choices.find(({ id }) => id === view.after) ?? choices[0];
  const index = choices.findIndex(({ id }) => id === after?.id);
  const before = choices.find(({ id }) => id === view.before) ?? choices[index + 1];
  return { before, after, cause: view.cause };
}

function Chooser({
  choices,
  before,
  after,
}: {
  choices: readonly Choice[];
  before: Choice | undefined;
  after: Choice | undefined;
}) {
  const navigate = route.useNavigate();
  const data = choices.map(({ id, at }) => ({ value: id, label: formatInstant(at) }));
  const choose = (next: ComparisonView): void =>
    void navigate({ search: ({ cause: _, ...known }) => ({ ...known, ...next }), replace: true });
  return (
    <div className="accuracy-bar">
      <Select
        aria-label="Before"
        w={230}
        allowDeselect={false}
        data={data}
        value={before?.id ?? null}
        onChange={(value) => value !== null && choose({ before: value })}
      />
      <span aria-hidden>→</span>
      <Select
        aria-label="After"
        w={230}
        allowDeselect={false}
        data={data}
        value={after?.id ?? null}
        onChange={(value) => value !== null && choose({ after: value })}
      />
    </div>
  );
}

function OfRuns() {
  const runs = useQuery(trpc.runs.list.queryOptions({ limit: 50 }));
  const choices = (runs.data?.rows ?? [])
    .filter(({ state }) => state === 'done')
    .map(({ runId, createdAt }) => ({ id: runId as string, at: createdAt }));
  const { before, after, cause } = useChoice(choices);
  const query = useQuery({
    ...trpc.runs.compare.queryOptions({
      beforeId: before?.id ?? '',
      afterId: after?.id ?? '',
      ...(cause === undefined ? {} : { cause }),
    }),
    enabled: before !== undefined && after !== undefined,
    ...keepRows,
  });
  if (runs.isPending) return <RowsSkeleton />;
  if (runs.isError) return <ErrorView error={runs.error} onRetry={() => void runs.refetch()} />;
  return (
    <>
      {choices.length > 1 && <Chooser choices={choices} before={before} after={after} />}
      {before === undefined ? (
        <Empty title="There are no two runs to compare yet">
          <p>
            Two finished <Link to="/runs">runs</Link> are compared: what became another proposal, and which
            change of the input it follows from.
          </p>
        </Empty>
      ) : (
        <Comparison query={query} what="proposed quantities" />
      )}
    </>
  );
}

function OfForecasts() {
  const versions = useQuery(trpc.forecasting.versions.list.queryOptions({ limit: 50 }));
  const choices = (versions.data?.rows ?? [])
    .filter(({ state }) => state === 'published')
    .map(({ versionId, issuedAt }) => ({ id: versionId, at: issuedAt }));
  const { before, after, cause } = useChoice(choices);
  const query = useQuery({
    ...trpc.forecasting.versions.compare.queryOptions({
      beforeId: before?.id ?? '',
      afterId: after?.id ?? '',
      ...(cause === undefined ? {} : { cause }),
    }),
    enabled: before !== undefined && after !== undefined,
    ...keepRows,
  });
  if (versions.isPending) return <RowsSkeleton />;
  if (versions.isError) return <ErrorView error={versions.error} onRetry={() => void versions.refetch()} />;
  const window = query.data?.window;
  return (
    <>
      {choices.length > 1 && <Chooser choices={choices} before={before} after={after} />}
      {before === undefined ? (
        <Empty title="There are no two forecasts to compare yet">
          <p>
            Each <Link to="/runs">run</Link> issues one. Two are compared: what is forecast otherwise, and
            which change of the input it follows from.
          </p>
        </Empty>
      ) : (
        <Comparison
          query={query}
          what={
            window == null
              ? 'forecasts'
              : `forecasts of ${formatDay(window.startsOn)} until ${formatDay(window.endsBefore)}`
          }
        />
      )}
    </>
  );
}

type Part = { code: string; changeMilli: number };
type Compared = {
  currency: string | null;
  changedCount: number;
  unchangedCount: number;
  unexplainedCount: number;
  causes: {
    code: string;
    itemCount: number;
    increaseMilli: number;
    decreaseMilli: number;
    valueMinor: number | null;
  }[];
  rows: {
    itemLocationId: string;
    itemNumber: string;
    description: string;
    locationCode: string;
    beforeMilli: number;
    afterMilli: number;
    valueMinor: number | null;
    parts: Part[];
  }[];
};
type ComparedQuery = {
  data: Compared | undefined;
  error: unknown;
  isPending: boolean;
  isError: boolean;
  refetch(): unknown;
};

function Comparison({ query, what }: { query: ComparedQuery; what: string }) {
  if (query.isError) return <ErrorView error={query.error} onRetry={() => void query.refetch()} />;
  const { data } = query;
  if (data === undefined) return <RowsSkeleton />;
  return (
    <div data-testid="what-changed">
      <p>
        {formatCount(data.changedCount)} {what} changed, {formatCount(data.unchangedCount)} stayed as they
        were.
      </p>
      {data.unexplainedCount > 0 && (
        <Callout tone="bad" title="Changed without a change of the input">
          {formatCount(data.unexplainedCount)} results differ although nothing that they were computed from
          does. That is an error of the product: replay both runs and report it.
        </Callout>
      )}
      {data.changedCount > 0 && <Causes data={data} />}
      {data.rows.length > 0 && <Lines data={data} />}
    </div>
  );
}

const money = (valueMinor: number | null, currency: string | null): string =>
  valueMinor === null || currency === null ? '' : formatMoneyRounded(valueMinor, currency).replace('-', '−');

function Causes({ data }: { data: Compared }) {
  const { cause } = route.useSearch();
  const navigate = route.useNavigate();
  const choose = (code: string): void =>
    void navigate({
      search: ({ cause: known, ...rest }) => (known === code ? rest : { ...rest, cause: code }),
      replace: true,
    });
  return (
    <section className="section" aria-labelledby="causes-title">
      <h2 id="causes-title">By cause</h2>
      <table className="table inset" aria-label="Causes">
        <thead>
          <tr>
            <th scope="col">What changed in the input</th>
            <th scope="col" className="number">
              Items at places
            </th>
            <th scope="col" className="number">
              Up, units
            </th>
            <th scope="col" className="number">
              Down, units
            </th>
            <th scope="col" className="number">
              Money
            </th>
          </tr>
        </thead>
        <tbody>
          {data.causes.map((group) => (
            <tr key={group.code} aria-selected={group.code === cause}>
              <td className="wide">
                <button type="button" className="line-choice" onClick={() => choose(group.code)}>
                  <span className={group.code === 'unexplained' ? 'tone-bad' : ''}>{nameOf(group.code)}</span>
                </button>
              </td>
              <td className="number">{formatCount(group.itemCount)}</td>
              <td className="number">
                {group.increaseMilli === 0 ? '' : `+${formatRounded(group.increaseMilli)}`}
              </td>
              <td className="number">
                {group.decreaseMilli === 0 ? '' : `−${formatRounded(group.decreaseMilli)}`}
              </td>
              <td className="number">{money(group.valueMinor, data.currency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="soft">
        Where several causes changed one number they are applied one after the other, in the order of the
        input, and share the change. Money at purchase prices.
      </p>
    </section>
  );
}

function Lines({ data }: { data: Compared }) {
  const { cause } = route.useSearch();
  return (
    <section className="section" aria-labelledby="lines-title">
      <h2 id="lines-title">{cause === undefined ? 'Largest changes' : `Changed by: ${nameOf(cause)}`}</h2>
      <div className="table-frame">
        <table className="table inset" aria-label="Changes">
          <thead>
            <tr>
              <th scope="col">Item</th>
              <th scope="col">Place</th>
              <th scope="col" className="number">
                Before
              </th>
              <th scope="col" className="number">
                After
              </th>
              <th scope="col">Because of</th>
              <th scope="col" className="number">
                Money
              </th>
            </tr>
          </thead>
          <tbody>
            {data.rows.map((row) => (
              <tr key={row.itemLocationId}>
                <td className="wide">
                  <Link to="/forecasts/item/$itemLocationId" params={{ itemLocationId: row.itemLocationId }}>
                    {row.itemNumber}
                  </Link>{' '}
                  {row.description}
                </td>
                <td>{row.locationCode}</td>
                <td className="number">{formatRounded(row.beforeMilli)}</td>
                <td className="number">{formatRounded(row.afterMilli)}</td>
                <td className="wrap">
                  {row.parts.map(({ code, changeMilli }) => (
                    <span key={code} className={`tag ${code === 'unexplained' ? 'bad' : ''}`}>
                      {nameOf(code)} {formatChange(changeMilli)}
                    </span>
                  ))}
                </td>
                <td className="number">{money(row.valueMinor, data.currency)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
