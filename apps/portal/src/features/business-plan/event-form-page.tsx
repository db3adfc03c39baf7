import { addDays, localDateAt } from '@coplan/kernel';
import { useMutation, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { trpc } from '../../app/api.ts';
import type { PlanEventContent } from '../../app/api-types.ts';
import { useSession } from '../../app/session.ts';
import { Empty } from '../../ui/page.tsx';
import { EventForm } from './event-form.tsx';
import { planCommand } from './plan-command.ts';

const newRoute = getRouteApi('/shell/partnerships/$agreementId/events/new');
const editRoute = getRouteApi('/shell/partnerships/$agreementId/events/$planEventId/edit');

/** A promotion of one week in six weeks, locked two weeks before. */
function emptyEvent(today: ReturnType<typeof localDateAt>): PlanEventContent {
  const startsOn = addDays(today, 42);
  return {
    type: 'promotion',
    name: '',
    description: '',
    items: [],
    cannibalised: [],
    locationIds: null,
    liftRatio: 0.3,
    sellIn: null,
    sellThrough: { startsOn, endsBefore: addDays(startsOn, 7) },
    weekdayWeights: null,
    lockOn: addDays(startsOn, -14),
  };
}

/** /partnerships/:agreementId/events/new: a draft that only its owner sees until it is proposed. */
export function NewEventPage() {
  const { agreementId } = newRoute.useParams();
  const navigate = newRoute.useNavigate();
  const { organisation } = useSession();
  const create = useMutation(
    trpc.businessPlans.events.create.mutationOptions(planCommand('The event is saved as a draft.')),
  );
  const save = async (content: PlanEventContent): Promise<void> => {
    const { planEventId } = await create.mutateAsync({ agreementId, content });
    await navigate({
      to: '/partnerships/$agreementId/events/$planEventId',
      params: { agreementId, planEventId },
    });
  };
  return (
    <div className="page-body">
      <h2>New event</h2>
      <EventForm
        agreementId={agreementId}
        initial={emptyEvent(localDateAt(new Date(), organisation.timeZone))}
        isReasonNeeded={false}
        isPending={create.isPending}
        onSave={(content) => void save(content).catch(() => undefined)}
      />
    </div>
  );
}

/** /partnerships/:agreementId/events/:planEventId/edit: a draft is rewritten, anything later is a proposed change. */
export function EditEventPage() {
  const { agreementId, planEventId } = editRoute.useParams();
  const navigate = editRoute.useNavigate();
  const { data: event } = useSuspenseQuery(trpc.businessPlans.events.get.queryOptions({ planEventId }));
  const change = useMutation(
    trpc.businessPlans.events.change.mutationOptions(planCommand('The change is saved.')),
  );
  if (!event.allowedEvents.includes('change')) {
    return (
      <Empty title="This event cannot be changed now">
        <p>Only its owner changes an event, and only before it has begun.</p>
      </Empty>
    );
  }
  const save = async (content: PlanEventContent, reason: string): Promise<void> => {
    await change.mutateAsync({ planEventId, content, reason, expectedVersion: event.version });
    await navigate({
      to: '/partnerships/$agreementId/events/$planEventId',
      params: { agreementId, planEventId },
    });
  };
  const known = event.items.map(({ itemId, itemNumber, description }) => ({
    value: itemId,
    label: `${itemNumber} · ${description}`,
  }));
  return (
    <div className="page-body">
      <h2>Change “{event.name}”</h2>
      <EventForm
        agreementId={agreementId}
        initial={event.pending ?? event.content}
        knownItems={known}
        isLocked={event.state === 'locked' || event.state === 'changed-after-lock'}
        isReasonNeeded={event.state !== 'draft'}
        isPending={change.isPending}
        onSave={(content, reason) => void save(content, reason).catch(() => undefined)}
      />
    </div>
  );
}
