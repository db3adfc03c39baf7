import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { trpc } from '../../app/api.ts';
import { useIsPermitted } from '../../app/session.ts';
import { formatDay, formatUnit } from '../../ui/format.ts';
import { Page } from '../../ui/page.tsx';
import { SerialTracking } from '../../ui/serial-tracking.tsx';
import { StateTag } from '../../ui/state-tag.tsx';
import { ItemOutlook } from './item-outlook.tsx';
import { ItemStock } from './item-stock.tsx';
import { ItemCrossReferences, ItemPacks, ItemTerms } from './item-tables.tsx';

const route = getRouteApi('/shell/items/$itemId');

/** /items/:itemId: how an item is packed, bought and stocked, and what is expected of it. */
export function ItemPage() {
  const { itemId } = route.useParams();
  const { data: item } = useSuspenseQuery(trpc.catalog.items.get.queryOptions({ itemId }));
  const mayPlan = useIsPermitted('replenishment.read');
  const partners = useQuery(trpc.partners.directory.list.queryOptions({ limit: 200 }));
  const nameOf = (partnerId: string): string =>
    partners.data?.rows.find((partner) => partner.partnerId === partnerId)?.name ?? '…';
  const facts: [string, React.ReactNode][] = [
    [
      'GTIN',
      <span key="gtin" className="mono">
        {item.gtin14 ?? 'none'}
      </span>,
    ],
    ['Category', item.category ?? 'none'],
    ['Counted in', formatUnit(item.baseUnit)],
    ['Serial numbers', <SerialTracking key="serials" item={item} />],
    ...(item.introducedOn === null
      ? []
      : [['Introduced', formatDay(item.introducedOn)] as [string, React.ReactNode]]),
  ];
  return (
    <Page
      title={`${item.itemNumber} ${item.description}`}
      subtitle={
        <>
          <StateTag state={item.state} /> <Link to="/items">All items</Link>
        </>
      }
    >
      <div className="page-body">
        <dl className="facts section">
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <ItemStock item={item} />
        {mayPlan && item.locations.length > 0 && <ItemOutlook item={item} />}
        <ItemTerms item={item} nameOf={nameOf} />
        <ItemPacks item={item} />
        <ItemCrossReferences item={item} nameOf={nameOf} />
      </div>
    </Page>
  );
}
