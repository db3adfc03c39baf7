import { useQueries, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import './home.css';
import { trpc } from '../../app/api.ts';
import type { ExceptionTotals } from '../../app/api-types.ts';
import { useIsPermitted, useMySide, useSession } from '../../app/session.ts';
import { formatCount, formatMoneyRounded } from '../../ui/format.ts';
import { Page } from '../../ui/page.tsx';
import { Countdown } from '../../ui/time.tsx';
import { CycleTable } from '../cycle/cycle-page.tsx';
import { useCycleBar } from '../cycle/use-cycle-bar.ts';
import { SupplierOrders } from '../supplier/supplier-orders.tsx';
import { type CommitList, commitItem } from './commit-item.ts';
import { SinceLastVisit } from './news-section.tsx';
import {
  agreementItems,
  eventItems,
  exceptionItems,
  inOrder,
  moreExceptions,
  orderItems,
  stepItems,
  type WorkItem,
} from './work-items.ts';
import { Worklist } from './worklist.tsx';

const shownExceptions = 20;

/** Commits that wait for this side, agreement by agreement. */
function useCommitItems(): WorkItem[] {
  const bar = useCycleBar();
  const mySide = useMySide();
  const states = mySide === 'seller' ? (['due', 'draft', 'overdue'] as const) : (['short'] as const);
  return useQueries({
    queries: bar.map(({ agreementId }) =>
      trpc.commits.list.queryOptions({ agreementId, state: [...states], limit: 500 }),
    ),
    combine: (answers) =>
      answers.flatMap(({ data }, index) => {
        const row = bar[index];
        return data === undefined || row === undefined ? [] : commitItem(data as CommitList, row);
      }),
  });
}

/** Everything that waits, from every part; what fails to load is left out and said. */
type Work = { items: WorkItem[]; hidden: number; risk: ExceptionTotals['byCurrency']; failed: number };

function useWorkItems(): Work {
  const mySide = useMySide();
  const bar = useCycleBar();
  const agreements = useQuery(trpc.agreements.list.queryOptions());
  const exceptions = useQuery(
    trpc.exceptions.list.queryOptions({ owner: 'us', sort: 'respond-by', limit: shownExceptions }),
  );
  const events = useQuery(
    trpc.businessPlans.events.list.queryOptions({ states: ['proposed', 'changed-after-lock', 'ended'] }),
  );
  const orders = useQuery({ ...trpc.supplier.home.queryOptions(), enabled: mySide === 'seller' });
  const commits = useCommitItems();
  const failed = [agreements, exceptions, events, orders].filter(({ isError }) => isError).length;
  const shown = exceptions.data?.rows ?? [];
  const hidden = Math.max(0, (exceptions.data?.totals.count ?? 0) - shown.length);
  return {
    items: inOrder([
      ...exceptionItems(shown),
      ...moreExceptions(hidden),
      ...commits,
      ...agreementItems(agreements.data?.rows ?? []),
      ...stepItems(bar),
      ...eventItems(events.data?.rows ?? []),
      ...orderItems(orders.data?.toConfirm ?? []),
    ]),
    hidden: Math.max(0, hidden - 1),
    risk: exceptions.data?.totals.byCurrency ?? [],
    failed,
  };
}

/** /today of planners: what waits with its clock and its money, the cycle of every partnership, and the news. */
export function PlannerToday() {
  const { organisation } = useSession();
  const mySide = useMySide();
  const bar = useCycleBar();
  const work = useWorkItems();
  const { items, failed } = work;
  return (
    <Page title="Today" subtitle={organisation.name}>
      <div className="page-body">
        <Figures work={work} />
        {failed > 0 && (
          <p className="tone-bad">A part of the worklist could not be read; it is tried again.</p>
        )}
        <Worklist items={items} />
        {bar.length > 0 && (
          <section className="section" aria-labelledby="partnerships-title">
            <h2 id="partnerships-title">This week by partnership</h2>
            <CycleTable rows={bar} viewerOf={({ partnerName }) => ({ mySide, partnerName })} />
          </section>
        )}
        {mySide === 'seller' && <SupplierOrders />}
        <SinceLastVisit />
      </div>
    </Page>
  );
}

function Figures({ work }: { work: Work }) {
  const { items, hidden, risk } = work;
  const late = items.filter(({ isLate }) => isLate).length;
  const next = items.find(({ dueAt, isLate }) => dueAt !== null && !isLate);
  const mayOrder = useIsPermitted('replenishment.read');
  return (
    <dl className="facts section figures">
      <div>
        <dt>Waiting for you</dt>
        <dd>{formatCount(items.length + hidden)}</dd>
      </div>
      <div>
        <dt>Late</dt>
        <dd className={late > 0 ? 'tone-bad' : ''}>{formatCount(late)}</dd>
      </div>
      <div>
        <dt>Money in exceptions</dt>
        <dd>
          {risk.length === 0
            ? 'none'
            : risk.map(({ currency, moneyMinor }) => formatMoneyRounded(moneyMinor, currency)).join(' + ')}
        </dd>
      </div>
      <div>
        <dt>Next due</dt>
        <dd>{next?.dueAt == null ? 'nothing' : <Countdown at={next.dueAt} />}</dd>
      </div>
      {mayOrder && <ProposalFigures />}
    </dl>
  );
}

/** What the buyer has to release before the suppliers' cut-off. */
function ProposalFigures() {
  const { organisation } = useSession();
  const { data } = useSuspenseQuery(
    trpc.proposals.list.queryOptions({ state: 'open', sort: 'cut-off', limit: 1 }),
  );
  const [first] = data.rows;
  return (
    <>
      <div>
        <dt>Proposals to release</dt>
        <dd>
          <Link to="/proposals" search={{ sort: 'cut-off' }}>
            {formatCount(data.totals.count)}
          </Link>
          {first !== undefined && (
            <span className="soft">
              , first cut-off <Countdown at={first.cutOffAt} />
            </span>
          )}
        </dd>
      </div>
      <div>
        <dt>Money at risk in proposals</dt>
        <dd>{formatMoneyRounded(data.totals.moneyAtRiskMinor, organisation.currency)}</dd>
      </div>
    </>
  );
}
