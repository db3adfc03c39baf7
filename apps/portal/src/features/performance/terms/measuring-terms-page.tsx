import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import '../performance.css';
import { keepRows, trpc } from '../../../app/api.ts';
import { useKeys } from '../../../app/keyboard.ts';
import { useIsPermitted, useSession } from '../../../app/session.ts';
import { ErrorView } from '../../../ui/error-view.tsx';
import { LinkButton } from '../../../ui/link-button.tsx';
import { Empty, Page, RowsSkeleton } from '../../../ui/page.tsx';
import { TermsInTime } from './terms-in-time.tsx';

const route = getRouteApi('/shell/measuring-terms');
const everybody = 'all';

function PartnerSelect({ kind, empty }: { kind: 'supplier' | 'buyer'; empty: string | undefined }) {
  const { partner } = route.useSearch();
  const navigate = route.useNavigate();
  const partners = useQuery({
    ...trpc.partners.directory.list.queryOptions({ kind, limit: 200 }),
    ...keepRows,
  });
  const data = [
    ...(empty === undefined ? [] : [{ value: everybody, label: empty }]),
    ...(partners.data?.rows ?? []).map(({ partnerId, name }) => ({
      value: partnerId as string,
      label: name,
    })),
  ];
  return (
    <Select
      aria-label={kind === 'supplier' ? 'Supplier' : 'Buyer'}
      w={240}
      searchable
      allowDeselect={false}
      data={data}
      value={partner ?? (empty === undefined ? (data[0]?.value ?? null) : everybody)}
      onChange={(value) =>
        void navigate({
          search: value === null || value === everybody ? {} : { partner: value },
          replace: true,
        })
      }
    />
  );
}

/** The buyer's own terms: of all suppliers, or of one. */
function BuyersTerms() {
  const { partner } = route.useSearch();
  const terms = useQuery(trpc.performance.terms.get.queryOptions());
  return (
    <>
      <div className="toolbar">
        <PartnerSelect kind="supplier" empty="All suppliers" />
      </div>
      {terms.isPending && <RowsSkeleton />}
      {terms.isError && <ErrorView error={terms.error} onRetry={() => void terms.refetch()} />}
      {terms.data !== undefined && (
        <TermsInTime
          key={partner ?? everybody}
          terms={terms.data}
          supplierId={partner ?? null}
          isJudged={false}
        />
      )}
    </>
  );
}

/** The terms by which a buyer judges the reader. */
function TermsOfBuyer() {
  const { organisation } = useSession();
  const { partner } = route.useSearch();
  const buyers = useQuery(trpc.partners.directory.list.queryOptions({ kind: 'buyer', limit: 200 }));
  const buyerId = partner ?? buyers.data?.rows[0]?.partnerId;
  const terms = useQuery({
    ...trpc.performance.terms.ofBuyer.queryOptions({ buyerId: buyerId ?? '' }),
    enabled: buyerId !== undefined,
  });
  if (buyers.isError) return <ErrorView error={buyers.error} onRetry={() => void buyers.refetch()} />;
  if (buyers.isSuccess && buyerId === undefined) return <Empty title="No buyer trades with you yet" />;
  return (
    <>
      <div className="toolbar">
        <PartnerSelect kind="buyer" empty={undefined} />
        <span className="soft">Each order is judged by the terms of the day on which it was ordered.</span>
      </div>
      {terms.isPending && <RowsSkeleton />}
      {terms.isError && <ErrorView error={terms.error} onRetry={() => void terms.refetch()} />}
      {terms.data !== undefined && (
        <TermsInTime key={buyerId} terms={terms.data} supplierId={organisation.id} isJudged />
      )}
    </>
  );
}

/** /measuring-terms: by what order lines are judged, as it was, as it is, and as it will be. */
export function MeasuringTermsPage() {
  const { organisation } = useSession();
  const { partner } = route.useSearch();
  const navigate = route.useNavigate();
  const mayChange = useIsPermitted('performance.administer-terms') && organisation.kind === 'buyer';
  const supplier = partner === undefined ? {} : { partner };
  useKeys('Measuring terms', [
    {
      keys: 'n',
      label: 'New version',
      run: () => mayChange && void navigate({ to: '/measuring-terms/new', search: supplier }),
    },
  ]);
  return (
    <Page
      title="Measuring terms"
      actions={
        <>
          <LinkButton variant="default" to="/perfect-orders">
            Perfect orders
          </LinkButton>
          {mayChange && (
            <LinkButton to="/measuring-terms/new" search={supplier}>
              New version
            </LinkButton>
          )}
        </>
      }
    >
      {organisation.kind === 'buyer' ? <BuyersTerms /> : <TermsOfBuyer />}
    </Page>
  );
}
