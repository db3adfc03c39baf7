import { Group, Modal, Select, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Fragment, useState } from 'react';
import { queryClient, trpc } from '../../app/api.ts';
import type { ShipmentDetail } from '../../app/api-types.ts';
import { FormActions, ReasonField } from '../../ui/form-fields.tsx';
import { formatQuantity } from '../../ui/format.ts';
import { SerialNumbers } from '../../ui/serial-numbers.tsx';
import { localMinute } from '../../ui/time.tsx';
import { Amount } from '../orders/dialog-table.tsx';
import { warehouseCommand } from './warehouse-command.ts';
import { refusedTitles } from './warehouse-words.ts';

type RefusedReason = keyof typeof refusedTitles;
type Draft = {
  deliveredMilli: number | undefined;
  damagedMilli: number | undefined;
  refusedMilli: number | undefined;
  refusedReason: RefusedReason;
  /** Of an item with serial numbers, where not all of the line has one fate. */
  refusedSerials: readonly string[];
  missingSerials: readonly string[];
};
type Left = ShipmentDetail['leftLines'][number];

const arrivedWhole = ({ shippedMilli }: Left): Draft => ({
  deliveredMilli: shippedMilli,
  damagedMilli: undefined,
  refusedMilli: undefined,
  refusedReason: 'damaged',
  refusedSerials: [],
  missingSerials: [],
});

function toSigned(orderLineId: string, draft: Draft) {
  const { deliveredMilli = 0, damagedMilli = 0, refusedMilli = 0, refusedReason } = draft;
  const { refusedSerials, missingSerials } = draft;
  return {
    ...{ orderLineId, deliveredMilli, damagedMilli, refusedMilli },
    ...(refusedMilli > 0 ? { refusedReason } : {}),
    ...(refusedSerials.length > 0 ? { refusedSerialNumbers: [...refusedSerials] } : {}),
    ...(missingSerials.length > 0 ? { missingSerialNumbers: [...missingSerials] } : {}),
  };
}

/** The dialog for one shipment, wherever it is opened from. */
export function ProofOfDelivery({ shipmentId, onClose }: { shipmentId: string; onClose: () => void }) {
  const { data } = useQuery(trpc.warehouse.shipments.get.queryOptions({ shipmentId }));
  return data === undefined ? null : <ProofDialog shipment={data} onClose={onClose} />;
}

const useProve = (onClose: () => void) =>
  useMutation(
    trpc.warehouse.shipments.prove.mutationOptions({
      ...warehouseCommand('The proof of delivery is kept.', onClose),
      onSettled: async () => {
        await queryClient.invalidateQueries(trpc.warehouse.pathFilter());
        await queryClient.invalidateQueries(trpc.salesOrders.pathFilter());
        await queryClient.invalidateQueries(trpc.performance.customers.pathFilter());
      },
    }),
  );

/** Who signed, when, and what of it was damaged, refused or missing at the door. */
function ProofDialog({ shipment, onClose }: { shipment: ShipmentDetail; onClose: () => void }) {
  const { shipmentId, version: expectedVersion, leftLines, proofs } = shipment;
  const [deliveredAt, setDeliveredAt] = useState(() => localMinute(new Date()));
  const [signedBy, setSignedBy] = useState('');
  const [documentReference, setDocumentReference] = useState('');
  const [reason, setReason] = useState('');
  const [drafts, setDrafts] = useState<Record<string, Draft>>(() =>
    Object.fromEntries(leftLines.map((line) => [line.orderLineId, arrivedWhole(line)])),
  );
  const prove = useProve(onClose);
  const isCorrection = proofs.length > 0;
  const lines = leftLines.map((line) =>
    toSigned(line.orderLineId, drafts[line.orderLineId] ?? arrivedWhole(line)),
  );
  const isReady = signedBy.trim() !== '' && deliveredAt !== '' && (!isCorrection || reason.trim() !== '');
  const send = (): void =>
    prove.mutate({
      ...{ shipmentId, expectedVersion, lines },
      deliveredAt: new Date(deliveredAt).toISOString(),
      signedBy: signedBy.trim(),
      ...(documentReference.trim() === '' ? {} : { documentReference: documentReference.trim() }),
      ...(isCorrection ? { reason: reason.trim() } : {}),
    });
  return (
    <Modal opened onClose={onClose} title={`Proof of delivery of ${shipment.shipmentNumber}`} size={900}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <Group align="flex-end" mb="sm">
          <TextInput
            label="Signed by"
            required
            data-autofocus
            maxLength={120}
            value={signedBy}
            onChange={(event) => setSignedBy(event.currentTarget.value)}
          />
          <TextInput
            type="datetime-local"
            label="When"
            required
            value={deliveredAt}
            onChange={(event) => setDeliveredAt(event.currentTarget.value)}
          />
          <TextInput
            label="Where the paper lies"
            maxLength={200}
            value={documentReference}
            onChange={(event) => setDocumentReference(event.currentTarget.value)}
          />
        </Group>
        <ProofLines
          lines={leftLines}
          drafts={drafts}
          onChange={(id, part) =>
            setDrafts((before) => {
              const known = before[id];
              return known === undefined ? before : { ...before, [id]: { ...known, ...part } };
            })
          }
        />
        {isCorrection && (
          <ReasonField
            value={reason}
            onChange={setReason}
            placeholder="The last pallet stood behind the door"
            description="It was signed for before: the earlier proof stays beside this one."
            maxLength={200}
          />
        )}
        <FormActions
          submit={isCorrection ? 'Correct the proof' : 'Keep the proof'}
          isPending={prove.isPending}
          isDisabled={!isReady}
          testId="keep-proof"
          onBack={onClose}
        />
      </form>
    </Modal>
  );
}

type ProofLinesProps = {
  lines: readonly Left[];
  drafts: Record<string, Draft>;
  onChange: (orderLineId: string, part: Partial<Draft>) => void;
};

function ProofLines({ lines, drafts, onChange }: ProofLinesProps) {
  return (
    <div className="table-frame">
      <table className="table inset" aria-label="What was signed for">
        <thead>
          <tr>
            {['#', 'Item', 'Left', 'Kept', 'of it damaged', 'Refused', 'because'].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => {
            const draft = drafts[line.orderLineId] ?? arrivedWhole(line);
            const change = (part: Partial<Draft>): void => onChange(line.orderLineId, part);
            return (
              <Fragment key={line.orderLineId}>
                <ProofLine line={line} draft={draft} onChange={change} />
                <ProofSerials line={line} draft={draft} onChange={change} />
              </Fragment>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
type ProofLineProps = { line: Left; draft: Draft; onChange: (part: Partial<Draft>) => void };

function ProofLine({ line, draft, onChange }: ProofLineProps) {
  return (
    <tr>
      <td>{line.lineNumber}</td>
      <td className="item">{line.description}</td>
      <td className="number">{formatQuantity(line.shippedMilli, line.unit)}</td>
      {(['deliveredMilli', 'damagedMilli', 'refusedMilli'] as const).map((field) => (
        <td key={field}>
          <Amount
            label={`${fieldTitles[field]} of line ${line.lineNumber}`}
            milli={draft[field]}
            onChange={(milli) => onChange({ [field]: milli })}
          />
        </td>
      ))}
      <td>
        <Select
          aria-label={`Why line ${line.lineNumber} was refused`}
          w={140}
          allowDeselect={false}
          disabled={(draft.refusedMilli ?? 0) === 0}
          data={Object.entries(refusedTitles).map(([value, label]) => ({ value, label }))}
          value={draft.refusedReason}
          onChange={(value) => onChange({ refusedReason: (value ?? 'other') as RefusedReason })}
        />
      </td>
    </tr>
  );
}

/** Which units were refused and which were not there, where units have names and not all had the same fate. */
function ProofSerials({ line, draft, onChange }: ProofLineProps) {
  const { deliveredMilli = 0, refusedMilli = 0 } = draft;
  const shortMilli = line.shippedMilli - deliveredMilli - refusedMilli;
  const isWhole = [deliveredMilli, refusedMilli, shortMilli].includes(line.shippedMilli);
  if (!line.isSerialTracked || isWhole) return null;
  const { lineNumber } = line;
  const asked = [
    ['refusedSerials', `Refused of line ${lineNumber}, by serial number`, refusedMilli],
    ['missingSerials', `Missing of line ${lineNumber}, by serial number`, shortMilli],
  ] as const;
  return (
    <tr>
      <td colSpan={7}>
        {asked.map(
          ([field, label, milli]) =>
            milli > 0 && (
              <SerialNumbers
                key={field}
                label={label}
                item={line}
                wanted={milli / 1000}
                values={draft[field]}
                onChange={(values) => onChange({ [field]: values })}
              />
            ),
        )}
      </td>
    </tr>
  );
}
const fieldTitles = { deliveredMilli: 'Kept', damagedMilli: 'Damaged', refusedMilli: 'Refused' } as const;
