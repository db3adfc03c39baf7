import { type Context, type PublishedEvent, subscribe, type Transaction } from '../../platform/index.ts';
import { type ExceptionRow, exceptionColumns, moveException, tellException } from './load-exception.ts';
import { respondBy } from './response-clock.ts';

/** Events changed after their lock have no criterion: both have to decide, whatever it costs. */
const eventChangeCode = 'event-changed-after-lock';

type ChangedEvent = {
  planEventId: string;
  buyerId: ExceptionRow['buyerId'];
  supplierId: ExceptionRow['supplierId'];
  ownerId: ExceptionRow['buyerId'];
  agreementId: string;
  agreementVersionId: string;
  name: string;
  state: string;
  liabilityMinor: number | null;
  currency: string;
};

const findEvent = `
select event.id as "planEventId", event.buyer_id as "buyerId", event.supplier_id as "supplierId",
  event.owner_id as "ownerId", event.agreement_id as "agreementId", version.id as "agreementVersionId",
  event.content ->> 'name' as name, event.state, change.liability_minor as "liabilityMinor",
  coalesce(change.currency, version.content -> 'units' ->> 'currency') as currency
from plan_events event
  join agreements agreement on agreement.buyer_id = event.buyer_id and agreement.id = event.agreement_id
  join agreement_versions version on version.buyer_id = event.buyer_id and version.id = agreement.active_version_id
  left join lateral (select liability_minor, currency from plan_event_changes
    where plan_event_id = event.id and was_locked order by at desc limit 1) change on true
where event.id = $1 and event.buyer_id = (select current_setting('app.org')::uuid)`;

const findStanding = `
select ${exceptionColumns} from exceptions exception
where exception.agreement_id = $1 and exception.cause_key = $2
  and exception.state not in ('self-cleared', 'accepted', 'closed') for update`;

const insertException = `
insert into exceptions (id, buyer_id, supplier_id, agreement_id, agreement_version_id, buyer_reads, seller_reads,
  evaluation_id, criterion_code, kind, is_blocking, priority, title, cause_kind, cause_key, cause_ref, cause_label,
  owed_by_id, state, respond_by, money_minor, over_minor, under_minor, currency, child_count, content_hash, raised_at,
  changed_at)
values ($1, $2, $3, $4, $5, $6, $7, null, $8, 'event', false, 'HIGH', $9, 'event-change', $10, $11, $12, $13, 'open', $14,
  $15, $15, 0, $16, 0, '', $17, $17)
on conflict do nothing`;
const findOne = `select ${exceptionColumns} from exceptions exception where exception.id = $1`;

/** Who does not own the event decides; it sees the exception while the owner shares promotions. */
async function raise(
  context: Context,
  tx: Transaction,
  event: ChangedEvent,
  causeKey: string,
): Promise<void> {
  const { buyerId, supplierId, ownerId, agreementVersionId } = event;
  const isBuyers = ownerId === buyerId;
  const owedById = isBuyers ? supplierId : buyerId;
  const now = context.clock.now();
  const exceptionId = context.newId();
  const about = { buyerId, agreementVersionId, criterion: null };
  await tx.query(insertException, [
    exceptionId,
    buyerId,
    supplierId,
    event.agreementId,
    agreementVersionId,
    isBuyers ? [] : ['promotion'],
    isBuyers ? ['promotion'] : [],
    eventChangeCode,
    `Event changed after its lock: ${event.name}`,
    causeKey,
    event.planEventId,
    event.name,
    owedById,
    await respondBy(tx, about, { partyId: owedById, from: now }),
    Math.abs(event.liabilityMinor ?? 0),
    event.currency,
    now,
  ]);
  const [row] = await tx.query<ExceptionRow>(findOne, [exceptionId]);
  if (row === undefined) return;
  await tellException(context, tx, row, { type: 'raised', text: `Raised: ${row.title}.` });
}

/** An event changed after its lock is an exception with what it costs until both have decided on the change. */
export async function followEventChange(context: Context, { subject }: PublishedEvent): Promise<unknown> {
  return context.db.transaction(async (tx) => {
    const [event] = await tx.query<ChangedEvent>(findEvent, [subject.id]);
    if (event === undefined) return { isRaised: false };
    const causeKey = `event-change:${event.planEventId}`;
    const [standing] = await tx.query<ExceptionRow>(findStanding, [event.agreementId, causeKey]);
    if (event.state === 'changed-after-lock') {
      if (standing === undefined) await raise(context, tx, event, causeKey);
      return { isRaised: standing === undefined };
    }
    if (standing === undefined) return { isRaised: false };
    const over = standing.state === 'resolved' || standing.state === 'auto-resolved' ? 'close' : 'clear';
    const ended = await moveException(context, tx, standing, { event: over, respondBy: null });
    await tellException(context, tx, ended, {
      type: ended.state,
      text: 'The change of the event has been decided.',
    });
    return { isRaised: false };
  });
}

export const followEventChanges = subscribe('collaboration.plan-event-changed', followEventChange, {
  name: 'follow-event-changes',
});
