import { Button, NumberInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { client, trpc } from '../../app/api.ts';
import type { PackingCarton, PackingView } from '../../app/api-types.ts';
import { useIsPermitted } from '../../app/session.ts';
import { explainError } from '../../ui/error-view.tsx';
import { formatAmount, formatDay, formatQuantity } from '../../ui/format.ts';
import { ScanField, type Verdict } from '../../ui/scan-field.tsx';
import { SerialList } from '../../ui/serial-numbers.tsx';
import { paperAddress, warehouseCommand } from './warehouse-command.ts';
import { formatGrams, formatSscc } from './warehouse-words.ts';

/** What was scanned into the carton, by line; the units of an item with serial numbers by name. */
type Inside = Readonly<Record<string, { quantityMilli: number; serialNumbers: readonly string[] }>>;

const partsOf = (inside: Inside) =>
  Object.entries(inside).map(([lineId, { quantityMilli, serialNumbers }]) => ({
    ...{ lineId, quantityMilli },
    serialNumbers: [...serialNumbers],
  }));
type CartonWorkProps = {
  packing: PackingView;
  carton: PackingCarton;
  number: number;
  /** Another carton was scanned. */
  onOther: (unitId: string) => void;
};

function Contents({
  packing,
  carton,
  inside,
}: {
  packing: PackingView;
  carton: PackingCarton;
  inside: Inside;
}) {
  return (
    <table className="inside" aria-label="Contents of the carton">
      <thead>
        <tr>
          <th scope="col">Item</th>
          <th scope="col" className="number">
            Scanned
          </th>
          <th scope="col" className="number">
            Meant for it
          </th>
        </tr>
      </thead>
      <tbody>
        {carton.contents.map(({ lineId, quantityMilli }) => {
          const line = packing.lines.find((one) => one.lineId === lineId);
          const { quantityMilli: scanned = 0, serialNumbers = [] } = inside[lineId] ?? {};
          return (
            <tr key={lineId}>
              <td>
                {line?.itemNumber} {line?.description}{' '}
                <span className="soft">
                  {line?.gtin14}
                  {line?.lotNumber != null && ` · lot ${line.lotNumber}`}
                  {line?.expiresOn != null && ` · use by ${formatDay(line.expiresOn)}`}
                  {(line?.serials.length ?? 0) > 0 && ' · scan each serial number'}
                </span>
                <SerialList serials={serialNumbers} />
              </td>
              <td className={scanned === quantityMilli ? 'number tone-good' : 'number'}>
                {scanned === 0 ? '–' : formatAmount(scanned)}
                {scanned === quantityMilli && ' ✓'}
              </td>
              <td className="number">{formatQuantity(quantityMilli, line?.unit ?? '')}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** Closes the carton over what was scanned; where nothing was, over all that was meant for it. */
function CloseCarton({ carton, inside }: { carton: PackingCarton; inside: Inside }) {
  const [weight, setWeight] = useState<number | string>('');
  const pack = useMutation(
    trpc.warehouse.packing.pack.mutationOptions(
      warehouseCommand(`Carton ${formatSscc(carton.sscc)} is packed.`),
    ),
  );
  const { unitId, version: expectedVersion } = carton;
  const contents = partsOf(inside);
  const isPartly =
    contents.length > 0 &&
    carton.contents.some(({ lineId, quantityMilli }) => inside[lineId]?.quantityMilli !== quantityMilli);
  return (
    <form
      className="work-actions"
      onSubmit={(event) => {
        event.preventDefault();
        pack.mutate({
          ...{ unitId, expectedVersion },
          ...(contents.length === 0 ? {} : { contents }),
          ...(typeof weight === 'number' ? { weightGrams: Math.round(weight * 1000) } : {}),
        });
      }}
    >
      <NumberInput
        label="Weighed"
        w={150}
        min={0.001}
        decimalScale={3}
        suffix=" kg"
        placeholder={formatGrams(carton.weightGrams)}
        value={weight}
        onChange={setWeight}
      />
      <Button
        type="submit"
        loading={pack.isPending}
        {...(isPartly ? { color: 'orange' } : {})}
        data-testid="close-carton"
      >
        {contents.length === 0
          ? 'All of it is in: close'
          : isPartly
            ? 'Close with what was scanned'
            : 'Complete: close'}
      </Button>
      <Button component="a" variant="default" href={paperAddress(`units/${unitId}/label`)} download>
        Label
      </Button>
    </form>
  );
}

/** The carton that is being filled. */
export function CartonWork({ packing, carton, number, onOther }: CartonWorkProps) {
  const mayWork = useIsPermitted('warehouse.work');
  const [inside, setInside] = useState<Inside>({});
  const { orderId } = packing;
  const onScan = async (text: string): Promise<Verdict | undefined> => {
    if (text.trim() === '') return undefined;
    try {
      const judged = await client.warehouse.packing.scan.query({
        ...{ orderId, text, unitId: carton.unitId },
        inside: partsOf(inside),
      });
      if (judged.kind === 'wrong') return { tone: 'bad', text: judged.why };
      if (judged.kind === 'carton') {
        onOther(judged.unitId);
        return { tone: 'good', text: 'This carton' };
      }
      const { lineId, quantityMilli, serialNumber } = judged;
      setInside((before) => {
        const { quantityMilli: there = 0, serialNumbers = [] } = before[lineId] ?? {};
        const named = serialNumber === undefined ? serialNumbers : [...serialNumbers, serialNumber];
        return { ...before, [lineId]: { quantityMilli: there + quantityMilli, serialNumbers: named } };
      });
      return { tone: 'good', text: `${serialNumber ?? formatAmount(quantityMilli)} in` };
    } catch (error) {
      return { tone: 'bad', text: explainError(error) };
    }
  };
  return (
    <section aria-labelledby="carton-title">
      <dl className="stop-card">
        <div>
          <dt>Carton</dt>
          <dd className="huge" id="carton-title">
            {number} of {packing.cartons.length}
          </dd>
        </div>
        <div>
          <dt>SSCC</dt>
          <dd className="large mono" data-testid="carton-sscc">
            {formatSscc(carton.sscc)}
          </dd>
          <dd className="soft">
            {carton.filledRatio !== null && `${Math.round(carton.filledRatio * 100)}% full, `}
            {formatGrams(carton.weightGrams)} computed
          </dd>
        </div>
        <div>
          <dt>Box</dt>
          <dd className="huge">{carton.cartonCode}</dd>
        </div>
      </dl>
      {mayWork && (
        <ScanField label="Scan what goes in, or another carton" onScan={onScan} focusKey={carton.unitId} />
      )}
      <Contents packing={packing} carton={carton} inside={inside} />
      {mayWork && carton.contents.length > 0 && <CloseCarton carton={carton} inside={inside} />}
    </section>
  );
}
