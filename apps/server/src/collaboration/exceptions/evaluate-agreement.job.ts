import { z } from 'zod';
import {
  type Context,
  defineJob,
  type PublishedEvent,
  type Subscription,
  subscribe,
} from '../../platform/index.ts';
import { evaluateAgreement, evaluateJobName } from './evaluate-agreement.ts';
import { evaluationRequestedType } from './exceptions.events.ts';

const pauseMs = 2_000;
const keptDays = 35;

export const evaluateAgreementJob = defineJob({
  name: evaluateJobName,
  timeoutMs: 120_000,
  payload: z.object({ agreementId: z.uuid() }),
  /** Safe to repeat: the same facts again change nothing. An agreement that has ended meanwhile is refused once. */
  async run(context, { agreementId }) {
    const { raisedCount, clearedCount, closedCount, outsideCount } = await evaluateAgreement(context, {
      agreementId,
    });
    return { raisedCount, clearedCount, closedCount, outsideCount };
  },
});

const findOwn = `
select agreement.id from agreements agreement
where agreement.id = $1 and agreement.state = 'active'
  and agreement.buyer_id = (select current_setting('app.org')::uuid)`;

/** Evaluated soon, once for many changes, on the buyer's side alone. */
async function queueEvaluation(context: Context, agreementId: string): Promise<{ isQueued: boolean }> {
  return context.db.transaction(async (tx) => {
    const [own] = await tx.query(findOwn, [agreementId]);
    if (own === undefined) return { isQueued: false };
    const runAt = new Date(context.clock.now().getTime() + pauseMs);
    await tx.enqueue(evaluateAgreementJob.name, { agreementId }, { key: `exceptions-${agreementId}`, runAt });
    return { isQueued: true };
  });
}

const findPlan = `select agreement_id as "agreementId" from forecast_plans where id = $1 and kind = 'joint'`;

/** Edits count once they are in a joint plan; a party's own working plan concerns nobody else. */
async function onCellsEdited(context: Context, { subject }: PublishedEvent): Promise<unknown> {
  const [plan] = await context.db.read<{ agreementId: string }>(findPlan, [subject.id]);
  return plan === undefined ? { isQueued: false } : queueEvaluation(context, plan.agreementId);
}

async function onChange(context: Context, { subject, payload }: PublishedEvent): Promise<unknown> {
  const named = payload.agreementId;
  const agreementId =
    typeof named === 'string' ? named : subject.kind === 'agreement' ? subject.id : undefined;
  return agreementId === undefined ? { isQueued: false } : queueEvaluation(context, agreementId);
}

/** A working plan is its owner's own; what is told to one side alone changes nothing that both see. */
async function onPlanChanged(context: Context, event: PublishedEvent): Promise<unknown> {
  return event.audience.length < 2 ? { isQueued: false } : onChange(context, event);
}

const name = 'evaluate-exceptions';

export const evaluationSubscriptions: readonly Subscription[] = [
  subscribe('collaboration.plan-changed', onPlanChanged, { name }),
  subscribe('collaboration.cells-edited', onCellsEdited, { name, debounceMs: pauseMs }),
  subscribe('collaboration.commit-changed', onChange, { name }),
  subscribe('collaboration.plan-event-changed', onChange, { name }),
  subscribe('collaboration.agreement-changed', onChange, { name }),
  subscribe('collaboration.sharing-closed', onChange, { name }),
  subscribe('collaboration.sharing-opened', onChange, { name }),
  subscribe(evaluationRequestedType, onChange, { name }),
];

const findAgreements = `
select agreement.id as "agreementId" from agreements agreement
where agreement.state = 'active' and agreement.buyer_id = (select current_setting('app.org')::uuid)
order by agreement.id`;

const forget = `
delete from exception_evaluations evaluation
where evaluation.buyer_id = (select current_setting('app.org')::uuid) and evaluation.evaluated_at < $1
  and not exists (select 1 from exceptions exception
    where exception.buyer_id = evaluation.buyer_id and exception.evaluation_id = evaluation.id)`;

/** Every hour anew, because windows move and answers fall due even when nobody changes anything; old inputs go. */
export const evaluateHourlyJob = defineJob({
  name: 'collaboration.evaluate-exceptions-hourly',
  schedule: '10 * * * *',
  timeZone: 'UTC',
  timeoutMs: 60_000,
  async run(context) {
    const agreements = await context.db.read<{ agreementId: string }>(findAgreements, []);
    for (const { agreementId } of agreements) await queueEvaluation(context, agreementId);
    const before = new Date(context.clock.now().getTime() - keptDays * 86_400_000);
    await context.db.transaction((tx) => tx.query(forget, [before]));
    return { agreementCount: agreements.length };
  },
});
