import { Button, NumberInput, Select } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { client, trpc } from '../../app/api.ts';
import type { PickStop } from '../../app/api-types.ts';
import { useIsPermitted } from '../../app/session.ts';
import { explainError } from '../../ui/error-view.tsx';
import { formatDay, formatQuantity, formatUnit } from '../../ui/format.ts';
import { ScanField, type Verdict } from '../../ui/scan-field.tsx';
import { SerialList } from '../../ui/serial-numbers.tsx';
import { warehouseCommand } from './warehouse-command.ts';
import { piecesText, shortReasons } from './warehouse-words.ts';

type Step = 'bin' | 'item' | 'serials' | 'amount';

function StopCard({ stop, step }: { stop: PickStop; step: Step }) {
  const pieces = piecesText(stop.quantityMilli, stop.pieceMilli);
  const isItemRight = step === 'serials' || step === 'amount';
  return (
    <dl className="stop-card">
      <div data-done={step !== 'bin'}>
        <dt>Bin {step !== 'bin' && '✓'}</dt>
        <dd className="huge" data-testid="pick-bin">
          {stop.binCode}
        </dd>
        <dd className="soft">zone {stop.zone}</dd>
      </div>
      <div data-done={isItemRight}>
        <dt>Item {isItemRight && '✓'}</dt>
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

type AmountFormProps = {
  stop: PickStop;
  /** The units that were scanned, of an item with serial numbers: so many were taken. */
  serialNumbers?: readonly string[];
};

/** How much was taken: all of it is one Enter away; less asks why. */
function AmountForm({ stop, serialNumbers }: AmountFormProps) {
  const input = useRef<HTMLInputElement>(null);
  const [typed, setAmount] = useState<number | string>(stop.quantityMilli / 1000);
  const amount = serialNumbers === undefined ? typed : serialNumbers.length;
  const [reason, setReason] = useState<string | null>(null);
  const record = useMutation(
    trpc.warehouse.picks.record.mutationOptions(warehouseCommand(`${stop.binCode} is done.`)),
  );
  const isCounted = serialNumbers !== undefined;
  useEffect(() => {
    if (!isCounted) input.current?.select();
  }, [isCounted]);
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
          ...(serialNumbers === undefined ? {} : { serialNumbers: [...serialNumbers] }),
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
        readOnly={isCounted}
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

const askFor: Record<Exclude<Step, 'amount' | 'serials'>, string> = {
  bin: 'Scan the bin',
  item: 'Scan the item',
};

type SerialsProps = { stop: PickStop; serials: readonly string[]; onChange: (serials: string[]) => void };

/** The serial number of each unit that is taken; a scan that is wrong says where that unit is. */
function SerialsOfStop({ stop, serials, onChange }: SerialsProps) {
  const wanted = stop.quantityMilli / 1_000;
  const onScan = async (text: string): Promise<Verdict | undefined> => {
    if (text.trim() === '') return undefined;
    const { taskId } = stop;
    const judged = await client.warehouse.picks.scan
      .query({ taskId, text, isAtBin: true, isSerial: true })
      .catch((error: unknown) => ({ kind: 'wrong' as const, why: explainError(error) }));
    if (judged.kind === 'wrong') return { tone: 'bad', text: judged.why };
    const { serialNumber = '' } = judged.kind === 'bin' ? {} : judged;
    if (serials.includes(serialNumber)) return { tone: 'bad', text: `${serialNumber} is scanned already` };
    if (serials.length >= wanted) return { tone: 'bad', text: 'All are scanned: put this one back' };
    onChange([...serials, serialNumber]);
    return { tone: 'good', text: serialNumber };
  };
  return (
    <>
      <ScanField
        label={`Scan the serial numbers: ${serials.length} of ${wanted}`}
        onScan={onScan}
        focusKey={`${stop.taskId} serials`}
      />
      <SerialList serials={serials} onRemove={(one) => onChange(serials.filter((kept) => kept !== one))} />
      <AmountForm stop={stop} serialNumbers={serials} />
    </>
  );
}

/** One stop: bin, item, amount, in this order. Wrong scans are refused and change nothing. */
export function PickStopWork({ stop }: { stop: PickStop }) {
  const mayWork = useIsPermitted('warehouse.work');
  const [step, setStep] = useState<Step>('bin');
  const [serials, setSerials] = useState<string[]>([]);
  const onScan = async (text: string): Promise<Verdict | undefined> => {
    if (text.trim() === '') return undefined;
    try {
      const judged = await client.warehouse.picks.scan.query({
        taskId: stop.taskId,
        text,
        isAtBin: step !== 'bin',
      });
      if (judged.kind === 'wrong') return { tone: 'bad', text: judged.why };
      const afterItem: Step = stop.isSerialTracked ? 'serials' : 'amount';
      setStep(judged.kind === 'bin' ? 'item' : afterItem);
      if (judged.kind === 'item' && judged.serialNumber !== undefined && stop.isSerialTracked)
        setSerials([judged.serialNumber]);
      return { tone: 'good', text: judged.kind === 'bin' ? 'Right bin' : 'Right item' };
    } catch (error) {
      return { tone: 'bad', text: explainError(error) };
    }
  };
  return (
    <>
      <StopCard stop={stop} step={step} />
      {mayWork && (step === 'bin' || step === 'item') && (
        <ScanField label={askFor[step]} onScan={onScan} focusKey={`${stop.taskId} ${step}`} />
      )}
      {mayWork && step === 'amount' && <AmountForm stop={stop} />}
      {mayWork && step === 'serials' && <SerialsOfStop stop={stop} serials={serials} onChange={setSerials} />}
      {mayWork && step === 'item' && (
        <div className="work-actions">
          <Button
            variant="default"
            onClick={() => setStep(stop.isSerialTracked ? 'serials' : 'amount')}
            data-testid="pick-nothing"
          >
            The item is not here
          </Button>
        </div>
      )}
    </>
  );
}
