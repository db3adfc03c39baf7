import { Switch } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { queryClient, trpc } from '../app/api.ts';
import { saidCommand } from '../app/said-command.ts';
import { useIsPermitted } from '../app/session.ts';

type SerialTrackingProps = {
  item: { itemId: string; itemNumber: string; isSerialTracked: boolean; isOwn?: boolean; version: number };
  /** Where no heading says what it is about. */
  label?: string;
};

/** Whether each unit of an item has a serial number; who may not change it reads it. */
export function SerialTracking({ item, label = 'Each unit has one' }: SerialTrackingProps) {
  const { itemId, itemNumber, isSerialTracked, isOwn = true, version: expectedVersion } = item;
  const mayTrack = useIsPermitted('catalog.track-serials') && isOwn;
  const set = useMutation(
    trpc.catalog.items.setSerialTracking.mutationOptions(
      saidCommand(
        isSerialTracked
          ? `${itemNumber} is no longer tracked by serial number.`
          : `${itemNumber} is tracked by serial number from now on.`,
        {
          readAgain: () =>
            Promise.all([
              queryClient.invalidateQueries(trpc.catalog.pathFilter()),
              queryClient.invalidateQueries(trpc.warehouse.setUp.pathFilter()),
            ]),
        },
      ),
    ),
  );
  if (!mayTrack) return isSerialTracked ? 'each unit has one' : 'not tracked';
  return (
    <Switch
      size="xs"
      label={label}
      checked={isSerialTracked}
      disabled={set.isPending}
      onChange={(event) =>
        set.mutate({ itemId, isSerialTracked: event.currentTarget.checked, expectedVersion })
      }
    />
  );
}
