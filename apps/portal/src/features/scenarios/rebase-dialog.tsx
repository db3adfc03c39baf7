import { Button, Group, Modal, SegmentedControl } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { queryClient, trpc } from '../../app/api.ts';
import { explainError } from '../../ui/error-view.tsx';
import { formatCount, formatDay, formatRounded } from '../../ui/format.ts';
import { showNotice } from '../../ui/notices.tsx';
import type { ScenarioView } from './scenario-actions.tsx';

type Take = 'mine' | 'theirs';
const units = (milli: number | null): string => (milli === null ? '–' : formatRounded(milli));
const keyOf = ({ itemLocationId, startsOn }: { itemLocationId: string; startsOn: string }): string =>
  `${itemLocationId} ${startsOn}`;

/** Moves the branch onto the joint plan as it is now; cells that both changed are decided one by one. */
export function RebaseDialog({ scenario, onClose }: { scenario: ScenarioView; onClose: () => void }) {
  const { scenarioId, version } = scenario;
  const [choices, setChoices] = useState<Readonly<Record<string, Take>>>({});
  const rebase = useMutation(
    trpc.scenarios.rebase.mutationOptions({
      onSuccess: ({ isRebased, keptCount, droppedCount }) => {
        if (!isRebased) return;
        const dropped = droppedCount === 0 ? '' : `, ${formatCount(droppedCount)} no longer in the plan`;
        showNotice(`Rebased: ${formatCount(keptCount)} changes kept${dropped}`, { tone: 'good' });
        onClose();
      },
      onError: (error) => showNotice(explainError(error), { tone: 'bad' }),
      onSettled: () =>
        Promise.all([
          queryClient.invalidateQueries(trpc.scenarios.pathFilter()),
          queryClient.invalidateQueries(trpc.plans.pathFilter()),
        ]),
    }),
  );
  const conflicts = rebase.data?.conflicts ?? [];
  const decided = conflicts.filter((conflict) => choices[keyOf(conflict)] !== undefined).length;
  const takeAll = (take: Take): void =>
    setChoices(Object.fromEntries(conflicts.map((conflict) => [keyOf(conflict), take])));
  return (
    <Modal opened onClose={onClose} title="Rebase on the joint plan" size={680}>
      {conflicts.length === 0 ? (
        <p>
          What only the branch or only the joint plan changed follows by itself. What both changed is shown
          first.
        </p>
      ) : (
        <>
          <p>
            {formatCount(conflicts.length)} cells were changed in the branch and in the joint plan.{' '}
            <button type="button" className="link-button" onClick={() => takeAll('mine')}>
              All from the branch
            </button>{' '}
            <button type="button" className="link-button" onClick={() => takeAll('theirs')}>
              All from the joint plan
            </button>
          </p>
          <div style={{ maxHeight: 360, overflow: 'auto' }}>
            <table className="table inset" aria-label="Conflicts">
              <tbody>
                {conflicts.map((conflict) => (
                  <tr key={keyOf(conflict)}>
                    <td title={conflict.description}>
                      {conflict.itemNumber} <span className="soft">{conflict.locationCode}</span>
                    </td>
                    <td>{formatDay(conflict.startsOn)}</td>
                    <td>
                      <SegmentedControl
                        size="xs"
                        aria-label={`Which value of ${conflict.itemNumber} on ${conflict.startsOn}`}
                        data={[
                          { value: 'none', label: `was ${units(conflict.baseMilli)}` },
                          { value: 'mine', label: `branch ${units(conflict.branchMilli)}` },
                          { value: 'theirs', label: `joint ${units(conflict.theirsMilli)}` },
                        ]}
                        value={choices[keyOf(conflict)] ?? 'none'}
                        onChange={(take) =>
                          take !== 'none' &&
                          setChoices((before) => ({ ...before, [keyOf(conflict)]: take as Take }))
                        }
                      />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose}>
          Back
        </Button>
        <Button
          loading={rebase.isPending}
          disabled={decided < conflicts.length}
          onClick={() =>
            rebase.mutate({
              scenarioId,
              expectedVersion: version,
              choices: conflicts.map(({ itemLocationId, startsOn }) => ({
                itemLocationId,
                startsOn,
                take: choices[`${itemLocationId} ${startsOn}`] ?? 'mine',
              })),
            })
          }
          data-testid="confirm-rebase"
        >
          Rebase
        </Button>
      </Group>
    </Modal>
  );
}
