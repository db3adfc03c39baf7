import { useSuspenseQuery } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import { trpc } from '../../app/api.ts';
import type { AppRouter } from '../../app/api-types.ts';
import { formatCount, formatDay } from '../../ui/format.ts';
import { Empty } from '../../ui/page.tsx';
import { metricText } from './metric-words.ts';

type Benefit = inferRouterOutputs<AppRouter>['analysis']['benefits']['benefits'][number];

/** Before and after: the baseline of the day on which the agreement came into force, and now. */
export function BenefitsTab({ agreementId }: { agreementId: string }) {
  const { data } = useSuspenseQuery(trpc.analysis.benefits.queryOptions({ agreementId }));
  if (data.activatedOn === null)
    return (
      <Empty title="The agreement is not in force yet">
        <p>The baseline is taken on the day on which it comes into force.</p>
      </Empty>
    );
  return (
    <>
      <p className="soft">
        In force since {formatDay(data.activatedOn)}
        {data.baselineTakenAt !== null && `, baseline taken ${formatDay(data.baselineTakenAt)}`}.
      </p>
      <table className="table inset" aria-label="Benefits" data-testid="benefits">
        <thead>
          <tr>
            <th scope="col">Metric</th>
            <th scope="col" className="number">
              Baseline
            </th>
            <th scope="col" className="number">
              Now
            </th>
            <th scope="col" className="number">
              Change
            </th>
            <th scope="col" className="number">
              n before
            </th>
            <th scope="col" className="number">
              n now
            </th>
            <th scope="col">Note</th>
          </tr>
        </thead>
        <tbody>
          {data.benefits.map((benefit) => (
            <tr key={benefit.code}>
              <td>{benefit.name}</td>
              <td className="number">{metricText(benefit.baseline, benefit.unit)}</td>
              <td className="number">
                <b>{metricText(benefit.now, benefit.unit)}</b>
              </td>
              <ChangeCell {...benefit} />
              <td className="number">{formatCount(benefit.baselineCount)}</td>
              <td className="number">{formatCount(benefit.nowCount)}</td>
              <td className="soft wrap">{benefit.note}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

/** A change too small to be seen in the figures beside it is no change. */
function ChangeCell({ baseline, now, change, isBetter, unit }: Benefit) {
  if (change === null) return <td className="number" />;
  if (isBetter === null || metricText(baseline, unit) === metricText(now, unit))
    return <td className="number soft">as before</td>;
  return (
    <td className={`number ${isBetter ? 'tone-good' : 'tone-bad'}`}>
      {isBetter ? '▲ better ' : '▼ worse '}
      {metricText(Math.abs(change), unit)}
    </td>
  );
}
