import { addDays, type LocalDate } from '@coplan/kernel';
import { Button, Group, Modal, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { queryClient, trpc } from '../../app/api.ts';
import type { ItemForecast } from '../../app/api-types.ts';
import { useKeys } from '../../app/keyboard.ts';
import { useIsPermitted } from '../../app/session.ts';
import { Callout } from '../../ui/callout.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { explainError } from '../../ui/error-view.tsx';
import { FormActions, NumberField, ReasonField } from '../../ui/form-fields.tsx';
import { formatDay, formatPlanned, formatUnit } from '../../ui/format.ts';
import { showNotice } from '../../ui/notices.tsx';

const refresh = (): void => void queryClient.invalidateQueries(trpc.forecasting.pathFilter());

function OverrideDialog({ item, onClose }: { item: ItemForecast; onClose: () => void }) {
  const { place, forecast, history } = item;
  const start = (forecast?.startsOn ?? history.startsOn) as LocalDate;
  const [startsOn, setStartsOn] = useState<string>(start);
  const [lastDay, setLastDay] = useState<string>(addDays(start, 27));
  const [expiresOn, setExpiresOn] = useState<string>(addDays(start, 27));
  const [amount, setAmount] = useState<number | string>(Math.round((forecast?.totalMilli[0] ?? 0) / 1000));
  const [reason, setReason] = useState('');
  const set = useMutation(
    trpc.forecasting.overrides.set.mutationOptions({
      onSuccess: () => {
        showNotice('Noted. The next run forecasts with it.', { tone: 'good' });
        onClose();
      },
      onSettled: refresh,
    }),
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    set.mutate({
      itemLocationId: place.itemLocationId,
      startsOn,
      endsBefore: addDays(lastDay as LocalDate, 1),
      perPeriodMilli: Math.round(Number(amount) * 1000),
      expiresOn,
      reason,
    });
  };
  const period = history.bucketDays === 7 ? 'week' : 'day';
  return (
    <Modal opened onClose={onClose} title="Own number for the forecast" size={440}>
      <form onSubmit={submit}>
        {set.isError && <Callout tone="bad">{explainError(set.error)}</Callout>}
        <Group grow>
          <TextInput
            label="From"
            type="date"
            required
            value={startsOn}
            onChange={(event) => setStartsOn(event.currentTarget.value)}
          />
          <TextInput
            label="Until"
            type="date"
            required
            value={lastDay}
            onChange={(event) => setLastDay(event.currentTarget.value)}
          />
        </Group>
        <NumberField
          mt="sm"
          label={`Demand of each ${period} (${formatUnit(place.unit)})`}
          description={`Now ${formatPlanned(forecast?.totalMilli[0] ?? 0, place.unit)} in the first ${period}.`}
          required
          isFirst
          value={amount}
          onChange={setAmount}
        />
        <TextInput
          mt="sm"
          label="Expires on"
          description="Runs after this day no longer follow it."
          type="date"
          required
          value={expiresOn}
          onChange={(event) => setExpiresOn(event.currentTarget.value)}
        />
        <ReasonField placeholder="e.g. a competitor closes next door" value={reason} onChange={setReason} />
        <FormActions submit="Save" isPending={set.isPending} onBack={onClose} />
      </form>
    </Modal>
  );
}

/** Planners' own numbers on the forecast, and the way to set or take back one. */
export function OverridesSection({ item }: { item: ItemForecast }) {
  const [isOpen, setIsOpen] = useState(false);
  const mayCorrect = useIsPermitted('forecasting.correct');
  const { overrides, place, history, forecast } = item;
  const remove = useMutation(
    trpc.forecasting.overrides.remove.mutationOptions({
      onSuccess: () => showNotice('Taken back. The next run forecasts without it.', { tone: 'good' }),
      onError: (error) => showNotice(explainError(error), { tone: 'bad' }),
      onSettled: refresh,
    }),
  );
  useKeys('Forecast', [
    {
      keys: 'o',
      label: 'Own number for the forecast',
      run: () => mayCorrect && forecast !== null && setIsOpen(true),
    },
  ]);
  const period = history.bucketDays === 7 ? 'week' : 'day';
  return (
    <section className="section" aria-labelledby="overrides-title">
      <h2 id="overrides-title">Own numbers</h2>
      {overrides.length === 0 && (
        <p className="soft">Nobody has put a number of their own on this forecast.</p>
      )}
      {overrides.length > 0 && (
        <DataTable
          isInset
          label="Own numbers"
          rows={overrides}
          rowKey={({ overrideId }) => overrideId}
          columns={[
            {
              id: 'window',
              title: 'From – until',
              cell: (row) =>
                `${formatDay(row.startsOn)} – ${formatDay(addDays(row.endsBefore as LocalDate, -1))}`,
            },
            {
              id: 'amount',
              title: `Each ${period}`,
              isNumber: true,
              cell: (row) => formatPlanned(row.perPeriodMilli, place.unit),
            },
            { id: 'expires', title: 'Expires', cell: (row) => formatDay(row.expiresOn) },
            { id: 'who', title: 'By', cell: (row) => row.setBy },
            { id: 'reason', title: 'Reason', isWide: true, isProse: true, cell: (row) => row.reason },
            {
              id: 'remove',
              title: 'Take back',
              isTitleHidden: true,
              cell: ({ overrideId, version }) =>
                mayCorrect && (
                  <button
                    type="button"
                    className="link-button"
                    onClick={() =>
                      remove.mutate({
                        overrideId,
                        reason: 'Taken back on the page',
                        expectedVersion: version,
                      })
                    }
                  >
                    Take back
                  </button>
                ),
            },
          ]}
        />
      )}
      {mayCorrect && forecast !== null && (
        <Button variant="default" size="xs" mt="sm" onClick={() => setIsOpen(true)}>
          Set an own number <kbd style={{ marginLeft: 8 }}>O</kbd>
        </Button>
      )}
      {isOpen && <OverrideDialog item={item} onClose={() => setIsOpen(false)} />}
    </section>
  );
}
