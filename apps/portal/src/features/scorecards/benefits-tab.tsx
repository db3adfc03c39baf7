import { useSuspenseQuery } from '@tanstack/react-query';
import { trpc } from '../../app/api.ts';
import { formatCount, formatDay } from '../../ui/format.ts';
import { Empty } from '../../ui/page.tsx';
import { metricText } from './metric-words.ts';

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
              <td
                className={`number ${benefit.isBetter === null ? '' : benefit.isBetter ? 'tone-good' : 'tone-bad'}`}
              >
                {benefit.change === null
                  ? ''
                  : `${benefit.isBetter === true ? '▲ better ' : benefit.isBetter === false ? '▼ worse ' : ''}${metricText(Math.abs(benefit.change), benefit.unit)}`}
              </td>
              <td className="number">{formatCount(benefit.baselineCount)}</td>
              <td className="number">{formatCount(benefit.nowCount)}</td>
              <td className="soft">{benefit.note}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
