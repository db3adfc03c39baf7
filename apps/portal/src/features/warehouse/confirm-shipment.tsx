import { Button, Select, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '../../app/api.ts';
import type { ShipmentDetail } from '../../app/api-types.ts';
import { warehouseCommand } from './warehouse-command.ts';

const fields = [
  ['carrierName', 'Carrier', 35, 190],
  ['carrierCode', 'SCAC', 17, 90],
  ['carrierReference', 'PRO number', 30, 150],
  ['trailerNumber', 'Trailer', 17, 110],
  ['sealNumber', 'Seal', 17, 110],
] as const;
type Field = (typeof fields)[number][0];

const today = (): string => new Date().toISOString().slice(0, 10);

/** A customer of one's own reads no notice here. */
const useConfirm = ({ orderKind, buyerName }: ShipmentDetail) =>
  useMutation(
    trpc.warehouse.shipments.confirm.mutationOptions(
      warehouseCommand(
        orderKind === 'purchase-order'
          ? `Shipped: ${buyerName} has the ship notice.`
          : `Shipped: the order of ${buyerName} has left.`,
      ),
    ),
  );

/** The word that it has left: ledger, order and ship notice follow from it. */
export function ConfirmShipment({ shipment }: { shipment: ShipmentDetail }) {
  const [texts, setTexts] = useState<Record<Field, string>>({
    carrierName: shipment.carrierName ?? '',
    carrierCode: shipment.carrierCode ?? '',
    carrierReference: shipment.carrierReference ?? '',
    trailerNumber: shipment.trailerNumber ?? '',
    sealNumber: shipment.sealNumber ?? '',
  });
  const [freightTerms, setFreightTerms] = useState(shipment.freightTerms);
  const [despatchedOn, setDespatchedOn] = useState(today);
  const [deliverOn, setDeliverOn] = useState<string>(shipment.deliverOn ?? shipment.orderDeliverOn);
  const hasNotice = shipment.orderKind === 'purchase-order';
  const confirm = useConfirm(shipment);
  const {
    shipmentId,
    version: expectedVersion,
    orderVersion,
    openCartonCount,
    packedCartonCount,
    unpackedLines,
  } = shipment;
  const isReady = openCartonCount === 0 && packedCartonCount > 0 && unpackedLines.length === 0;
  return (
    <form
      className="release-bar"
      style={{ marginInline: 0 }}
      onSubmit={(event) => {
        event.preventDefault();
        const said = Object.fromEntries(
          Object.entries(texts).flatMap(([name, text]) => (text.trim() === '' ? [] : [[name, text.trim()]])),
        );
        confirm.mutate({
          ...said,
          shipmentId,
          expectedVersion,
          orderVersion,
          freightTerms,
          despatchedOn,
          deliverOn,
        });
      }}
    >
      {fields.map(([name, label, maxLength, width]) => (
        <TextInput
          key={name}
          label={label}
          w={width}
          maxLength={maxLength}
          value={texts[name]}
          onChange={(event) => {
            const { value } = event.currentTarget;
            setTexts((before) => ({ ...before, [name]: value }));
          }}
        />
      ))}
      <Select
        label="Freight"
        w={110}
        allowDeselect={false}
        data={['prepaid', 'collect']}
        value={freightTerms}
        onChange={(value) => setFreightTerms(value === 'collect' ? 'collect' : 'prepaid')}
      />
      <TextInput
        type="date"
        label="Left"
        value={despatchedOn}
        onChange={(event) => setDespatchedOn(event.currentTarget.value)}
      />
      <TextInput
        type="date"
        label="Expected"
        value={deliverOn}
        onChange={(event) => setDeliverOn(event.currentTarget.value)}
      />
      <Button type="submit" loading={confirm.isPending} disabled={!isReady} data-testid="confirm-shipment">
        {hasNotice ? 'It has left: send the ship notice' : 'It has left'}
      </Button>
    </form>
  );
}
