import { Button, NumberInput, Select } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { client, trpc } from '../../app/api.ts';
import type { PickStop } from '../../app/api-types.ts';
import { useIsPermitted } from '../../app/session.ts';
import { explainError } from '../../ui/error-view.tsx';
import { formatDay, formatQuantity, formatUnit } from '../../ui/format.ts';
import { ScanField, type Verdict } from '../../ui/scan-field.tsx';
import { warehouseCommand } from './warehouse-command.ts';
import { piecesText, shortReasons } from './warehouse-words.ts';

type Step = 'bin' | 'item' | 'amount';

function StopCard({ stop, step }: { stop: PickStop; step: Step }) {
  const pieces = piecesText(stop.quantityMilli, stop.pieceMilli);
  return (
    <dl className="stop-card">
      <div data-done={step !== 'bin'}>
        <dt>Bin {step !== 'bin' && '✓'}</dt>
        <dd className="huge" data-testid="pick-bin">
          {stop.binCode}
        </dd>
        <dd className="soft">zone {stop.zone}</dd>
      </div>
      <div data-done={step === 'amount'}>
        <dt>Item {step === 'amount' && '✓'}</dt>
        <dd className="large">
          {stop.itemNumber} {stop.description}
        </dd>
        <dd className="soft">
          {stop.gtin14}
          {stop.lotNumber !== null && ` · lot ${stop.lotNumber}`}
          {stop.expiresOn !== null && ` · use by ${formatDay(stop.expiresOn)}`}
        </dd>
      </div>
      <div>
        <dt>Take</dt>
        <dd className="huge">{formatQuantity(stop.quantityMilli, stop.unit)}</dd>
        <dd className="soft">{pieces}</dd>
      </div>
    </dl>
  );
}

/** How much was taken: all of it is one Enter away; less asks why. */
function AmountForm({ stop }: { stop: PickStop }) {
  const input = useRef<HTMLInputElement>(null);
  const [amount, setAmount] = useState<number | string>(stop.quantityMilli / 1000);
  const [reason, setReason] = useState<string | null>(null);
  const record = useMutation(
    trpc.warehouse.picks.record.mutationOptions(warehouseCommand(`${stop.binCode} is done.`)),
  );
  useEffect(() => input.current?.select(), []);
  const foundMilli = typeof amount === 'number' ? Math.round(amount * 1000) : undefined;
  const isShort = foundMilli !== undefined && foundMilli < stop.quantityMilli;
  const isTooMuch = foundMilli !== undefined && foundMilli > stop.quantityMilli;
  return (
    <form
      className="work-actions"
      onSubmit={(event) => {
        event.preventDefault();
        if (foundMilli === undefined || (isShort && reason === null)) return;
        const { taskId, version: expectedVersion } = stop;
        record.mutate({
          taskId,
          foundMilli,
          expectedVersion,
          ...(reason === null || !isShort ? {} : { reason }),
        });
      }}
    >
      <NumberInput
        ref={input}
        label="Taken"
        w={170}
        min={0}
        decimalScale={3}
        suffix={` ${formatUnit(stop.unit)}`}
        value={amount}
        error={isTooMuch ? `at most ${formatQuantity(stop.quantityMilli, stop.unit)}` : undefined}
        onChange={setAmount}
        data-testid="pick-amount"
      />
      {isShort && (
        <Select
          label="Why less"
          w={230}
          data={[...shortReasons]}
          value={reason}
          onChange={setReason}
          placeholder="Choose"
          data-testid="pick-reason"
        />
      )}
      <Button
        type="submit"
        loading={record.isPending}
        disabled={foundMilli === undefined || isTooMuch || (isShort && reason === null)}
        {...(isShort ? { color: 'orange' } : {})}
        data-testid="pick-record"
      >
        {isShort ? 'Short: free the rest and ask for a count' : 'Taken'}
      </Button>
    </form>
  );
}

const askFor: Record<Exclude<Step, 'amount'>, string> = {
  bin: 'Scan the bin',
  item: 'Scan the item',
};

/** One stop: bin, item, amount, in this order. Wrong scans are refused and change nothing. */
export function PickStopWork({ stop }: { stop: PickStop }) {
  const mayWork = useIsPermitted('warehouse.work');
  const [step, setStep] = useState<Step>('bin');
  const onScan = async (text: string): Promise<Verdict | undefined> => {
    if (text.trim() === '') return undefined;
    try {
      const judged = await client.warehouse.picks.scan.query({
        taskId: stop.taskId,
        text,
        isAtBin: step !== 'bin',
      });
      if (judged.kind === 'wrong') return { tone: 'bad', text: judged.why };
      setStep(judged.kind === 'bin' ? 'item' : 'amount');
      return { tone: 'good', text: judged.kind === 'bin' ? 'Right bin' : 'Right item' };
    } catch (error) {
      return { tone: 'bad', text: explainError(error) };
    }
  };
  return (
    <>
      <StopCard stop={stop} step={step} />
      {mayWork && step !== 'amount' && (
        <ScanField label={askFor[step]} onScan={onScan} focusKey={`${stop.taskId} ${step}`} />
      )}
      {mayWork && step === 'amount' && <AmountForm stop={stop} />}
      {mayWork && step === 'item' && (
        <div className="work-actions">
          <Button variant="default" onClick={() => setStep('amount')} data-testid="pick-nothing">
            The item is not here
          </Button>
        </div>
      )}
    </>
  );
}
