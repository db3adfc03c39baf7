import { addDays, type LocalDate, localDateAt } from '@coplan/kernel';
import { NativeSelect, SegmentedControl } from '@mantine/core';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { keepRows, trpc } from '../../app/api.ts';
import { useIsPermitted } from '../../app/session.ts';
import { ErrorView } from '../../ui/error-view.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Empty, RowsSkeleton } from '../../ui/page.tsx';
import { startOfWeek } from './calendar-view.ts';
import { EventCalendar } from './event-calendar.tsx';
import { periodChoices } from './target-rows.ts';
import { TargetsSection } from './targets-section.tsx';

const route = getRouteApi('/shell/partnerships/$agreementId/business-plan');
const pastWeeks = 4;
const weekCounts = [13, 26, 52] as const;

/** /partnerships/:agreementId/business-plan: targets of the period and the calendar of events. */
export function BusinessPlanPage() {
  const { agreementId } = route.useParams();
  const { data: agreement } = useSuspenseQuery(trpc.agreements.get.queryOptions({ agreementId }));
  if (agreement.activeVersionId !== null) return <BusinessPlan agreementId={agreementId} />;
  return (
    <Empty title="No agreement is in force yet">
      <p>Targets and events need an agreement that both have signed.</p>
    </Empty>
  );
}

function BusinessPlan({ agreementId }: { agreementId: string }) {
  const { period } = route.useSearch();
  const plan = useQuery({
    ...trpc.businessPlans.get.queryOptions({ agreementId, ...(period === undefined ? {} : { period }) }),
    ...keepRows,
  });
  return (
    <div className="page-body">
      <EventsSection agreementId={agreementId} />
      {plan.isPending && <RowsSkeleton />}
      {plan.isError && <ErrorView error={plan.error} onRetry={() => void plan.refetch()} />}
      {plan.data !== undefined && (
        <>
          <PeriodSelect label={plan.data.period.label} />
          <TargetsSection key={plan.data.period.label} plan={plan.data} />
        </>
      )}
    </div>
  );
}

function PeriodSelect({ label }: { label: string }) {
  const navigate = route.useNavigate();
  return (
    <NativeSelect
      aria-label="Period"
      size="xs"
      w={120}
      mb="xs"
      data={periodChoices(label)}
      value={label}
      onChange={(event) => {
        const period = event.currentTarget.value;
        void navigate({ search: (before) => ({ ...before, period }), replace: true });
      }}
    />
  );
}

function EventsSection({ agreementId }: { agreementId: string }) {
  const mayWrite = useIsPermitted('businessPlans.write');
  const { from, weeks } = route.useSearch();
  const navigate = route.useNavigate();
  const { data: agreement } = useSuspenseQuery(trpc.agreements.get.queryOptions({ agreementId }));
  const calendar = agreement.versions.find(
    ({ agreementVersionId }) => agreementVersionId === agreement.activeVersionId,
  )?.content.calendar;
  const { weekStartsOn = 1, timeZone = 'UTC' } = calendar ?? {};
  const today = localDateAt(new Date(), timeZone);
  const weekCount = weekCounts.find((count) => count === weeks) ?? 26;
  const first = startOfWeek(from ?? addDays(today, -7 * pastWeeks), weekStartsOn);
  const to = addDays(first, weekCount * 7);
  const events = useQuery({
    ...trpc.businessPlans.events.list.queryOptions({ agreementId, from: first, to }),
    ...keepRows,
  });
  const move = (days: number) =>
    void navigate({
      search: (before) => ({ ...before, from: addDays(first as LocalDate, days) }),
      replace: true,
    });
  return (
    <section className="section" aria-labelledby="events-title">
      <div className="choice-row">
        <h2 id="events-title">Event calendar</h2>
        <button type="button" className="link-button" onClick={() => move(-91)}>
          ‹ Earlier
        </button>
        <button type="button" className="link-button" onClick={() => move(91)}>
          Later ›
        </button>
        <SegmentedControl
          aria-label="Weeks shown"
          value={String(weekCount)}
          data={weekCounts.map((count) => ({ value: String(count), label: `${count} weeks` }))}
          onChange={(value) =>
            void navigate({ search: (before) => ({ ...before, weeks: Number(value) }), replace: true })
          }
        />
        {mayWrite && agreement.activeVersionId !== null && (
          <LinkButton to="/partnerships/$agreementId/events/new" params={{ agreementId }}>
            New event…
          </LinkButton>
        )}
      </div>
      {events.isPending && <RowsSkeleton />}
      {events.isError && <ErrorView error={events.error} onRetry={() => void events.refetch()} />}
      {events.data?.rows.length === 0 && (
        <p className="soft">
          No promotion, introduction or other event in these {weekCount} weeks. Events move the forecast of
          both sides by themselves once they are agreed.
        </p>
      )}
      {events.data !== undefined && events.data.rows.length > 0 && (
        <>
          <EventCalendar
            events={events.data.rows}
            from={first}
            weekCount={weekCount}
            weekStartsOn={weekStartsOn}
            today={today}
          />
          <div className="legend" aria-hidden="true">
            <span>
              <i className="bar sell-in" /> Sell-in: delivered to the shelves
            </span>
            <span>
              <i className="bar sell-through" /> Sell-through, with the expected lift; dashed: not agreed yet
            </span>
            <span>◆ Locked: a change costs from here on</span>
          </div>
        </>
      )}
    </section>
  );
}
