import { Select, Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useCallback } from 'react';
import './performance.css';
import { keepRows, trpc } from '../../app/api.ts';
import { type FulfilmentTab, type FulfilmentView, fulfilmentWeeks } from '../../app/search-parameters.ts';
import { useIsPermitted } from '../../app/session.ts';
import { ErrorView } from '../../ui/error-view.tsx';
import { formatDay } from '../../ui/format.ts';
import { LinkButton } from '../../ui/link-button.tsx';
import { Page, RowsSkeleton } from '../../ui/page.tsx';
import { CustomersTab } from './customer-verdicts.tsx';
import { FiguresTab } from './figures-tab.tsx';
import { LinesTab } from './lines-tab.tsx';
import { RisksTab } from './risks-tab.tsx';
import { UntouchedTab } from './untouched-tab.tsx';

const route = getRouteApi('/shell/perfect-orders');

export type ViewChange = (part: { [Key in keyof FulfilmentView]?: FulfilmentView[Key] | undefined }) => void;

/** /perfect-orders: how well orders were fulfilled, why not, what may come, all in the address. */
export function PerfectOrdersPage() {
  const view = route.useSearch();
  const navigate = route.useNavigate();
  const { tab = 'figures', weeks = 13, partner } = view;
  const mayMeasure = useIsPermitted('performance.measure');
  const maySell = useIsPermitted('fulfillment.sell');
  const change: ViewChange = useCallback(
    (part) =>
      void navigate({
        search: (before) =>
          Object.fromEntries(
            Object.entries({ ...before, ...part }).filter(([, value]) => value !== undefined),
          ),
        replace: true,
      }),
    [navigate],
  );
  const dashboard = useQuery({
    ...trpc.performance.dashboard.queryOptions({
      weekCount: weeks,
      ...(partner === undefined ? {} : { partnerId: partner }),
    }),
    ...keepRows,
  });
  const tabs: readonly { value: FulfilmentTab; label: string }[] = [
    { value: 'figures', label: 'Figures' },
    { value: 'lines', label: 'Lines' },
    { value: 'risks', label: 'What may fail' },
    ...(maySell ? [{ value: 'customers' as const, label: 'Customers' }] : []),
    ...(mayMeasure ? [{ value: 'untouched' as const, label: 'Untouched proposals' }] : []),
  ];
  return (
    <Page
      title="Perfect orders"
      subtitle={
        dashboard.data === undefined
          ? undefined
          : `Lines due ${formatDay(dashboard.data.period.startsOn)} to before ${formatDay(dashboard.data.period.endsBefore)}`
      }
      actions={
        <LinkButton variant="default" to="/measuring-terms" search={partner === undefined ? {} : { partner }}>
          Measuring terms
        </LinkButton>
      }
    >
      <div className="page-body">
        <div className="fulfilment-bar">
          <Tabs value={tab} onChange={(value) => change({ tab: value as FulfilmentTab })}>
            <Tabs.List>
              {tabs.map(({ value, label }) => (
                <Tabs.Tab key={value} value={value}>
                  {label}
                </Tabs.Tab>
              ))}
            </Tabs.List>
          </Tabs>
          <div className="fulfilment-choices">
            {tab !== 'untouched' && tab !== 'customers' && <PartnerChoice view={view} onChange={change} />}
            {tab !== 'risks' && (
              <Select
                aria-label="Period"
                w={150}
                allowDeselect={false}
                data={fulfilmentWeeks.map((count) => ({
                  value: String(count),
                  label: `last ${count} weeks`,
                }))}
                value={String(weeks)}
                onChange={(value) =>
                  change({ weeks: fulfilmentWeeks.find((count) => String(count) === value) })
                }
              />
            )}
          </div>
        </div>
        {tab === 'figures' && dashboard.isPending && <RowsSkeleton />}
        {tab === 'figures' && dashboard.isError && dashboard.data === undefined && (
          <ErrorView error={dashboard.error} onRetry={() => void dashboard.refetch()} />
        )}
        {tab === 'figures' && dashboard.data !== undefined && (
          <FiguresTab dashboard={dashboard.data} onChange={change} />
        )}
        {tab === 'lines' && <LinesTab view={view} onChange={change} />}
        {tab === 'risks' && <RisksTab view={view} onChange={change} />}
        {tab === 'customers' && maySell && <CustomersTab weeks={weeks} />}
        {tab === 'untouched' && mayMeasure && <UntouchedTab weeks={weeks} />}
      </div>
    </Page>
  );
}

/** All partners with an order in the widest period, so that the choice does not depend on the period. */
function PartnerChoice({ view, onChange }: { view: FulfilmentView; onChange: ViewChange }) {
  const { data } = useQuery({ ...trpc.performance.dashboard.queryOptions({ weekCount: 52 }), ...keepRows });
  const partners = data?.partners ?? [];
  return (
    <Select
      aria-label="Partner"
      placeholder="All partners"
      w={210}
      clearable
      searchable
      data={partners.map(({ partnerId, partnerName }) => ({ value: partnerId, label: partnerName }))}
      value={view.partner ?? null}
      onChange={(value) => onChange({ partner: value ?? undefined })}
    />
  );
}
