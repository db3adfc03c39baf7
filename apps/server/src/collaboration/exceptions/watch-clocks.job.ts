import type { Context, Transaction } from '../../platform/index.ts';
import { defineJob } from '../../platform/index.ts';
import { applyToJointPlan } from './apply-to-joint-plan.ts';
import {
  type ExceptionRow,
  exceptionColumns,
  lockException,
  moveException,
  saveException,
  tellException,
} from './load-exception.ts';
import { wake } from './snooze-exception.ts';

const batchSizeMax = 500;
const hourMs = 3_600_000;
/** Who takes over, one after the other. */
const levels = ['planner', 'manager', 'sponsor'] as const;

/** Late ones of agreements of which this organisation is the buyer: one side alone watches the clock. */
const findLate = `
select ${exceptionColumns} from exceptions exception
where exception.buyer_id = (select current_setting('app.org')::uuid)
  and exception.state in ('open', 'assigned', 'waiting-partner', 'proposed') and exception.respond_by <= $1
order by exception.respond_by limit $2`;

const findAsleep = `
select exception.id as "exceptionId" from exceptions exception
where exception.buyer_id = (select current_setting('app.org')::uuid) and exception.state = 'snoozed'
  and exception.snoozed_until <= $1
order by exception.snoozed_until limit $2`;

const findSponsors = `
select version.content -> 'governance' ->> 'buyerSponsor' as "buyerSponsor",
  version.content -> 'governance' ->> 'sellerSponsor' as "sellerSponsor"
from agreement_versions version where version.buyer_id = $1 and version.id = $2`;

/** Hours after the answer was due at which each level above the planner takes over. */
const escalationsOf = ({ criterion }: ExceptionRow): readonly number[] => criterion?.escalationHours ?? [];

/** The level that the clock has reached by now. */
function levelAt(row: ExceptionRow, now: Date): number {
  const lateHours = (now.getTime() - (row.respondBy?.getTime() ?? now.getTime())) / hourMs;
  return Math.min(levels.length - 1, escalationsOf(row).filter((hours) => lateHours >= hours).length);
}

/**
 * Whether silence settles it: at once while the other side was asked or has a proposal before it, else after the last
 * step of escalation. What is to be settled by hand is never settled by silence.
 */
function hasLapsed(row: ExceptionRow, now: Date): boolean {
  const { criterion, state, respondBy } = row;
  if (criterion === null || criterion.defaultResolution === 'MANUAL_RESOLUTION') return false;
  if (criterion.defaultResolution === 'MUTUALLY_DEFINED') return false;
  if (state === 'waiting-partner' || state === 'proposed') return true;
  const lastHours = escalationsOf(row).at(-1) ?? 0;
  return now.getTime() - (respondBy?.getTime() ?? now.getTime()) >= lastHours * hourMs;
}

async function lapse(context: Context, tx: Transaction, row: ExceptionRow): Promise<void> {
  const code = row.criterion?.defaultResolution ?? 'MANUAL_RESOLUTION';
  const at = context.clock.now().toISOString();
  const resolved = await moveException(context, tx, row, {
    event: 'lapse',
    ownerId: null,
    ownerUserId: null,
    ownerName: null,
    respondBy: null,
    inBoundsCount: 0,
    resolution: {
      code,
      values: [],
      note: null,
      byId: row.buyerId,
      byName: 'The agreement',
      at,
      isDefault: true,
      acceptedByName: null,
      resolvedAt: at,
    },
  });
  const applied = await applyToJointPlan(context, tx, resolved);
  await tellException(context, tx, applied, {
    type: 'auto-resolved',
    text: `Nobody answered in time: ${code.toLowerCase().replaceAll('_', ' ')}, as agreed.`,
  });
}

async function escalate(context: Context, tx: Transaction, row: ExceptionRow, level: number): Promise<void> {
  const [sponsors] = await tx.query<{ buyerSponsor: string; sellerSponsor: string }>(findSponsors, [
    row.buyerId,
    row.agreementVersionId,
  ]);
  const isSeller =
    row.ownerId === row.supplierId || (row.ownerId === null && row.owedById === row.supplierId);
  const sponsor = isSeller ? sponsors?.sellerSponsor : sponsors?.buyerSponsor;
  const role = levels[level] ?? 'sponsor';
  const ownerName = role === 'sponsor' ? (sponsor ?? role) : role;
  const escalated = await saveException(context, tx, row, {
    escalationLevel: level,
    ownerId: row.ownerId ?? row.owedById,
    ownerUserId: null,
    ownerName,
  });
  await tellException(context, tx, escalated, {
    type: 'escalated',
    text: `No answer in time: it goes to the ${role}${role === 'sponsor' && sponsor ? ` (${sponsor})` : ''}.`,
    details: { level },
  });
}

/**
 * Response times run out: silence settles by the agreed default or goes a level up, from planner to manager to sponsor.
 * Snoozed exceptions wake. Safe to repeat: what was settled or went up no longer matches.
 */
export const watchClocksJob = defineJob({
  name: 'collaboration.watch-response-clocks',
  schedule: '*/5 * * * *',
  timeZone: 'UTC',
  timeoutMs: 60_000,
  async run(context) {
    const now = context.clock.now();
    const counts = { lapsedCount: 0, escalatedCount: 0, wokenCount: 0 };
    const late = await context.db.read<ExceptionRow>(findLate, [now, batchSizeMax]);
    for (const { exceptionId, version } of late) {
      await context.db.transaction(async (tx) => {
        const row = await lockException(tx, { exceptionId });
        if (row.version !== version) return;
        if (hasLapsed(row, now)) {
          await lapse(context, tx, row);
          counts.lapsedCount += 1;
          return;
        }
        const level = levelAt(row, now);
        if (level <= row.escalationLevel) return;
        await escalate(context, tx, row, level);
        counts.escalatedCount += 1;
      });
    }
    const asleep = await context.db.read<{ exceptionId: string }>(findAsleep, [now, batchSizeMax]);
    for (const { exceptionId } of asleep) {
      await context.db.transaction(async (tx) => {
        const row = await lockException(tx, { exceptionId });
        if (row.state !== 'snoozed') return;
        await wake(context, tx, row, 'It has slept as long as it was allowed to.');
        counts.wokenCount += 1;
      });
    }
    return counts;
  },
});
