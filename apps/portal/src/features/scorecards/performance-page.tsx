import { Tabs } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { Suspense } from 'react';
import './scorecards.css';
import type { PerformanceTab } from '../../app/search-parameters.ts';
import { RowsSkeleton } from '../../ui/page.tsx';
import { AccuracyTab } from './accuracy-tab.tsx';
import { BenefitsTab } from './benefits-tab.tsx';
import { MaturityTab } from './maturity-tab.tsx';
import { ScorecardTab } from './scorecard-tab.tsx';
import { ValueAddedTab } from './value-added-tab.tsx';

const route = getRouteApi('/shell/partnerships/$agreementId/performance');

const tabs: readonly { value: PerformanceTab; label: string }[] = [
  { value: 'scorecard', label: 'Scorecard' },
  { value: 'accuracy', label: 'Accuracy and bias' },
  { value: 'value', label: 'Value added' },
  { value: 'maturity', label: 'Maturity' },
  { value: 'benefits', label: 'Benefits' },
];

/** /partnerships/:agreementId/performance: how well both plan, by numbers that each can check and dispute. */
export function PerformancePage() {
  const { agreementId } = route.useParams();
  const { tab = 'scorecard', metric } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <div className="page-body">
      <Tabs
        value={tab}
        mb="md"
        onChange={(value) => void navigate({ search: { tab: value as PerformanceTab }, replace: true })}
      >
        <Tabs.List>
          {tabs.map(({ value, label }) => (
            <Tabs.Tab key={value} value={value}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Tabs>
      <Suspense fallback={<RowsSkeleton />}>
        {tab === 'scorecard' && (
          <ScorecardTab
            agreementId={agreementId}
            metric={metric}
            onMetric={(chosen) =>
              void navigate({ search: chosen === undefined ? {} : { metric: chosen }, replace: true })
            }
          />
        )}
        {tab === 'accuracy' && <AccuracyTab agreementId={agreementId} />}
        {tab === 'value' && <ValueAddedTab agreementId={agreementId} />}
        {tab === 'maturity' && <MaturityTab agreementId={agreementId} />}
        {tab === 'benefits' && <BenefitsTab agreementId={agreementId} />}
      </Suspense>
    </div>
  );
}
