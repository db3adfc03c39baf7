import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import './performance.css';
import { keepRows, trpc } from '../../app/api.ts';
import type { LineVerdictView } from '../../app/api-types.ts';
import { ErrorView } from '../../ui/error-view.tsx';
import { formatCount, formatDay, formatMoney, formatQuantity } from '../../ui/format.ts';
import { Page, RowsSkeleton } from '../../ui/page.tsx';
import { plainText } from '../../ui/plain-text.ts';
import { Instant } from '../../ui/time.tsx';
import { LineDisputes } from './line-disputes.tsx';
import { LineEvents } from './line-events.tsx';
import { causeText, checkText, exclusionText, partyText } from './performance-words.ts';
import { SaidOfLine } from './said-of-line.tsx';
import { VerdictActions } from './verdict-actions.tsx';
import { VerdictTag } from './verdict-marks.tsx';
import { VerdictVersions } from './verdict-versions.tsx';
import { VerifyVerdict } from './verify-verdict.tsx';

const route = getRouteApi('/shell/perfect-orders/$orderLineId');

/** /perfect-orders/:orderLineId: which line failed, why, whose, what it cost, and every fact behind it. */
export function LineVerdictPage() {
  const { orderLineId } = route.useParams();
  const query = useQuery({ ...trpc.performance.line.queryOptions({ orderLineId }), ...keepRows });
  if (query.isPending) {
    return (
      <Page title="Line">
        <RowsSkeleton />
      </Page>
    );
  }
  if (query.isError) {
    return (
      <Page title="Line">
        <ErrorView error={query.error} onRetry={() => void query.refetch()} />
      </Page>
    );
  }
  const line = query.data;
  return (
    <Page
      title={`Line ${line.lineNumber} of order ${line.poNumber}`}
      subtitle={
        <>
          {line.description} · {line.partnerName} to {line.shipToName} · <VerdictTag row={line} />
        </>
      }
      actions={
        <Link to="/orders/$orderId" params={{ orderId: line.orderId }}>
          The order
        </Link>
      }
    >
      <div className="page-body">
        <Facts line={line} />
        <VerdictActions line={line} />
        <SaidOfLine line={line} />
        <VerdictVersions line={line} />
        <LineDisputes line={line} />
        <div className="verdict-columns">
          <Checks line={line} />
          <LineEvents line={line} />
        </div>
      </div>
    </Page>
  );
}

function Facts({ line }: { line: LineVerdictView }) {
  const { score, facts, unit, currency } = line;
  return (
    <dl className="facts">
      <div>
        <dt>Ordered</dt>
        <dd>
          {formatQuantity(facts.orderedMilli, unit)} for {formatMoney(line.valueMinor, currency)}
        </dd>
      </div>
      <div>
        <dt>Measured by</dt>
        <dd title={score.basis}>{line.dueOn === null ? 'no day was named' : formatDay(line.dueOn)}</dd>
      </div>
      <div>
        <dt>Cost of what failed</dt>
        <dd>{formatMoney(line.costMinor, currency)}</dd>
      </div>
      {line.cause !== null && (
        <div>
          <dt>Root cause</dt>
          <dd title={score.rootCause?.text}>
            {causeText(line.cause)}, {partyText(line.causeParty ?? '').toLowerCase()}
          </dd>
        </div>
      )}
      {line.exclusionCode !== null && (
        <div>
          <dt>Left out</dt>
          <dd title={score.exclusion?.text}>{exclusionText(line.exclusionCode)}</dd>
        </div>
      )}
      <div>
        <dt>Rules</dt>
        <dd>
          <Link to="/measuring-terms" search={{ partner: line.partnerId }}>
            {score.rulesVersion}
          </Link>{' '}
          · definition {score.definitionVersion}
        </dd>
      </div>
      <div>
        <dt>Final</dt>
        <dd>{line.finalAt === null ? 'when it is complete' : <Instant at={line.finalAt} />}</dd>
      </div>
      <div>
        <dt>Numerator / denominator</dt>
        <dd>
          {line.isPerfect === null
            ? 'not counted'
            : `${formatCount(line.isPerfect ? 1 : 0)} / ${formatCount(1)}`}{' '}
          <VerifyVerdict line={line} />
        </dd>
      </div>
    </dl>
  );
}

const marks = { 1: '✓', 0: '✗' } as const;

/** Every check with its sentence; of failed ones whose fault it was and what it cost. */
function Checks({ line }: { line: LineVerdictView }) {
  const { score, currency } = line;
  return (
    <section className="section" aria-label="Checks">
      <h2>Checks</h2>
      <div className="table-frame">
        <table className="table inset" aria-label="Checks" data-testid="checks">
          <thead>
            <tr>
              <th scope="col">Check</th>
              <th scope="col">Result</th>
              <th scope="col" className="number">
                Cost
              </th>
            </tr>
          </thead>
          <tbody>
            {score.checks.map(({ check, score: result, text }) => {
              const failure = score.failures.find((one) => one.check === check);
              return (
                <tr key={check}>
                  <td title={check}>{checkText(check)}</td>
                  <td className="wrap" title={text}>
                    <span className={result === 0 ? 'tone-bad' : result === 1 ? 'tone-good' : 'soft'}>
                      {result === null ? '·' : marks[result]}
                    </span>{' '}
                    {plainText(text)}
                    {failure !== undefined && (
                      <small className="soft">
                        {' '}
                        {partyText(failure.party)}: {failure.text}
                      </small>
                    )}
                  </td>
                  <td className="number">
                    {failure !== undefined &&
                      failure.costMinor > 0 &&
                      formatMoney(failure.costMinor, currency)}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}
