import { Button, Select } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { trpc } from '../../app/api.ts';
import type { PackingCarton, PackingView } from '../../app/api-types.ts';
import { useIsPermitted } from '../../app/session.ts';
import { formatCount } from '../../ui/format.ts';
import { StateTag } from '../../ui/state-tag.tsx';
import { paperAddress, warehouseCommand } from './warehouse-command.ts';
import { formatGrams } from './warehouse-words.ts';

type CartonListProps = {
  packing: PackingView;
  currentId: string | undefined;
  onChoose: (unitId: string) => void;
};

function CartonActions({ carton }: { carton: PackingCarton }) {
  const reopen = useMutation(
    trpc.warehouse.packing.reopen.mutationOptions(warehouseCommand('The carton is open again.')),
  );
  const giveUp = useMutation(
    trpc.warehouse.packing.void.mutationOptions(
      warehouseCommand('The carton is void; its number is not used again.'),
    ),
  );
  const about = { unitId: carton.unitId, expectedVersion: carton.version };
  return (
    <>
      {carton.allowedEvents.includes('reopen') && (
        <Button variant="subtle" size="xs" loading={reopen.isPending} onClick={() => reopen.mutate(about)}>
          Open
        </Button>
      )}
      {carton.allowedEvents.includes('void') && (
        <Button
          variant="subtle"
          size="xs"
          color="red"
          loading={giveUp.isPending}
          onClick={() => giveUp.mutate(about)}
        >
          Void
        </Button>
      )}
    </>
  );
}

/** All cartons of the order: which is being filled, which are packed, and the labels of all. */
export function CartonList({ packing, currentId, onChoose }: CartonListProps) {
  const mayWork = useIsPermitted('warehouse.work');
  const add = useMutation(
    trpc.warehouse.packing.addCarton.mutationOptions(warehouseCommand('One more carton, empty.')),
  );
  const { cartons, shipmentId, locationId, orderId } = packing;
  return (
    <aside aria-label="Cartons">
      <ol className="carton-list">
        {cartons.map((carton, index) => (
          <li key={carton.unitId} aria-current={carton.unitId === currentId ? 'step' : undefined}>
            <button type="button" className="link-button" onClick={() => onChoose(carton.unitId)}>
              {index + 1}. {carton.cartonCode} …{carton.sscc.slice(-5)}
              <small>
                {formatGrams(carton.weightGrams)}, {formatCount(carton.contents.length)}{' '}
                {carton.contents.length === 1 ? 'line' : 'lines'}
              </small>
            </button>
            <span>
              <StateTag state={carton.state} /> {mayWork && <CartonActions carton={carton} />}
            </span>
          </li>
        ))}
      </ol>
      {shipmentId !== null && cartons.length > 0 && (
        <Button
          component="a"
          variant="default"
          fullWidth
          mt="sm"
          href={paperAddress(`shipments/${shipmentId}/labels`)}
          download
          data-testid="all-labels"
        >
          Labels of all cartons
        </Button>
      )}
      {mayWork && locationId !== null && cartons.length > 0 && (
        <Select
          mt="sm"
          placeholder="One more carton"
          aria-label="Add a carton of this kind"
          data={packing.cartonTypes.map(({ cartonTypeId, code }) => ({ value: cartonTypeId, label: code }))}
          value={null}
          onChange={(cartonTypeId) =>
            cartonTypeId !== null && add.mutate({ orderId, locationId, cartonTypeId })
          }
        />
      )}
    </aside>
  );
}
