import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { inferRouterOutputs } from '@trpc/server';
import { keepRows, trpc } from '../../app/api.ts';
import type { AppRouter } from '../../app/api-types.ts';
import type { AccuracyView } from '../../app/search-parameters.ts';
import { Callout } from '../../ui/callout.tsx';
import { ErrorView } from '../../ui/error-view.tsx';
import { formatCount, formatDay, formatRounded } from '../../ui/format.ts';
import { Empty, Page, RowsSkeleton } from '../../ui/page.tsx';
import { formatShareInColumn } from '../../ui/plain-text.ts';
import { SearchField } from '../../ui/search-field.tsx';
import { useRowCursor } from '../../ui/use-row-cursor.ts';
import { CalibrationChart, WeekCharts } from './accuracy-charts.tsx';
import { AccuracySelectors, defaultView, levelTitles } from './accuracy-selectors.tsx';

const route = getRouteApi('/shell/accuracy');

type Outputs = inferRouterOutputs<AppRouter>['forecasting']['accuracy'];
type Row = Outputs['list']['rows'][number];

const sortTitles = { error: 'Largest error first', alarm: 'Alarms first', name: 'By name' } as const;

/** /accuracy: how good our own forecasts were, at a lag, a level and over a window, all in the address. */
export function AccuracyPage() {
  const view = route.useSearch();
  const navigate = route.useNavigate();
  const { level = defaultView.level, lag = defaultView.lag, weeks = defaultView.weeks } = view;
  const { sort = 'error', search = '' } = view;
  const list = useQuery({
    ...trpc.forecasting.accuracy.list.queryOptions({
      level,
      lagPeriods: lag,
      weekCount: weeks,
      sort,
      ...(search === '' ? {} : { search }),
      limit: 100,
    }),
    ...keepRows,
  });
  const change = (next: AccuracyView): void =>
    void navigate({ search: (known) => ({ ...known, ...next }), replace: true });
  /** Another level has other lines: what was searched and chosen there is left behind. */
  const changeScope = (next: Pick<AccuracyView, 'level' | 'lag' | 'weeks'>): void =>
    void navigate({
      search: ({ key, search: searched, ...known }) => ({
        ...known,
        ...(next.level === undefined && key !== undefined ? { key } : {}),
        ...(next.level === undefined && searched !== undefined ? { search: searched } : {}),
        ...next,
      }),
      replace: true,
    });
  const data = list.data;
  const chosen = data?.rows.find(({ key }) => key === view.key) ?? data?.rows[0];
  const cursor = useRowCursor(data?.rows.length ?? 0, (index) => {
    const row = data?.rows[index];
    if (row !== undefined) change({ key: row.key });
  });
  return (
    <Page
      title="Accuracy"
      subtitle={
        data?.period == null ? undefined : (
          <>
            {formatDay(data.period.startsOn)} until {formatDay(data.period.endsBefore)}, forecasts made{' '}
            {lag === 1 ? 'one week' : `${lag} weeks`} ahead
          </>
        )
      }
      actions={
        <Link to="/value-added" search={{ level, lag, weeks }}>
          What each step adds
        </Link>
      }
    >
      <div className="page-body">
        <div className="accuracy-bar">
          <AccuracySelectors view={view} onChange={changeScope} />
          <Select
            aria-label="Order"
            w={180}
            allowDeselect={false}
            data={Object.entries(sortTitles).map(([value, label]) => ({ value, label }))}
            value={sort}
            onChange={(value) => change({ sort: (value ?? 'error') as keyof typeof sortTitles })}
          />
          <SearchField value={search} placeholder="Search" onChange={(text) => change({ search: text })} />
        </div>
        {list.isPending && <RowsSkeleton />}
        {list.isError && data === undefined && (
          <ErrorView error={list.error} onRetry={() => void list.refetch()} />
        )}
        {data?.period === null && (
          <Empty title="Nothing has been measured yet">
            <p>
              A forecast is measured when the week that it spoke of is over and its sales are in. The first
              numbers come the night after; until then there is none.
            </p>
          </Empty>
        )}
        {data != null && data.period !== null && data.rows.length === 0 && (
          <Empty title={search === '' ? 'No data at this level and lag' : 'Nothing is called that'} />
        )}
        {data !== undefined && data.rows.length > 0 && (
          <>
            {data.alarmCount > 0 && (
              <Callout tone="warn">
                {formatCount(data.alarmCount)} of {formatCount(data.rowCount)} lines lean to one side: the
                tracking signal is beyond ±4.
              </Callout>
            )}
            {chosen !== undefined && (
              <Chosen row={chosen} about={{ level, lagPeriods: lag, weekCount: weeks }} />
            )}
            <AccuracyTable
              data={data}
              chosenKey={chosen?.key ?? ''}
              currentKey={data.rows[cursor]?.key ?? ''}
              onChoose={(key) => change({ key })}
            />
          </>
        )}
      </div>
    </Page>
  );
}

type About = { level: Outputs['list']['level']; lagPeriods: 1 | 2 | 4 | 8; weekCount: 13 | 26 | 52 };

function Chosen({ row, about }: { row: Row; about: About }) {
  const query = useQuery({
    ...trpc.forecasting.accuracy.weeks.queryOptions({ ...about, key: row.key }),
    ...keepRows,
  });
  if (query.isPending) return <RowsSkeleton />;
  if (query.isError) return <ErrorView error={query.error} onRetry={() => void query.refetch()} />;
  const { weeks, calibration, measures } = query.data;
  return (
    <section className="section" aria-label={row.label} data-testid="accuracy-weeks">
      <h2>
        {row.label} <span className="soft">{row.description}</span>
      </h2>
      <p className="soft">
        {formatCount(measures.counted.counted)} item-weeks measured. Left out:{' '}
        {formatCount(measures.counted.stockOut)} with an empty shelf, {formatCount(measures.counted.noActual)}{' '}
        without sales data, {formatCount(measures.counted.noForecast)} without a forecast at this lag.
      </p>
      <div className="accuracy-charts">
        <WeekCharts weeks={weeks} />
        <CalibrationChart calibration={calibration} />
      </div>
    </section>
  );
}

const noData = <span className="soft">no data</span>;
const share = (ratio: number | null) => (ratio === null ? noData : formatShareInColumn(ratio));
const signed = (ratio: number | null) =>
  ratio === null ? noData : `${ratio >= 0.0005 ? '+' : ''}${formatShareInColumn(ratio)}`;
const decimal = (value: number | null) => (value === null ? noData : value.toFixed(2).replace('-', '−'));

/** Narrow windows leave these out: the signal says more, and the weeks are mostly those chosen above. */
const spareTitles: ReadonlySet<string> = new Set(['Trigg', 'Weeks']);

function AccuracyTable({
  data,
  chosenKey,
  currentKey,
  onChoose,
}: {
  data: Outputs['list'];
  chosenKey: string;
  /** The line that the keyboard is on. */
  currentKey: string;
  onChoose(key: string): void;
}) {
  const titles = [
    'Error',
    'Error, items',
    'Naive',
    'Bias',
    'Signal',
    'Trigg',
    'MASE',
    'Volatility',
    'Sold',
    'Weeks',
  ];
  return (
    <div className="table-frame">
      <table className="table inset" aria-label="Accuracy" data-testid="own-accuracy">
        <thead>
          <tr>
            <th scope="col">{levelTitles[data.level]}</th>
            {titles.map((title) => (
              <th key={title} scope="col" className={`number ${spareTitles.has(title) ? 'spare' : ''}`}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.rows.map((row) => (
            <AccuracyLine
              key={row.key}
              row={row}
              isChosen={row.key === chosenKey}
              isCurrent={row.key === currentKey}
              onChoose={onChoose}
            />
          ))}
        </tbody>
      </table>
      <p className="soft">
        Error is Σ|actual − forecast| / Σ actual of the sums of a line (WAPE); “items” takes the errors of
        single items at places. MASE is their error over that of the seasonal naive forecast inside the
        history. Signal above 0: too little was forecast, an alarm beyond ±4 (!). Volatility: how much a
        week’s forecast moved from one week to the next. {formatCount(data.rowCount)} lines.
      </p>
    </div>
  );
}

function AccuracyLine({
  row,
  isChosen,
  isCurrent,
  onChoose,
}: {
  row: Row;
  isChosen: boolean;
  isCurrent: boolean;
  onChoose(key: string): void;
}) {
  const planned = row.steps.find(({ step }) => step === 'buyer');
  const naive = row.steps.find(({ step }) => step === 'naive');
  return (
    <tr aria-selected={isChosen} data-current={isCurrent}>
      <td className="wide">
        <button type="button" className="line-choice" onClick={() => onChoose(row.key)}>
          {row.label}
        </button>{' '}
        <span className="soft">{row.description}</span>
      </td>
      <td className="number">
        <b>{share(planned?.wape ?? null)}</b>
      </td>
      <td className="number">{share(planned?.cellWape ?? null)}</td>
      <td className="number soft">{share(naive?.cellWape ?? null)}</td>
      <td className="number">{signed(planned?.biasRatio ?? null)}</td>
      <td className={`number ${row.isAlarm ? 'tone-bad' : ''}`}>
        {decimal(planned?.trackingSignal ?? null)}
        {row.isAlarm && ' !'}
      </td>
      <td className="number spare">{decimal(row.trigg)}</td>
      <td className="number">{decimal(row.mase)}</td>
      <td className="number">{share(row.volatility)}</td>
      <td className="number">{formatRounded(row.actualMilli)}</td>
      <td className="number soft spare">{formatCount(row.weekCount)}</td>
    </tr>
  );
}
