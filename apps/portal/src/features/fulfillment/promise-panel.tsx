import { Button, NumberInput, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import './fulfillment.css';
import { keepRows, trpc } from '../../app/api.ts';
import type { PromisedLine } from '../../app/api-types.ts';
import { ErrorView } from '../../ui/error-view.tsx';
import { formatAmount, formatDay, formatMoney } from '../../ui/format.ts';

type WhatIf = { orderLineId: string; quantityMilli?: number; requestedOn?: string };

function Promised({ line }: { line: PromisedLine }) {
  if (line.promise === null) return <span className="soft">{line.text}</span>;
  const { completeOn, parts, reason, toOrder } = line.promise;
  return (
    <>
      {completeOn === null ? (
        <span className="tone-bad">No day is known for all of it</span>
      ) : (
        <strong>{formatDay(completeOn)}</strong>
      )}
      {(parts.length > 1 || completeOn === null) && parts.length > 0 && (
        <span className="soft">
          {' '}
          (
          {parts
            .map(({ on, quantityMilli }) => `${formatAmount(quantityMilli)} on ${formatDay(on)}`)
            .join(', ')}
          )
        </span>
      )}
      <div className="soft">{reason}</div>
      {toOrder.length > 0 && (
        <div>
          To order:{' '}
          {toOrder
            .map(({ quantityMilli, orderBy }) => `${formatAmount(quantityMilli)} by ${formatDay(orderBy)}`)
            .join(', ')}
        </div>
      )}
    </>
  );
}

function Shortened({ line, currency }: { line: PromisedLine; currency: string }) {
  if (line.promise === null) return null;
  if (line.shortened.length === 0) return <span className="soft">Nobody</span>;
  return (
    <>
      {line.costMinor > 0 && <strong>{formatMoney(line.costMinor, currency)}</strong>}
      <ul>
        {line.shortened.map(({ orderLineId, text }) => (
          <li key={orderLineId}>{text}</li>
        ))}
      </ul>
    </>
  );
}

/** The line as it might be asked for instead. */
function WhatIfFields({ line, onAsk }: { line: PromisedLine; onAsk: (whatIf: WhatIf) => void }) {
  const [quantityMilli, setQuantity] = useState<number | undefined>(line.quantityMilli);
  const [requestedOn, setDay] = useState<string>(line.requestedOn);
  return (
    <form
      className="form-footer"
      onSubmit={(event) => {
        event.preventDefault();
        onAsk({
          orderLineId: line.orderLineId,
          ...(quantityMilli ? { quantityMilli } : {}),
          ...(requestedOn === '' ? {} : { requestedOn }),
        });
      }}
    >
      <NumberInput
        w={90}
        aria-label={`Quantity of line ${line.lineNumber}, as if`}
        min={0}
        decimalScale={3}
        value={quantityMilli === undefined ? '' : quantityMilli / 1_000}
        onChange={(value) => setQuantity(typeof value === 'number' ? Math.round(value * 1_000) : undefined)}
      />
      <TextInput
        type="date"
        w={140}
        aria-label={`Day of line ${line.lineNumber}, as if`}
        value={requestedOn}
        onChange={(event) => setDay(event.currentTarget.value)}
      />
      <Button type="submit" variant="default">
        As if
      </Button>
    </form>
  );
}

/** What the seller can promise of an order from its stock, and who goes short if it takes it as asked. */
export function PromisePanel({ orderId, currency }: { orderId: string; currency: string }) {
  const [whatIf, setWhatIf] = useState<WhatIf>();
  const promise = useQuery({
    ...trpc.fulfillment.promise.queryOptions({ orderId, ...(whatIf === undefined ? {} : { whatIf }) }),
    ...keepRows,
    retry: false,
  });
  if (promise.isPending) return <p className="soft">Looking at your stock …</p>;
  if (promise.isError) return <ErrorView error={promise.error} onRetry={() => void promise.refetch()} />;
  if (promise.data.lines.every(({ unmapped }) => unmapped !== null)) {
    return (
      <p className="soft">
        Your catalog has none of these items: import them with their GTIN, and your stock, and what you can
        promise stands here.
      </p>
    );
  }
  return (
    <section className="section" aria-labelledby="promise-title">
      <h2 id="promise-title">If you take it</h2>
      <div className="table-frame">
        <table className="table inset promise-lines" aria-label="What can be promised">
          <thead>
            <tr>
              <th scope="col">Line</th>
              <th scope="col" className="number">
                Open
              </th>
              <th scope="col">You can promise</th>
              <th scope="col">Who goes short</th>
              <th scope="col">As if it were</th>
            </tr>
          </thead>
          <tbody>
            {promise.data.lines.map((line) => (
              <tr key={line.orderLineId}>
                <td>{line.lineNumber}</td>
                <td className="number">{formatAmount(line.quantityMilli)}</td>
                <td>
                  <Promised line={line} />
                </td>
                <td>
                  <Shortened line={line} currency={currency} />
                </td>
                <td>{line.unmapped === null && <WhatIfFields line={line} onAsk={setWhatIf} />}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
