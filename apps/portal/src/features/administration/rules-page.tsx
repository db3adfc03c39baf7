import { Button, Group, TextInput } from '@mantine/core';
import { useMutation, useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { queryClient, trpc } from '../../app/api.ts';
import { useSession } from '../../app/session.ts';
import { explainError } from '../../ui/error-view.tsx';
import { showNotice } from '../../ui/notices.tsx';
import { Page } from '../../ui/page.tsx';
import { HoldRules } from './hold-rules.tsx';
import { RulesTable } from './rules-table.tsx';

const forMutation = (said: string) => ({
  onSuccess: () => showNotice(said, { tone: 'good' as const }),
  onError: (error: unknown) => showNotice(explainError(error), { tone: 'bad' as const }),
  onSettled: () =>
    Promise.all([
      queryClient.invalidateQueries(trpc.rules.pathFilter()),
      queryClient.invalidateQueries(trpc.tolerances.pathFilter()),
    ]),
});

function DailyRun({ dailyRunAt, version }: { dailyRunAt: string | null; version: number }) {
  const { organisation } = useSession();
  const [hour, setHour] = useState(dailyRunAt ?? '');
  const set = useMutation(trpc.rules.setDailyRun.mutationOptions(forMutation('The daily run is set.')));
  return (
    <section className="section" aria-labelledby="daily-run">
      <h2 id="daily-run">Daily run</h2>
      <p className="soft">
        Starts once a day at this time in {organisation.timeZone}; empty: only people start runs.
      </p>
      <Group align="end">
        <TextInput
          type="time"
          label="Starts at"
          value={hour}
          onChange={(event) => setHour(event.currentTarget.value)}
        />
        <Button
          variant="default"
          loading={set.isPending}
          disabled={hour === (dailyRunAt ?? '')}
          onClick={() => set.mutate({ dailyRunAt: hour === '' ? null : hour, expectedVersion: version })}
        >
          Save
        </Button>
      </Group>
    </section>
  );
}

function useSupplierOptions() {
  const { data } = useSuspenseQuery(
    trpc.partners.directory.list.queryOptions({ kind: 'supplier', limit: 200 }),
  );
  const suppliers = data.rows.map(({ partnerId, name }) => ({ value: partnerId as string, label: name }));
  return [{ value: '', label: 'All suppliers' }, ...suppliers];
}

function DelegationLimits() {
  const { organisation } = useSession();
  const { data: rules } = useSuspenseQuery(trpc.rules.get.queryOptions());
  const { data: users } = useSuspenseQuery(trpc.users.list.queryOptions({ limit: 200 }));
  const set = useMutation(trpc.rules.setDelegationLimits.mutationOptions(forMutation('The limits are set.')));
  return (
    <RulesTable
      title="Approval limits"
      about="Above its limit a proposal needs a second person. A person's own limit counts before the role's; without one there is none."
      version={rules.version}
      isPending={set.isPending}
      options={[
        { value: 'buyer', label: 'Every buyer' },
        { value: 'approver', label: 'Every approver' },
        ...users.rows.map(({ userId, name }) => ({ value: userId as string, label: name })),
      ]}
      numbers={[{ id: 'value', title: `Up to (${organisation.currency})`, step: 0.01 }]}
      rows={rules.delegationLimits.map(({ holder, valueMinorMax, currency }) => ({
        who: holder.kind === 'user' ? holder.userId : holder.role,
        values: { value: valueMinorMax / 100 },
        kept: { currency },
      }))}
      onSave={(rows) =>
        set.mutate({
          expectedVersion: rules.version,
          limits: rows.map(({ who, values, kept }) => ({
            holder:
              who === 'buyer' || who === 'approver'
                ? { kind: 'role', role: who }
                : { kind: 'user', userId: who },
            valueMinorMax: Math.round((values['value'] ?? 0) * 100),
            currency: kept?.currency ?? organisation.currency,
          })),
        })
      }
    />
  );
}

function AutoApproval() {
  const { organisation } = useSession();
  const { data: rules } = useSuspenseQuery(trpc.rules.get.queryOptions());
  const options = useSupplierOptions();
  const set = useMutation(trpc.rules.setAutoApprovalRules.mutationOptions(forMutation('The rules are set.')));
  return (
    <RulesTable
      title="Ordered without a person"
      about="Proposals up to this value, in time and with nothing critical to say about them, are ordered by the run itself."
      version={rules.version}
      isPending={set.isPending}
      options={options}
      numbers={[{ id: 'value', title: `Up to (${organisation.currency})`, step: 0.01 }]}
      rows={rules.autoApprovalRules.map(({ supplierId, valueMinorMax, currency, isActive }) => ({
        who: supplierId ?? '',
        values: { value: valueMinorMax / 100 },
        kept: { currency, isActive },
      }))}
      onSave={(rows) =>
        set.mutate({
          expectedVersion: rules.version,
          rules: rows.map(({ who, values, kept }) => ({
            supplierId: who === '' ? null : who,
            valueMinorMax: Math.round((values['value'] ?? 0) * 100),
            currency: kept?.currency ?? organisation.currency,
            isActive: kept?.isActive ?? true,
          })),
        })
      }
    />
  );
}

function Tolerances() {
  const { data } = useSuspenseQuery(trpc.tolerances.get.queryOptions());
  const options = useSupplierOptions();
  const set = useMutation(trpc.tolerances.set.mutationOptions(forMutation('The tolerances are set.')));
  const { earlyDays, lateDays, shortRatio } = data.standard;
  return (
    <RulesTable
      title="Promises that bind at once"
      about={`Inside the tolerance nobody is asked. Where none is set: ${earlyDays} day early, ${lateDays} late, ${shortRatio * 100} % short. Over is what may be shipped and billed beyond the order, dearer how far an invoice may lie above the agreed price; in the frozen days before delivery a change needs the supplier's word. Counts for orders placed from now on.`}
      version={data.version}
      isPending={set.isPending}
      options={options}
      numbers={[
        { id: 'early', title: 'Days early', step: 1 },
        { id: 'late', title: 'Days late', step: 1 },
        { id: 'short', title: 'Short (%)', step: 0.1, max: 100 },
        { id: 'over', title: 'Over (%)', step: 0.1, max: 100 },
        { id: 'price', title: 'Dearer (%)', step: 0.1, max: 100 },
        { id: 'freeze', title: 'Frozen days', step: 1 },
      ]}
      rows={data.tolerances.map((tolerance) => ({
        who: tolerance.supplierId ?? '',
        values: {
          early: tolerance.earlyDays,
          late: tolerance.lateDays,
          short: Math.round(tolerance.shortRatio * 10_000) / 100,
          over: Math.round((tolerance.overRatio ?? 0) * 10_000) / 100,
          price: Math.round((tolerance.priceRatio ?? 0) * 10_000) / 100,
          freeze: tolerance.freezeDays ?? 0,
        },
      }))}
      onSave={(rows) =>
        set.mutate({
          expectedVersion: data.version,
          tolerances: rows.map(({ who, values }) => ({
            supplierId: who === '' ? null : who,
            earlyDays: Math.round(values['early'] ?? 0),
            lateDays: Math.round(values['late'] ?? 0),
            shortRatio: (values['short'] ?? 0) / 100,
            overRatio: (values['over'] ?? 0) / 100,
            priceRatio: (values['price'] ?? 0) / 100,
            freezeDays: Math.round(values['freeze'] ?? 0),
          })),
        })
      }
    />
  );
}

/** /rules: who may approve how much, what needs nobody, how far promises may stray, when the day is planned. */
export function RulesPage() {
  const { data } = useSuspenseQuery(trpc.rules.get.queryOptions());
  return (
    <Page title="Rules and limits">
      <div className="page-body">
        <DailyRun key={data.version} dailyRunAt={data.dailyRunAt} version={data.version} />
        <DelegationLimits />
        <AutoApproval />
        <Tolerances />
        <HoldRules />
      </div>
    </Page>
  );
}
