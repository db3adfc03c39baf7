import { Button, SegmentedControl } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import { useState } from 'react';
import { keepRows, trpc } from '../../app/api.ts';
import type { AppRouter } from '../../app/api-types.ts';
import { Callout } from '../../ui/callout.tsx';
import { ErrorView, explainError } from '../../ui/error-view.tsx';
import { formatCount, formatRounded } from '../../ui/format.ts';
import { RowsSkeleton } from '../../ui/page.tsx';
import { formatShare } from '../../ui/plain-text.ts';

const levels = [
  { value: 'category', label: 'Category' },
  { value: 'location', label: 'Place' },
  { value: 'region', label: 'Country' },
  { value: 'supplier', label: 'Supplier' },
] as const;
type Level = (typeof levels)[number]['value'];
type Levels = inferRouterOutputs<AppRouter>['forecasting']['versions']['levels'];

/** The totals of a version: their own forecast, the sum of the parts, and one number that fits both. */
export function VersionLevels({ versionId, isPublished }: { versionId: string; isPublished: boolean }) {
  const [level, setLevel] = useState<Level>('category');
  const request = useMutation(trpc.forecasting.versions.requestLevels.mutationOptions());
  const query = useQuery({
    ...trpc.forecasting.versions.levels.queryOptions({ versionId, level }),
    ...keepRows,
    refetchInterval: ({ state }) => (request.isSuccess && state.data?.isComputed === false ? 1_000 : false),
  });
  return (
    <section className="section" aria-labelledby="levels-title" data-testid="version-levels">
      <h2 id="levels-title">Totals</h2>
      {query.isPending && <RowsSkeleton />}
      {query.isError && <ErrorView error={query.error} onRetry={() => void query.refetch()} />}
      {query.data?.isComputed === false && (
        <>
          <p className="soft">The totals of this forecast have not been computed; they are every night.</p>
          {isPublished && (
            <Button
              variant="default"
              loading={request.isPending || request.isSuccess}
              onClick={() => request.mutate({ versionId })}
            >
              Compute them now
            </Button>
          )}
          {request.isError && <Callout tone="bad">{explainError(request.error)}</Callout>}
        </>
      )}
      {query.data?.isComputed && (
        <>
          <SegmentedControl
            aria-label="Level of the totals"
            mb="sm"
            data={[...levels]}
            value={level}
            onChange={(value) => setLevel(value as Level)}
          />
          <LevelTable data={query.data} />
        </>
      )}
    </section>
  );
}

function Line({ line, isTotal = false }: { line: NonNullable<Levels['total']>; isTotal?: boolean }) {
  const gap = line.sumMilli > 0 ? line.ownMilli / line.sumMilli - 1 : null;
  const Name = isTotal ? 'b' : 'span';
  return (
    <tr>
      <td className="wide">
        <Name>{line.label}</Name>
      </td>
      <td className="number">{formatCount(line.seriesCount)}</td>
      <td className="number">{formatRounded(line.ownMilli)}</td>
      <td className="number">{formatRounded(line.sumMilli)}</td>
      <td className="number">{gap === null ? '' : `${gap > 0 ? '+' : ''}${formatShare(gap)}`}</td>
      <td className="number">
        <b>{formatRounded(line.reconciledMilli)}</b>
      </td>
    </tr>
  );
}

function LevelTable({ data }: { data: Levels }) {
  return (
    <div className="table-frame">
      <table className="table inset" aria-label="Totals">
        <thead>
          <tr>
            <th scope="col">Total</th>
            {['Items at places', 'Own forecast', 'Sum of parts', 'Difference', 'Reconciled'].map((title) => (
              <th key={title} scope="col" className="number">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.total !== null && <Line line={data.total} isTotal />}
          {data.rows.map((line) => (
            <Line key={line.key} line={line} />
          ))}
          {data.withoutGroup.seriesCount > 0 && (
            <tr>
              <td className="soft">In no group</td>
              <td className="number">{formatCount(data.withoutGroup.seriesCount)}</td>
              <td />
              <td className="number">{formatRounded(data.withoutGroup.sumMilli)}</td>
              <td />
              <td className="number">{formatRounded(data.withoutGroup.reconciledMilli)}</td>
            </tr>
          )}
        </tbody>
      </table>
      <p className="soft">
        Units over the first {formatCount(data.weekCount)} weeks. Reconciled numbers lie between a total’s own
        forecast and the sum of its parts, by how sure each is, and add up exactly at every level
        {data.method === 'bottom-up' ? '; here they are the sums, as not every error is known' : ''}. Orders
        are planned from the parts.
      </p>
    </div>
  );
}
