import { useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { trpc } from '../../app/api.ts';
import { formatCount, formatDay } from '../../ui/format.ts';
import { Empty } from '../../ui/page.tsx';
import { formatShare } from '../../ui/plain-text.ts';
import { Disputes } from './disputes.tsx';
import { MetricDetail } from './metric-detail.tsx';
import { goalText, metricText, partyNames, type ScorecardLine } from './metric-words.ts';
import { Sparkline } from './sparkline.tsx';

type ScorecardTabProps = {
  agreementId: string;
  metric: string | undefined;
  onMetric: (metric: string | undefined) => void;
};

const keyOf = ({ metricCode, party }: ScorecardLine): string => `${metricCode}.${party}`;

/** Each agreed metric with goal, trend and n; the formula and the rows behind it are one click away. */
export function ScorecardTab({ agreementId, metric, onMetric }: ScorecardTabProps) {
  const { data: scorecard } = useSuspenseQuery(trpc.analysis.scorecard.queryOptions({ agreementId }));
  const { lines, period, totals } = scorecard;
  const chosen = lines.find((line) => keyOf(line) === metric);
  if (lines.length === 0)
    return (
      <Empty title="No metric is agreed">
        <p>Metrics and their goals are part of the agreement. Add them in a new version of it.</p>
      </Empty>
    );
  return (
    <>
      <p className="soft">
        {period.count} periods
        {period.startsOn !== null &&
          period.endsBefore !== null &&
          `, ${formatDay(period.startsOn)} to before ${formatDay(period.endsBefore)}`}
        . A line can be disputed for {scorecard.disputeDays} days after its period.
        {totals
          .filter(({ score }) => score !== null)
          .map(({ party, score }) => (
            <b key={party}>
              {' '}
              {partyNames[party]}: {formatShare(score ?? 0)} of its goals.
            </b>
          ))}
      </p>
      <div className="table-frame">
        <table className="table inset scorecard" aria-label="Scorecard">
          <thead>
            <tr>
              <th scope="col">Metric</th>
              <th scope="col">Whose</th>
              <th scope="col">Goal</th>
              <th scope="col" className="number">
                As scored
              </th>
              <th scope="col" className="number">
                As agreed
              </th>
              <th scope="col">Trend</th>
              <th scope="col" className="number">
                n
              </th>
              <th scope="col">Status</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <Line
                key={keyOf(line)}
                line={line}
                isChosen={line === chosen}
                onChoose={() => onMetric(line === chosen ? undefined : keyOf(line))}
              />
            ))}
          </tbody>
        </table>
      </div>
      {chosen !== undefined && <MetricDetail key={keyOf(chosen)} line={chosen} />}
      <Disputes agreementId={agreementId} />
      <p className="soft">
        This is how well both plan. How well orders were fulfilled, line by line, is in{' '}
        <Link to="/perfect-orders">Perfect orders</Link>.
      </p>
    </>
  );
}

type LineProps = { line: ScorecardLine; isChosen: boolean; onChoose: () => void };

function Line({ line, isChosen, onChoose }: LineProps) {
  const { unit, score, trend } = line;
  const trendText = trend.map(({ label, asAgreed }) => `${label} ${metricText(asAgreed, unit)}`).join(', ');
  return (
    <tr aria-selected={isChosen} data-testid="scorecard-line">
      <td>
        <button type="button" className="link-button" aria-expanded={isChosen} onClick={onChoose}>
          {line.name}
        </button>{' '}
        {line.lagPeriods > 0 && <span className="soft">lag {line.lagPeriods}</span>}
      </td>
      <td>{partyNames[line.party]}</td>
      <td>{goalText(line)}</td>
      <td className="number">{metricText(line.asScored, unit)}</td>
      <td className="number">
        <b>{metricText(line.asAgreed, unit)}</b>
      </td>
      <td>
        <Sparkline
          values={trend.map(({ asAgreed }) => asAgreed)}
          goal={line.goal}
          label={`Trend: ${trendText}`}
        />
      </td>
      <td className="number" title={line.note}>
        {formatCount(line.n)}
      </td>
      <td>
        <Verdict isMet={score.isMet} />{' '}
        {line.openDisputeCount > 0 && <span className="tag warn">{line.openDisputeCount} disputed</span>}
      </td>
    </tr>
  );
}

function Verdict({ isMet }: { isMet: boolean | null }) {
  if (isMet === null) return <span className="tag">no data</span>;
  return isMet ? <span className="tag good">✓ met</span> : <span className="tag bad">✗ missed</span>;
}
