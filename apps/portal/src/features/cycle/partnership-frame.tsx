import { useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi, Link, Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { Suspense } from 'react';
import { trpc } from '../../app/api.ts';
import { useKeys } from '../../app/keyboard.ts';
import { useMySide } from '../../app/session.ts';
import { Page, RowsSkeleton } from '../../ui/page.tsx';
import { StateTag } from '../../ui/state-tag.tsx';
import { CycleBar, waiting } from './cycle-bar.tsx';
import { useCycleBar } from './use-cycle-bar.ts';

const route = getRouteApi('/shell/partnerships/$agreementId');

/** Which task the page under the frame belongs to. */
const taskOfPage: Readonly<Record<string, number>> = {
  agreement: 1,
  'agreement-draft': 1,
  sharing: 1,
  'business-plan': 2,
  events: 2,
  commits: 4,
  exceptions: 7,
  tolerances: 7,
  performance: 8,
};

/** /partnerships/:agreementId/…: whose partnership it is and the cycle bar, over the page of each task. */
export function PartnershipFrame() {
  const { agreementId } = route.useParams();
  const mySide = useMySide();
  const { pathname } = useLocation();
  const { data: agreement } = useSuspenseQuery(trpc.agreements.get.queryOptions({ agreementId }));
  const bar = useCycleBar();
  const row = bar.find((one) => one.agreementId === agreementId);
  const current = taskOfPage[pathname.split('/')[3] ?? ''];
  useFrameKeys(agreementId);
  return (
    <Page
      title={agreement.partnerName}
      subtitle={
        <>
          {agreement.name} <StateTag state={agreement.state} />
          {agreement.activeVersionNumber !== null && ` version ${agreement.activeVersionNumber}`}
          {row?.label != null && ` · ${row.label}`}
        </>
      }
    >
      <CycleBar
        agreementId={agreementId}
        tasks={row?.tasks ?? [waiting(1)]}
        viewer={{ mySide, partnerName: agreement.partnerName }}
        {...(current === undefined ? {} : { current })}
      />
      <FrameLinks agreementId={agreementId} />
      <Suspense fallback={<RowsSkeleton />}>
        <Outlet />
      </Suspense>
    </Page>
  );
}

function FrameLinks({ agreementId }: { agreementId: string }) {
  const params = { agreementId };
  const active = { activeProps: { 'aria-current': 'page' as const } };
  return (
    <nav className="frame-links" aria-label="Pages of the partnership">
      <Link to="/partnerships/$agreementId" params={params} activeOptions={{ exact: true }} {...active}>
        This week
      </Link>
      <Link to="/partnerships/$agreementId/agreement" params={params} {...active}>
        Agreement
      </Link>
      <Link to="/partnerships/$agreementId/sharing" params={params} {...active}>
        Sharing
      </Link>
      <Link to="/partnerships/$agreementId/business-plan" params={params} {...active}>
        Business plan
      </Link>
      <Link to="/workbench/$agreementId" params={params} {...active}>
        Workbench
      </Link>
      <Link to="/partnerships/$agreementId/scenarios" params={params} {...active}>
        Scenarios
      </Link>
      <Link to="/partnerships/$agreementId/commits" params={params} {...active}>
        Order plan and commits
      </Link>
      <Link to="/partnerships/$agreementId/exceptions" params={params} {...active}>
        Exceptions
      </Link>
      <Link to="/partnerships/$agreementId/performance" params={params} {...active}>
        Performance
      </Link>
    </nav>
  );
}

/** Digits go to the tasks, as they are numbered in the bar. */
function useFrameKeys(agreementId: string): void {
  const navigate = useNavigate();
  const params = { agreementId };
  useKeys('Partnership', [
    {
      keys: '0',
      label: 'This week',
      run: () => void navigate({ to: '/partnerships/$agreementId', params }),
    },
    {
      keys: '1',
      label: 'Agreement',
      run: () => void navigate({ to: '/partnerships/$agreementId/agreement', params }),
    },
    {
      keys: '2',
      label: 'Business plan',
      run: () => void navigate({ to: '/partnerships/$agreementId/business-plan', params }),
    },
    {
      keys: '3',
      label: 'Sales forecast',
      run: () => void navigate({ to: '/workbench/$agreementId', params, search: { purpose: 'sales' } }),
    },
    {
      keys: '4',
      label: 'Order plan',
      run: () => void navigate({ to: '/workbench/$agreementId', params, search: { purpose: 'order' } }),
    },
    {
      keys: '6',
      label: 'Order plan and commits',
      run: () => void navigate({ to: '/partnerships/$agreementId/commits', params }),
    },
    {
      keys: '7',
      label: 'Exceptions',
      run: () => void navigate({ to: '/partnerships/$agreementId/exceptions', params }),
    },
    {
      keys: '8',
      label: 'Performance',
      run: () => void navigate({ to: '/partnerships/$agreementId/performance', params }),
    },
    {
      keys: '9',
      label: 'Sharing',
      run: () => void navigate({ to: '/partnerships/$agreementId/sharing', params }),
    },
  ]);
}
