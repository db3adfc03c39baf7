import { NumberInput, SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import { useState } from 'react';
import { keepRows, trpc } from '../../app/api.ts';
import type { AppRouter } from '../../app/api-types.ts';
import { ErrorView } from '../../ui/error-view.tsx';
import { formatCount, formatDay } from '../../ui/format.ts';
import { Empty, RowsSkeleton } from '../../ui/page.tsx';
import { formatShare } from '../../ui/plain-text.ts';
import { excludedText } from './metric-words.ts';

const levels = [
  { value: 'all', label: 'All' },
  { value: 'category', label: 'Category' },
  { value: 'location', label: 'Place' },
  { value: 'item', label: 'Item' },
  { value: 'item-location', label: 'Item and place' },
] as const;
type Level = (typeof levels)[number]['value'];

/** Accuracy, bias and tracking signal of each party at a lag and a level, side by side. */
export function AccuracyTab({ agreementId }: { agreementId: string }) {
  const [level, setLevel] = useState<Level>('category');
  const [lagPeriods, setLagPeriods] = useState<number>();
  const query = useQuery({
    ...trpc.analysis.accuracy.queryOptions({
      agreementId,
      level,
      limit: 200,
      ...(lagPeriods === undefined ? {} : { lagPeriods }),
    }),
    ...keepRows,
  });
  const data = query.data;
  return (
    <>
      <div className="tab-bar">
        <SegmentedControl
          aria-label="Level"
          data={[...levels]}
          value={level}
          onChange={(value) => setLevel(value as Level)}
        />
        <NumberInput
          aria-label="Lag in periods"
          w={130}
          min={0}
          max={52}
          prefix="Lag "
          value={lagPeriods ?? data?.lagPeriods ?? ''}
          onChange={(value) => typeof value === 'number' && setLagPeriods(value)}
        />
        {data !== undefined && (
          <span className="soft">
            {data.period.count} periods from {formatDay(data.period.startsOn)}. {data.demandBasis}.
          </span>
        )}
      </div>
      {query.isPending && <RowsSkeleton />}
      {query.isError && data === undefined && (
        <ErrorView error={query.error} onRetry={() => void query.refetch()} />
      )}
      {data?.missing.map(({ source, reason }) => (
        <p key={source} className="soft">
          {reason}
        </p>
      ))}
      {data?.rows.length === 0 && (
        <Empty title="There is nothing to compare yet">
          <p>Accuracy needs published forecasts of periods that are over, and their sales.</p>
        </Empty>
      )}
      {data !== undefined && data.rows.length > 0 && <AccuracyTable accuracy={data} />}
    </>
  );
}

type Accuracy = inferRouterOutputs<AppRouter>['analysis']['accuracy'];

function AccuracyTable({ accuracy }: { accuracy: Accuracy }) {
  return (
    <div className="table-frame">
      <table className="table inset accuracy" aria-label="Accuracy and bias" data-testid="accuracy">
        <thead>
          <tr>
            <th scope="col" rowSpan={2}>
              Level
            </th>
            {accuracy.parties.map(({ party, name }) => (
              <th key={party} scope="colgroup" colSpan={4}>
                {name}
              </th>
            ))}
          </tr>
          <tr>
            {accuracy.parties.flatMap(({ party }) =>
              ['Accuracy', 'Bias', 'Signal', 'n'].map((title) => (
                <th key={`${party} ${title}`} scope="col" className="number">
                  {title}
                </th>
              )),
            )}
          </tr>
        </thead>
        <tbody>
          {accuracy.rows.map((row) => (
            <tr key={row.key}>
              <td className="wide" title={row.description ?? ''}>
                {row.label} <span className="soft">{row.description}</span>
              </td>
              {row.measures.flatMap((one) => {
                const title = [one.note, excludedText(one.excluded)].filter((text) => text !== '').join('. ');
                const isAlarm = one.trackingSignal !== null && Math.abs(one.trackingSignal) > 4;
                return [
                  <td key={`${one.party} a`} className="number" title={title}>
                    {one.accuracy === null ? (
                      <span className="soft">no data</span>
                    ) : (
                      <b>{formatShare(one.accuracy)}</b>
                    )}
                  </td>,
                  <td key={`${one.party} b`} className="number" title={title}>
                    {one.biasRatio === null
                      ? ''
                      : `${one.biasRatio > 0 ? '+' : ''}${formatShare(one.biasRatio)}`}
                  </td>,
                  <td key={`${one.party} s`} className={`number ${isAlarm ? 'tone-bad' : ''}`}>
                    {one.trackingSignal === null ? '' : one.trackingSignal.toFixed(1)}
                    {isAlarm && ' !'}
                  </td>,
                  <td key={`${one.party} n`} className="number soft">
                    {formatCount(one.n)}
                  </td>,
                ];
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <dl className="formulas soft">
        {accuracy.formulas.map(({ code, name, formula, definitionVersion }) => (
          <div key={code}>
            <dt>
              {name}, version {definitionVersion}
            </dt>
            <dd>
              <code>{formula}</code>
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
