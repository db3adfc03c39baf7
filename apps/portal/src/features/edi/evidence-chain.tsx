import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { trpc } from '../../app/api.ts';
import { gateway } from '../../app/gateway-api.ts';
import type { Evidence, MonitorRow } from '../../app/gateway-types.ts';
import { useIsPermitted } from '../../app/session.ts';
import { ErrorView } from '../../ui/error-view.tsx';
import { formatCount, formatState } from '../../ui/format.ts';
import { RowsSkeleton } from '../../ui/page.tsx';
import { StateTag } from '../../ui/state-tag.tsx';
import { Due, Instant } from '../../ui/time.tsx';
import { AcknowledgementState, EdiState } from './edi-state.tsx';
import { numberText, stateText, stateTone } from './edi-words.ts';

/** The chain from the file to the order, each link with its time and its proof; a link that is missing says so. */
export function EvidenceChain({ message }: { message: MonitorRow }) {
  const { messageId } = message;
  const evidence = useQuery(gateway.edi.messages.evidence.queryOptions({ messageId }));
  if (evidence.isPending) return <RowsSkeleton />;
  if (evidence.isError) return <ErrorView error={evidence.error} onRetry={() => void evidence.refetch()} />;
  const chain = evidence.data;
  return (
    <ol className="edi-chain" data-testid="edi-chain">
      {chain.repairs !== null && (
        <Step title="Repaired copy" at={null} state={<span className="tag">Copy</span>}>
          Of{' '}
          <Link to="/edi/messages/$messageId" params={{ messageId: chain.repairs.messageId }}>
            the message as it came
          </Link>
          , which is kept unchanged.
        </Step>
      )}
      <FileStep file={chain.file} />
      <As2Steps as2={chain.as2} />
      {message.direction === 'in' ? <OurAnswer chain={chain} /> : <Answers chain={chain} message={message} />}
      <DocumentStep chain={chain} message={message} />
      <AdviceSteps chain={chain} />
      <OrderSteps numbers={chain.numbers} />
      {chain.interventions.map(({ kind, reason, doneByName, doneAt, resultMessageId, resultState }) => (
        <Step
          key={`${doneAt} ${kind}`}
          title={formatState(kind)}
          at={doneAt}
          state={<span className="tag info">{doneByName}</span>}
        >
          “{reason}”
          {resultMessageId !== null && resultMessageId !== messageId && (
            <>
              {' '}
              It became{' '}
              <Link to="/edi/messages/$messageId" params={{ messageId: resultMessageId }}>
                a copy
              </Link>{' '}
              <EdiState state={resultState ?? 'waiting'} />
            </>
          )}
        </Step>
      ))}
    </ol>
  );
}

type StepProps = {
  title: string;
  at: string | null;
  state: ReactNode;
  children?: ReactNode;
  isMissing?: boolean;
};

function Step({ title, at, state, children, isMissing = false }: StepProps) {
  return (
    <li data-missing={isMissing}>
      <b>{title}</b> {state}{' '}
      {at !== null && (
        <span className="soft edi-at">
          <Instant at={at} />
        </span>
      )}
      {children !== undefined && <div>{children}</div>}
    </li>
  );
}

const bytesText = (count: number): string =>
  count < 10_000 ? `${formatCount(count)} bytes` : `${formatCount(Math.round(count / 1000))} kB`;

function FileStep({ file }: { file: Evidence['file'] }) {
  if (file === null) {
    return (
      <Step title="File" at={null} state={<span className="tag">None yet</span>} isMissing>
        Nothing was written or archived.
      </Step>
    );
  }
  const { fileName, byteCount, sha256, state, recordedAt, explanation } = file;
  return (
    <Step title="File" at={recordedAt} state={<EdiState state={state} />}>
      <span className="mono">{fileName}</span>, {bytesText(byteCount)},{' '}
      <span title={`SHA-256 ${sha256}`}>
        fingerprint <span className="mono">{sha256.slice(0, 12)}…</span>
      </span>
      {explanation !== null && <div className="edi-why soft">{explanation}</div>}
    </Step>
  );
}

function As2Steps({ as2 }: { as2: Evidence['as2'] }) {
  return as2.map(
    ({ as2MessageId, messageId, direction, state, hasReceipt, receiptState, recordedAt, explanation }) => (
      <Step
        key={as2MessageId}
        title={direction === 'in' ? 'AS2, our receipt (MDN)' : 'AS2, the partner’s receipt (MDN)'}
        at={recordedAt}
        state={<span className={`tag ${stateTone(state)}`}>{stateText(state)}</span>}
        isMissing={!hasReceipt}
      >
        {hasReceipt ? 'The receipt is kept as it went or came' : 'No receipt yet'}
        {receiptState !== null && `, sent later: ${receiptState}`} · <span className="mono">{messageId}</span>
        {explanation !== null && <div className="soft">{explanation}</div>}
      </Step>
    ),
  );
}

/** What we said of a file that came: the acknowledgement, and the proof that the partner has it. */
function OurAnswer({ chain: { ourAnswer, file, repairs } }: { chain: Evidence }) {
  if (ourAnswer === null) {
    const why =
      repairs !== null
        ? 'The partner has the answer to what he sent; a repaired copy is our affair.'
        : file === null
          ? 'Nothing to answer.'
          : 'None was sent: nothing of the file was understood, or none is agreed.';
    return (
      <Step title="Our acknowledgement" at={null} state={<span className="tag">None</span>} isMissing>
        {why}
      </Step>
    );
  }
  return (
    <>
      <Step
        title={`Our acknowledgement (${ourAnswer.fileName.split('-')[0]})`}
        at={ourAnswer.recordedAt}
        state={<EdiState state={ourAnswer.state} />}
      >
        <span className="mono">{ourAnswer.fileName}</span>
      </Step>
      <As2Steps as2={ourAnswer.as2} />
    </>
  );
}

/** What the partner said of a message of ours, in the order in which it came. */
function Answers({ chain: { answers }, message }: { chain: Evidence; message: MonitorRow }) {
  const { acknowledgement, acknowledgementDueAt } = message;
  return (
    <>
      {answers.map(({ interchangeId, kind, status, explanation, fileName, recordedAt }) => (
        <Step
          key={`${interchangeId} ${kind}`}
          title={`Partner’s ${kind}`}
          at={recordedAt}
          state={<AcknowledgementState acknowledgement={status} />}
        >
          {explanation !== null && <div>{explanation}</div>}
          <span className="mono soft">{fileName}</span>
        </Step>
      ))}
      {(acknowledgement === 'expected' || acknowledgement === 'overdue') && (
        <Step
          title="Partner’s acknowledgement"
          at={null}
          state={<AcknowledgementState acknowledgement={acknowledgement} />}
          isMissing
        >
          {acknowledgementDueAt !== null && (
            <>
              Due <Due at={acknowledgementDueAt} />
            </>
          )}
        </Step>
      )}
    </>
  );
}

function DocumentStep({ chain: { document }, message }: { chain: Evidence; message: MonitorRow }) {
  if (document === null) {
    return message.state === 'noted' ? null : (
      <Step title="Document" at={null} state={<span className="tag">None</span>} isMissing>
        It has not become a business document.
      </Step>
    );
  }
  const { documentType, state, endedAt, documentId } = document;
  return (
    <Step title={`Document: ${formatState(documentType)}`} at={endedAt} state={<EdiState state={state} />}>
      <span className="mono soft">{documentId}</span>
    </Step>
  );
}

/** Of a document that the server refused: what the partner was told; of such an advice: which message it tells of. */
function AdviceSteps({ chain: { advice, advises } }: { chain: Evidence }) {
  return (
    <>
      {advice !== null && (
        <Step
          title={`Our advice${advice.setType === null ? '' : ` (${advice.setType})`}`}
          at={advice.recordedAt}
          state={<EdiState state={advice.state} />}
        >
          <Link to="/edi/messages/$messageId" params={{ messageId: advice.messageId }}>
            What the partner was told
          </Link>{' '}
          <AcknowledgementState acknowledgement={advice.acknowledgement} />
        </Step>
      )}
      {advises !== null && (
        <Step title="Tells of" at={null} state={<EdiState state={advises.state} />}>
          <Link to="/edi/messages/$messageId" params={{ messageId: advises.messageId }}>
            The message that was refused
          </Link>
        </Step>
      )}
    </>
  );
}

/** The orders that the message is about, as the server knows them. */
function OrderSteps({ numbers }: { numbers: Evidence['numbers'] }) {
  const mayRead = useIsPermitted('orders.read');
  const orders = numbers.filter(({ kind }) => kind === 'order').slice(0, 5);
  const others = numbers.filter(({ kind }) => kind !== 'order');
  return (
    <>
      {mayRead && orders.map(({ number }) => <OrderStep key={number} poNumber={number} />)}
      {others.length > 0 && (
        <Step title="Other numbers" at={null} state={null}>
          {others.slice(0, 12).map(numberText).join(' · ')}
          {others.length > 12 && ` and ${others.length - 12} more`}
        </Step>
      )}
    </>
  );
}

function OrderStep({ poNumber }: { poNumber: string }) {
  const found = useQuery(trpc.orders.list.queryOptions({ search: poNumber, limit: 5 }));
  const order = found.data?.rows.find((row) => row.poNumber.toUpperCase() === poNumber);
  if (order === undefined) {
    const words = found.isPending ? 'Looking …' : 'Not known here';
    return (
      <Step
        title={`Order ${poNumber}`}
        at={null}
        state={<span className="tag">{words}</span>}
        isMissing={!found.isPending}
      />
    );
  }
  return (
    <Step title={`Order ${poNumber}`} at={null} state={<StateTag state={order.state} />}>
      <Link to="/orders/$orderId" params={{ orderId: order.orderId }}>
        Open the order
      </Link>
    </Step>
  );
}
