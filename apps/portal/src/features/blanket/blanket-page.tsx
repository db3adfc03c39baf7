import { Button } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import './blanket.css';
import { trpc } from '../../app/api.ts';
import type { BlanketDetail } from '../../app/api-types.ts';
import { useKeys } from '../../app/keyboard.ts';
import { useSession } from '../../app/session.ts';
import { formatDay } from '../../ui/format.ts';
import { LinkButton } from '../../ui/link-button.tsx';
import { Page } from '../../ui/page.tsx';
import { StateTag } from '../../ui/state-tag.tsx';
import { FailedDocuments } from '../orders/failed-documents.tsx';
import { CallOffs } from './call-offs.tsx';
import { CloseBlanketDialog } from './close-blanket-dialog.tsx';
import { CumulativeChart } from './cumulative-chart.tsx';
import { ItemSums } from './item-sums.tsx';
import { ReleaseHistory } from './release-history.tsx';

const route = getRouteApi('/shell/blanket-orders/$orderId');

function Terms({ view, isBuyer }: { view: BlanketDetail; isBuyer: boolean }) {
  const facts: [string, string][] = [
    [isBuyer ? 'Supplier' : 'Buyer', isBuyer ? view.supplierName : view.buyerName],
    ['Ship to', view.shipToName],
    ['Period', `${formatDay(view.startsOn)} – ${formatDay(view.endsOn)}`],
    ['Firm, material, planning', `${view.firmDays} · ${view.materialDays} · ${view.planningDays} days`],
    ['Sums since', `${formatDay(view.cumulativeFrom)}${view.resetsYearly ? ', anew each year' : ''}`],
    ...(view.contractNumber === null ? [] : [['Contract', view.contractNumber] as [string, string]]),
    ['Sent by', view.channel === 'edi' ? 'EDI (850, 830, 862)' : 'Portal'],
  ];
  return (
    <dl className="facts section">
      {facts.map(([term, text]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What the last forecast release plans beyond what is called off. */
const plannedOf = (view: BlanketDetail, itemLine: string) =>
  (view.releases.find(({ kind }) => kind === 'forecast')?.items ?? [])
    .filter((item) => item.itemLine === itemLine)
    .flatMap(({ buckets }) => buckets.filter(({ certainty }) => certainty === 'planned'));

/** /blanket-orders/:orderId: what is agreed, how the sums stand, what each release said, and what is called off. */
export function BlanketPage() {
  const { orderId } = route.useParams();
  const navigate = route.useNavigate();
  const { organisation } = useSession();
  const { data: view } = useSuspenseQuery(trpc.orders.blankets.get.queryOptions({ orderId }));
  const [chosen, setChosen] = useState(view.items[0]?.itemLine ?? '1');
  const [isClosing, setClosing] = useState(false);
  const isBuyer = organisation.kind === 'buyer';
  const item = view.items.find(({ itemLine }) => itemLine === chosen) ?? view.items[0];
  const step = (by: number): void => {
    const at = view.items.findIndex(({ itemLine }) => itemLine === item?.itemLine);
    const next = view.items[Math.max(0, Math.min(view.items.length - 1, at + by))];
    if (next !== undefined) setChosen(next.itemLine);
  };
  useKeys('Blanket order', [
    { keys: 'j', label: 'Next item', run: () => step(1) },
    { keys: 'k', label: 'Previous item', run: () => step(-1) },
    {
      keys: 'n',
      label: 'New release',
      run: () =>
        view.mayRelease && void navigate({ to: '/blanket-orders/$orderId/release', params: { orderId } }),
    },
  ]);
  const mayClose = isBuyer && view.state !== 'closed';
  return (
    <Page
      title={`Blanket order ${view.poNumber}`}
      subtitle={
        <>
          <StateTag state={view.state} />{' '}
          {view.hasPendingChange && <span className="tag warn">Release to confirm</span>}{' '}
          <Link to="/orders/$orderId" params={{ orderId }}>
            Its order: answers, shipments, invoices
          </Link>
        </>
      }
      actions={
        <>
          {mayClose && (
            <Button variant="default" onClick={() => setClosing(true)}>
              Close
            </Button>
          )}
          {view.mayRelease && (
            <LinkButton
              to="/blanket-orders/$orderId/release"
              params={{ orderId }}
              rightSection={<kbd>N</kbd>}
            >
              New release
            </LinkButton>
          )}
        </>
      }
    >
      <div className="page-body">
        <FailedDocuments orderId={orderId} rows={view.failedDocuments} />
        <Terms view={view} isBuyer={isBuyer} />
        <ItemSums view={view} chosen={item?.itemLine ?? ''} onChoose={setChosen} />
        {item !== undefined && (
          <>
            <CumulativeChart item={item} planned={plannedOf(view, item.itemLine)} today={view.today} />
            <ReleaseHistory view={view} itemLine={item.itemLine} />
            <CallOffs view={view} itemLine={item.itemLine} />
          </>
        )}
      </div>
      {isClosing && <CloseBlanketDialog view={view} onClose={() => setClosing(false)} />}
    </Page>
  );
}
