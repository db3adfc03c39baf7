import { type CycleStep, collaborationTasks, cycleSteps, type Side } from '@coplan/collaboration';
import type { LocalDate, OrganisationId } from '@coplan/kernel';
import { z } from 'zod';
import type { Context } from '../../platform/index.ts';
import { type StepState, taskStateOf } from './cycle-steps.ts';
import { cycleClosed, cycleNotFound } from './cycles.errors.ts';
import { cycleChanged } from './cycles.events.ts';

export const getCycleInput = z.object({ cycleId: z.uuid() });

type Owed = Side | 'both' | null;
type Row = {
  agreementId: string;
  agreementName: string;
  buyerId: OrganisationId;
  supplierId: OrganisationId;
  partnerName: string;
  mySide: Side;
  cycleId: string | null;
  label: string | null;
  startsOn: LocalDate | null;
  endsBefore: LocalDate | null;
  state: 'open' | 'closed' | null;
  version: number | null;
  steps: StepJson[] | null;
};
type StepJson = {
  step: CycleStep;
  state: StepState;
  dueAt: string | null;
  owedById: string | null;
  doneAt: string | null;
  doneBy: string | null;
};

const readCycles = `
select agreement.id as "agreementId", agreement.name as "agreementName", agreement.buyer_id as "buyerId",
  agreement.supplier_id as "supplierId", partner.name as "partnerName",
  case when agreement.buyer_id = (select current_setting('app.org')::uuid) then 'buyer' else 'seller' end as "mySide",
  cycle.id as "cycleId", cycle.label, cycle.starts_on::text as "startsOn", cycle.ends_before::text as "endsBefore",
  cycle.state, cycle.version,
  (select json_agg(json_build_object('step', step.step, 'state', step.state, 'dueAt', step.due_at,
      'owedById', step.owed_by_id, 'doneAt', step.done_at, 'doneBy', step.done_by) order by step.step)
    from cycle_steps step where step.buyer_id = cycle.buyer_id and step.cycle_id = cycle.id) as steps
from agreements agreement
  join organisations partner on partner.id = case when agreement.buyer_id = (select current_setting('app.org')::uuid)
    then agreement.supplier_id else agreement.buyer_id end
  left join cycles cycle on cycle.buyer_id = agreement.buyer_id and cycle.agreement_id = agreement.id
    and case when $1::uuid is null then cycle.id = (select newest.id from cycles newest
        where newest.buyer_id = agreement.buyer_id and newest.agreement_id = agreement.id and newest.state = 'open'
        order by newest.starts_on desc limit 1)
      else cycle.id = $1 end
where case when $1::uuid is null then agreement.state in ('active', 'suspended') else cycle.id is not null end
order by partner.name, agreement.name, agreement.id`;

const isoOf = (text: string | null): string | null => (text === null ? null : new Date(text).toISOString());

/** One step owed by one side alone names it; one that is open and owed by both says so. */
function owedBy({ state, owedById }: StepJson, { buyerId }: Row): Owed {
  if (state === 'done' || state === 'skipped') return null;
  return owedById === null ? 'both' : owedById === buyerId ? 'buyer' : 'seller';
}

function toCard(row: Row) {
  const known = new Map((row.steps ?? []).map((step) => [step.step, step]));
  const steps = cycleSteps.map(({ step, code, name }) => {
    const held = known.get(step);
    return {
      step,
      code,
      name,
      state: held?.state ?? ('waiting' as StepState),
      dueAt: isoOf(held?.dueAt ?? null),
      owedBySide: held === undefined ? null : owedBy(held, row),
      doneAt: isoOf(held?.doneAt ?? null),
      doneBy: held?.doneBy ?? null,
    };
  });
  const tasks = collaborationTasks.map(({ task, name, activity, steps: shown }) => {
    const own = steps.filter(({ step }) => (shown as readonly number[]).includes(step));
    const open = own.filter(({ state }) => state !== 'done' && state !== 'skipped');
    const [next] = open;
    return {
      task,
      name,
      activity,
      state: taskStateOf(own.map(({ state }) => state)),
      dueAt: next?.dueAt ?? null,
      owedBySide: next?.owedBySide ?? null,
    };
  });
  const {
    agreementId,
    agreementName,
    partnerName,
    mySide,
    cycleId,
    label,
    startsOn,
    endsBefore,
    state,
    version,
  } = row;
  return {
    agreementId,
    agreementName,
    partnerName,
    mySide,
    cycleId,
    label,
    startsOn,
    endsBefore,
    state,
    version,
    tasks,
    steps,
  };
}
export type CycleCard = ReturnType<typeof toCard>;

/** Where each partnership stands this week: eight tasks and the nine steps behind them. */
export async function readCycleBar({ db }: Context): Promise<{ rows: CycleCard[] }> {
  return { rows: (await db.read<Row>(readCycles, [null])).map(toCard) };
}

export async function getCycle(
  { db }: Context,
  { cycleId }: z.output<typeof getCycleInput>,
): Promise<CycleCard> {
  const [row] = await db.read<Row>(readCycles, [cycleId]);
  if (row === undefined) throw cycleNotFound(cycleId);
  return toCard(row);
}

const close = `
update cycles set state = 'closed', version = version + 1 where id = $1 and state = 'open'
returning buyer_id as "buyerId", supplier_id as "supplierId", agreement_id as "agreementId"`;

/** Ends the week's work on one agreement; the next cycle opens with its week. */
export async function closeCycle(
  context: Context,
  input: z.output<typeof getCycleInput>,
): Promise<CycleCard> {
  const { cycleId } = input;
  const before = await getCycle(context, input);
  await context.db.transaction(async (tx) => {
    type Closed = { buyerId: OrganisationId; supplierId: OrganisationId; agreementId: string };
    const [closed] = await tx.query<Closed>(close, [cycleId]);
    if (closed === undefined) throw cycleClosed(cycleId);
    await tx.audit({
      command: 'cycles.close',
      subject: { kind: 'cycle', id: cycleId },
      after: { label: before.label, openSteps: before.steps.filter(({ doneAt }) => doneAt === null).length },
    });
    await tx.publish(cycleChanged({ ...closed, cycleId, change: 'closed', steps: [] }));
  });
  return getCycle(context, input);
}
