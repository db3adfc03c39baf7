import { Checkbox, Modal, Select, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { queryClient, trpc } from '../../app/api.ts';
import type { WarehouseSetUp } from '../../app/api-types.ts';
import { explainError } from '../../ui/error-view.tsx';
import { FormActions, NumberField } from '../../ui/form-fields.tsx';
import { formatUnit } from '../../ui/format.ts';
import { showNotice } from '../../ui/notices.tsx';
import { SerialTracking } from '../../ui/serial-tracking.tsx';

type Item = WarehouseSetUp['items'][number];
type ItemDialogProps = { item: Item; setUp: WarehouseSetUp; onClose: () => void };

const sizes = [
  ['lengthMm', 'Length', 'mm'],
  ['widthMm', 'Width', 'mm'],
  ['heightMm', 'Height', 'mm'],
] as const;

/** The bin and the handling are two commands of the server: both are said to be done, or what refused. */
function useSave({ item, setUp, onClose }: ItemDialogProps) {
  const bins = useMutation(trpc.warehouse.setUp.setBins.mutationOptions());
  const packages = useMutation(trpc.warehouse.setUp.setPackages.mutationOptions());
  const save = async (form: ReturnType<typeof startOf>): Promise<void> => {
    const { itemId } = item;
    const { locationId, binCode, zone, walkNumber, pieceMilli, weightKg, isUpright, ...size } = form;
    try {
      if (binCode !== '') {
        const known = setUp.bins.some((bin) => bin.locationId === locationId && bin.code === binCode);
        const bin = { code: binCode, zone: zone === '' ? 'main' : zone, walkNumber: Number(walkNumber) };
        await bins.mutateAsync({
          locationId,
          bins: known && zone === '' ? [] : [bin],
          faces: [{ itemId, binCode }],
        });
      }
      const [lengthMm, widthMm, heightMm] = [size.lengthMm, size.widthMm, size.heightMm].map(Number);
      if (lengthMm && widthMm && heightMm && Number(weightKg) > 0) {
        const handling = {
          itemId,
          pieceMilli: Number(pieceMilli) * 1000,
          lengthMm,
          widthMm,
          heightMm,
          isUpright,
        };
        await packages.mutateAsync({
          handling: [{ ...handling, weightGrams: Math.round(Number(weightKg) * 1000) }],
        });
      }
      showNotice(`${item.itemNumber} is saved.`, { tone: 'good' });
      onClose();
    } catch (error) {
      showNotice(explainError(error), { tone: 'bad' });
    }
    await queryClient.invalidateQueries(trpc.warehouse.pathFilter());
  };
  return { save, isPending: bins.isPending || packages.isPending };
}

const startOf = (
  { faces, handling }: Item,
  places: WarehouseSetUp['places'],
  bins: WarehouseSetUp['bins'],
) => {
  const [face] = faces;
  const bin = bins.find(({ code, locationId }) => code === face?.binCode && locationId === face.locationId);
  return {
    locationId: (face?.locationId ?? places[0]?.locationId ?? '') as string,
    binCode: face?.binCode ?? '',
    zone: bin?.zone ?? '',
    walkNumber: (bin?.walkNumber ?? 0) as number | string,
    pieceMilli: ((handling?.pieceMilli ?? 1000) / 1000) as number | string,
    lengthMm: (handling?.lengthMm ?? '') as number | string,
    widthMm: (handling?.widthMm ?? '') as number | string,
    heightMm: (handling?.heightMm ?? '') as number | string,
    weightKg: (handling === null ? '' : handling.weightGrams / 1000) as number | string,
    isUpright: handling?.isUpright ?? false,
  };
};

/** Where an item is picked, and how it is lifted. */
export function ItemDialog({ item, setUp, onClose }: ItemDialogProps) {
  const [form, setForm] = useState(() => startOf(item, setUp.places, setUp.bins));
  const { save, isPending } = useSave({ item, setUp, onClose });
  const change = (part: Partial<typeof form>): void => setForm((before) => ({ ...before, ...part }));
  return (
    <Modal opened onClose={onClose} title={`${item.itemNumber} ${item.description}`} size={620}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save(form);
        }}
      >
        <div className="field-grid">
          <Select
            label="Place"
            allowDeselect={false}
            data={setUp.places.map(({ locationId, name }) => ({ value: locationId as string, label: name }))}
            value={form.locationId}
            onChange={(value) => change({ locationId: value ?? '' })}
          />
          <TextInput
            label="Bin"
            maxLength={40}
            data-autofocus
            value={form.binCode}
            onChange={(event) => change({ binCode: event.currentTarget.value.toUpperCase() })}
          />
          <TextInput
            label="Zone"
            maxLength={20}
            value={form.zone}
            onChange={(event) => change({ zone: event.currentTarget.value })}
          />
          <NumberField
            label="Place on the walk"
            value={form.walkNumber}
            onChange={(walkNumber) => change({ walkNumber })}
          />
          <NumberField
            label="One piece that is lifted holds"
            unit={formatUnit(item.unit)}
            value={form.pieceMilli}
            onChange={(pieceMilli) => change({ pieceMilli })}
          />
          {sizes.map(([name, label, unit]) => (
            <NumberField
              key={name}
              label={label}
              unit={unit}
              value={form[name]}
              onChange={(value) => change({ [name]: value })}
            />
          ))}
          <NumberField
            label="Weight"
            unit="kg"
            value={form.weightKg}
            onChange={(weightKg) => change({ weightKg })}
          />
        </div>
        <Checkbox
          label="It must stand upright"
          checked={form.isUpright}
          onChange={(event) => change({ isUpright: event.currentTarget.checked })}
        />
        <SerialTracking item={item} label="Each unit has a serial number" />
        <FormActions
          submit="Save"
          isPending={isPending}
          isDisabled={form.locationId === ''}
          onBack={onClose}
        />
      </form>
    </Modal>
  );
}
