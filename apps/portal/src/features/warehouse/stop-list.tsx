import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { trpc } from '../../app/api.ts';
import type { PickStop } from '../../app/api-types.ts';
import { useIsPermitted } from '../../app/session.ts';
import { formatQuantity } from '../../ui/format.ts';
import { warehouseCommand } from './warehouse-command.ts';

const markOf: Readonly<Record<string, string>> = {
  open: '',
  picked: '✓',
  'short-picked': 'short',
  cancelled: '✕',
};

/** The walk beside the stop: what is done can be put back as long as it is not packed. */
export function StopList({
  stops,
  currentId,
}: {
  stops: readonly PickStop[];
  currentId: string | undefined;
}) {
  const mayWork = useIsPermitted('warehouse.work');
  const undo = useMutation(
    trpc.warehouse.picks.undo.mutationOptions(warehouseCommand('Put back: the stop is to be picked again.')),
  );
  return (
    <aside aria-label="Stops">
      <ol className="stop-list">
        {stops.map((stop) => (
          <li key={stop.taskId} aria-current={stop.taskId === currentId ? 'step' : undefined}>
            <div>
              <strong>{stop.binCode}</strong> {formatQuantity(stop.quantityMilli, stop.unit)}
              <small>{stop.itemNumber}</small>
            </div>
            <span>
              <span className={stop.state === 'short-picked' ? 'tone-warn' : 'tone-good'}>
                {markOf[stop.state]}
              </span>{' '}
              {mayWork && stop.allowedEvents.includes('undo') && stop.pickedMilli > 0 && (
                <Button
                  variant="subtle"
                  size="xs"
                  aria-label={`Put back what was picked at ${stop.binCode}`}
                  loading={undo.isPending && undo.variables.taskId === stop.taskId}
                  onClick={() => undo.mutate({ taskId: stop.taskId, expectedVersion: stop.version })}
                >
                  Undo
                </Button>
              )}
            </span>
          </li>
        ))}
      </ol>
    </aside>
  );
}
