import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { keepRows, trpc } from '../../app/api.ts';
import { useIsPermitted } from '../../app/session.ts';
import { explainError } from '../../ui/error-view.tsx';
import { formatAmount, formatCount, formatState } from '../../ui/format.ts';
import { DisputeDialog } from './dispute-dialog.tsx';
import { excludedText, exclusionNames, goalText, metricText, type ScorecardLine } from './metric-words.ts';

type Point = ScorecardLine['trend'][number];

/** Formula, version, numerator and denominator of a metric, period by period, down to the rows it is made of. */
export function MetricDetail({ line }: { line: ScorecardLine }) {
  const [pointId, setPointId] = useState(
    (line.trend.findLast(({ n }) => n > 0) ?? line.trend.at(-1))?.metricResultId,
  );
  const point = line.trend.find(({ metricResultId }) => metricResultId === pointId);
  return (
    <section className="section metric-detail" aria-label={line.name} data-testid="metric-detail">
      <dl className="facts">
        <div>
          <dt>Formula, definition version {line.definitionVersion}</dt>
          <dd>
            <code>{line.formula}</code>
          </dd>
        </div>
        <div>
          <dt>Numerator / denominator</dt>
          <dd>
            {formatAmount(line.numerator)} / {formatAmount(line.denominator)}
          </dd>
        </div>
        <div>
          <dt>Goal</dt>
          <dd>{goalText(line)}</dd>
        </div>
        <div>
          <dt>Observations</dt>
          <dd>
            {formatCount(line.n)}{' '}
            {excludedText(line.excluded) !== '' && (
              <span className="soft">{excludedText(line.excluded)}</span>
            )}
          </dd>
        </div>
      </dl>
      {line.note !== '' && <p className="soft">{line.note}</p>}
      {line.trend.length === 0 ? (
        <p className="soft">No period has been scored yet: the first is when its actuals are complete.</p>
      ) : (
        <ul className="periods" aria-label="Periods">
          {line.trend.map((one) => (
            <li key={one.metricResultId}>
              <button
                type="button"
                aria-pressed={one.metricResultId === pointId}
                onClick={() => setPointId(one.metricResultId)}
              >
                {one.label}
                <b>{metricText(one.asAgreed, line.unit)}</b>
                {one.asScored !== one.asAgreed && (
                  <s className="soft">{metricText(one.asScored, line.unit)}</s>
                )}
                <small className="soft">
                  n {one.n} · {formatState(one.state)}
                </small>
              </button>
            </li>
          ))}
        </ul>
      )}
      {point !== undefined && <Rows key={point.metricResultId} point={point} line={line} />}
    </section>
  );
}

const pageSize = 100;

function Rows({ point, line }: { point: Point; line: ScorecardLine }) {
  const mayDispute = useIsPermitted('analysis.dispute') && /^(provisional|final)$/.test(point.state);
  const [limit, setLimit] = useState(pageSize);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [isOpen, setIsOpen] = useState(false);
  const query = useQuery({
    ...trpc.analysis.rows.queryOptions({ metricResultId: point.metricResultId, limit }),
    ...keepRows,
  });
  if (query.isPending) return <p className="soft">Reading the rows…</p>;
  if (query.isError) return <p className="tone-bad">{explainError(query.error)}</p>;
  const { rows, rowCount, firstName, secondName } = query.data;
  const amount = (value: number | null): string => (value === null ? '–' : formatAmount(value));
  return (
    <>
      <h2>
        {formatCount(rowCount)} denominator rows of {point.label}{' '}
        {mayDispute && (
          <Button
            size="compact-xs"
            variant="default"
            disabled={chosen.size === 0}
            onClick={() => setIsOpen(true)}
            data-testid="dispute"
          >
            Dispute {chosen.size > 0 ? `${formatCount(chosen.size)} ` : ''}lines…
          </Button>
        )}
      </h2>
      <div className="metric-rows">
        <table className="table inset" aria-label="Denominator rows">
          <thead>
            <tr>
              {mayDispute && (
                <th scope="col">
                  <span className="visually-hidden">Disputed</span>
                </th>
              )}
              <th scope="col">Row</th>
              <th scope="col" className="number">
                {firstName}
              </th>
              <th scope="col" className="number">
                {secondName}
              </th>
              <th scope="col" className="number">
                Numerator
              </th>
              <th scope="col" className="number">
                Denominator
              </th>
              <th scope="col">Left out</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.key}>
                {mayDispute && (
                  <td>
                    <input
                      type="checkbox"
                      aria-label={`Dispute ${row.label}`}
                      checked={chosen.has(row.key)}
                      onChange={() =>
                        setChosen((before) => {
                          const next = new Set(before);
                          if (!next.delete(row.key)) next.add(row.key);
                          return next;
                        })
                      }
                    />
                  </td>
                )}
                <td className="wide" title={row.description ?? ''}>
                  {row.itemNumber === null ? row.label : `${row.itemNumber} ${row.description ?? ''}`}{' '}
                  <span className="soft">{row.locationCode}</span>
                </td>
                <td className="number">{amount(row.first)}</td>
                <td className="number">{amount(row.second)}</td>
                <td className="number">{formatAmount(row.numerator)}</td>
                <td className="number">{formatAmount(row.denominator)}</td>
                <td className="soft">{row.excluded === null ? '' : exclusionNames[row.excluded]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length < rowCount && limit < 500 && (
        <Button
          variant="default"
          mt="xs"
          size="compact-sm"
          onClick={() => setLimit((before) => Math.min(500, before + 200))}
        >
          Show more
        </Button>
      )}
      {isOpen && (
        <DisputeDialog
          point={point}
          line={line}
          rows={rows.filter(({ key }) => chosen.has(key))}
          names={{ first: firstName, second: secondName }}
          onClose={() => setIsOpen(false)}
        />
      )}
    </>
  );
}
