import { useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import './orders.css';
import { trpc } from '../../app/api.ts';
import type { DisputeDetail } from '../../app/api-types.ts';
import { useKeys } from '../../app/keyboard.ts';
import { formatAmount, formatDay, formatMoney, formatQuantity, formatUnitPrice } from '../../ui/format.ts';
import { Page } from '../../ui/page.tsx';
import { StateTag } from '../../ui/state-tag.tsx';
import { Instant } from '../../ui/time.tsx';
import { OrderVerdicts } from '../performance/order-verdicts.tsx';
import { claimText } from '../performance/performance-words.ts';
import { VerdictInDispute } from '../performance/verdict-in-dispute.tsx';
import { DisputeForm } from './dispute-form.tsx';
import { causeNames, outcomeNames, turnText, verbOf } from './dispute-words.ts';
import { EvidenceList } from './evidence-list.tsx';

const route = getRouteApi('/shell/disputes/$disputeId');

function DisputeFacts({ dispute }: { dispute: DisputeDetail }) {
  const { currency, claimedMinor, amountMinor, outcome, offered, state } = dispute;
  const unit = dispute.line?.unit ?? '';
  const facts: [string, React.ReactNode][] = [
    [
      'Order',
      <Link key="order" to="/orders/$orderId" params={{ orderId: dispute.orderId }}>
        PO {dispute.poNumber}
      </Link>,
    ],
    ['What is wrong', causeNames[dispute.cause]],
    ...(dispute.claim === null
      ? []
      : [['What should hold', claimText(dispute.claim, unit)] as [string, React.ReactNode]]),
    ['Claimed', claimedMinor === null ? '–' : formatMoney(claimedMinor, currency)],
    ['Raised by', dispute.raisedByName],
    ...(turnText(dispute) === '' ? [] : [['Whose turn', turnText(dispute)] as [string, React.ReactNode]]),
    [
      'Answer by',
      dispute.isOverdue ? (
        <span key="due" className="tone-bad">
          {formatDay(dispute.answerBy)}, overdue
        </span>
      ) : (
        formatDay(dispute.answerBy)
      ),
    ],
    ...(outcome === null
      ? []
      : [
          [
            state === 'proposed' ? 'Proposed' : 'Outcome',
            `${outcomeNames[outcome]}${amountMinor === null ? '' : `, ${formatMoney(amountMinor, currency)}`}${offered === null ? '' : `: ${claimText(offered, unit)}`}`,
          ] as [string, React.ReactNode],
        ]),
  ];
  return (
    <dl className="facts section">
      {facts.map(([title, value]) => (
        <div key={title}>
          <dt>{title}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Order, notice, receipt and invoice side by side, and in what they differ. */
function Match({ dispute }: { dispute: DisputeDetail }) {
  const { line, variances, invoice, currency } = dispute;
  if (line === null && invoice === null) return null;
  return (
    <section className="section" aria-label="Match">
      <h2>What the documents say</h2>
      {line !== null && (
        <div className="table-frame">
          <table className="table inset" aria-label={`Line ${line.lineNumber}`}>
            <thead>
              <tr>
                <th scope="col">Line</th>
                {['Ordered', 'Shipped', 'Arrived', 'Kept', 'Billed', 'Agreed price'].map((title) => (
                  <th key={title} scope="col" className="number">
                    {title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              <tr>
                <td>
                  {line.lineNumber} · {line.itemNumber}
                </td>
                <td className="number">{formatQuantity(line.orderedMilli, line.unit)}</td>
                <td className="number">{formatAmount(line.shippedMilli)}</td>
                <td className="number">{formatAmount(line.arrivedMilli)}</td>
                <td className="number">{formatAmount(line.receivedMilli)}</td>
                <td className="number">{formatAmount(line.invoicedMilli)}</td>
                <td className="number">{formatUnitPrice(line.agreedPriceMicros, currency)}</td>
              </tr>
            </tbody>
          </table>
        </div>
      )}
      {variances.map(({ kind, named, expected, invoiced, amountMinor }) => (
        <p key={`${kind} ${named}`} data-testid="dispute-variance">
          {named}: billed {kind === 'price' ? formatUnitPrice(invoiced, currency) : formatAmount(invoiced)}{' '}
          instead of {kind === 'price' ? formatUnitPrice(expected, currency) : formatAmount(expected)}, which
          costs <strong>{formatMoney(amountMinor, currency)}</strong>
        </p>
      ))}
      {invoice !== null && (
        <p>
          Invoice {invoice.invoiceNumber} of {formatMoney(invoice.totalMinor, currency)}{' '}
          <StateTag state={invoice.state} />{' '}
          <span className="soft" data-testid="dispute-payable">
            to pay {formatMoney(invoice.payableMinor, currency)}
          </span>
        </p>
      )}
    </section>
  );
}

function Entries({ dispute }: { dispute: DisputeDetail }) {
  return (
    <section className="section" aria-label="What was said">
      <h2>What was said</h2>
      <ol className="dispute-entries">
        {dispute.entries.map(
          ({
            at,
            kind,
            text,
            authorName,
            organisationName,
            isMine,
            outcome,
            amountMinor,
            claim,
            evidence,
          }) => (
            <li key={`${at} ${kind} ${text}`} className={isMine ? 'mine' : ''} data-testid="dispute-entry">
              <header>
                <strong>{organisationName}</strong> {verbOf(kind)}
                {outcome !== null && (
                  <>
                    {': '}
                    {outcomeNames[outcome].toLowerCase()}
                    {amountMinor !== null && `, ${formatMoney(amountMinor, dispute.currency)}`}
                  </>
                )}
                {claim !== null && `: ${claimText(claim, dispute.line?.unit ?? '')}`}{' '}
                <small>
                  {authorName} · <Instant at={at} />
                </small>
              </header>
              <p>{text}</p>
              <EvidenceList evidence={evidence} orderId={dispute.orderId} poNumber={dispute.poNumber} />
            </li>
          ),
        )}
      </ol>
    </section>
  );
}

/** /disputes/:disputeId: the difference, what proves it, what both sides said, and how it can end. */
export function DisputePage() {
  const { disputeId } = route.useParams();
  const navigate = route.useNavigate();
  const { data: dispute } = useSuspenseQuery(trpc.orders.disputes.get.queryOptions({ disputeId }));
  useKeys('Dispute', [
    { keys: 'u', label: 'Back to the worklist', run: () => void navigate({ to: '/disputes' }) },
  ]);
  return (
    <Page
      title={`Dispute ${dispute.disputeNumber}`}
      subtitle={
        <>
          <StateTag state={dispute.state} /> {dispute.subjectLabel} · {dispute.partnerName}
        </>
      }
    >
      <div className="page-body dispute-columns">
        <div>
          <DisputeFacts dispute={dispute} />
          <Match dispute={dispute} />
          {dispute.orderLineId !== null && <VerdictInDispute orderLineId={dispute.orderLineId} />}
          <OrderVerdicts orderId={dispute.orderId} lineNumber={dispute.lineNumber} />
          <Entries dispute={dispute} />
        </div>
        <aside>
          <DisputeForm key={dispute.version} dispute={dispute} />
        </aside>
      </div>
    </Page>
  );
}
