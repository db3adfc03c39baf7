import { useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import './sharing.css';
import { trpc } from '../../app/api.ts';
import type { SharingTab } from '../../app/search-parameters.ts';
import { OwnSeriesTab } from './own-series.tsx';
import { PartnersData } from './partners-data.tsx';
import { ReadLog } from './read-log.tsx';
import { SharingMatrix } from './sharing-matrix.tsx';
import { ViewAsPartner } from './view-as-partner.tsx';
import { VisibleNow } from './visible-now.tsx';

const route = getRouteApi('/shell/partnerships/$agreementId/sharing');

const tabs = (partnerName: string): { tab: SharingTab; label: string }[] => [
  { tab: 'matrix', label: 'Matrix' },
  { tab: 'visible', label: `What can ${partnerName} see now?` },
  { tab: 'view-as', label: `View as ${partnerName}` },
  { tab: 'reads', label: `What ${partnerName} read` },
  { tab: 'own', label: 'Your capacity and prices' },
  { tab: 'theirs', label: `What ${partnerName} shares with you` },
];

/** /partnerships/:agreementId/sharing: who sees what, exactly, and who looked. */
export function SharingPage() {
  const { agreementId } = route.useParams();
  const { tab = 'matrix' } = route.useSearch();
  const { data: agreement } = useSuspenseQuery(trpc.agreements.get.queryOptions({ agreementId }));
  const { partnerId, partnerName } = agreement;
  return (
    <div className="page-body">
      <nav className="choice-row" aria-label="Views of sharing">
        {tabs(partnerName).map((one) => (
          <Link
            key={one.tab}
            to="/partnerships/$agreementId/sharing"
            params={{ agreementId }}
            search={{ tab: one.tab }}
            className="view-link"
            aria-current={one.tab === tab ? 'page' : undefined}
          >
            {one.label}
          </Link>
        ))}
      </nav>
      {tab === 'matrix' && <SharingMatrix agreement={agreement} />}
      {tab === 'visible' && <VisibleNow agreement={agreement} />}
      {tab === 'view-as' && <ViewAsPartner partner={{ partnerId, partnerName }} />}
      {tab === 'reads' && <ReadLog partner={{ partnerId, partnerName }} />}
      {tab === 'own' && <OwnSeriesTab agreement={agreement} />}
      {tab === 'theirs' && <PartnersData partner={{ partnerId, partnerName }} />}
    </div>
  );
}
