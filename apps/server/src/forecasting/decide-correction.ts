import { correctionChoices, correctionKinds } from '@coplan/forecasting';
import { addDays, daysBetween, type LocalDate } from '@coplan/kernel';
import { z } from 'zod';
import type { Context, Transaction } from '../platform/index.ts';
import { getPlace } from './find-place.ts';
import {
  changedBySomeoneElse,
  levelShiftHasNoNumber,
  ownNumberMissing,
  windowInvalid,
} from './forecasting.errors.ts';
import { plannerSpoke } from './forecasting.events.ts';

const date = z.iso.date('is not a date: write it as 2026-11-23').transform((text) => text as LocalDate);
const windowDaysMax = 4_000;

export const decideCorrectionInput = z.object({
  itemLocationId: z.uuid(),
  kind: z.enum(correctionKinds),
  startsOn: date,
  endsBefore: date,
  /** `observed` undoes the correction, `own` puts a number in its place, `cleaned` does it again. */
  choice: z.enum(correctionChoices),
  /** With `own`: demand of each period, thousandths of the base unit. */
  ownMilli: z.int().min(0).max(1e12).nullable().default(null),
  reason: z.string().trim().min(1).max(500),
  /** 0 where nobody decided yet. */
  expectedVersion: z.int().min(0),
});
type Input = z.output<typeof decideCorrectionInput>;

export type DecidedCorrection = { choice: string; version: number };

function check({ startsOn, endsBefore, kind, choice, ownMilli }: Input): void {
  const days = daysBetween(startsOn, endsBefore);
  if (days <= 0)
    throw windowInvalid(
      'endsBefore',
      `Let it end after ${startsOn}, at the earliest on ${addDays(startsOn, 1)}`,
    );
  if (days > windowDaysMax) throw windowInvalid('endsBefore', `Keep it within ${windowDaysMax} days`);
  if (choice === 'own' && kind === 'level-shift') throw levelShiftHasNoNumber();
  if (choice === 'own' && ownMilli === null) throw ownNumberMissing();
}

type Present = { id: string; choice: string; ownMilli: number | null; version: number };

const findDecision = `
select id, choice, own_milli as "ownMilli", version from forecast_decisions
where item_location_id = $1 and kind = $2 and starts_on = $3 and ends_before = $4 for update`;

const changeDecision = `
update forecast_decisions set choice = $2, own_milli = $3, reason = $4, decided_by = $5, decided_at = $6,
  version = version + 1 where id = $1`;

const insertDecision = `
insert into forecast_decisions (id, org_id, item_location_id, kind, starts_on, ends_before, choice, own_milli, reason,
  decided_by, decided_at)
values ($1, (select current_setting('app.org')::uuid), $2, $3, $4, $5, $6, $7, $8, $9, $10)
on conflict (org_id, item_location_id, kind, starts_on, ends_before) do nothing returning version`;

async function write(
  { actor, clock, newId }: Context,
  tx: Transaction,
  input: Input,
): Promise<{ before: Present | undefined; version: number }> {
  const { itemLocationId, kind, startsOn, endsBefore, choice, reason, expectedVersion } = input;
  const ownMilli = choice === 'own' ? input.ownMilli : null;
  const [before] = await tx.query<Present>(findDecision, [itemLocationId, kind, startsOn, endsBefore]);
  const version = before?.version ?? 0;
  if (version !== expectedVersion) throw changedBySomeoneElse({ expectedVersion, version });
  const said = [choice, ownMilli, reason, actor.name, clock.now()];
  if (before !== undefined) {
    await tx.query(changeDecision, [before.id, ...said]);
    return { before, version: version + 1 };
  }
  const where = [newId(), itemLocationId, kind, startsOn, endsBefore];
  const [made] = await tx.query<{ version: number }>(insertDecision, [...where, ...said]);
  if (made === undefined) throw changedBySomeoneElse({ expectedVersion, version: 1 });
  return { before, version: made.version };
}

/**
 * A planner undoes a correction, does it again or puts an own number in its place. It counts from the next forecast
 * on and in every later one. Throws `DomainError` where somebody else decided meanwhile.
 */
export function decideCorrection(context: Context, input: Input): Promise<DecidedCorrection> {
  check(input);
  return context.db.transaction(async (tx) => {
    await getPlace(tx, input.itemLocationId);
    const { before, version } = await write(context, tx, input);
    const { itemLocationId, kind, startsOn, endsBefore, choice, ownMilli, reason } = input;
    await tx.publish(
      plannerSpoke({ organisationId: context.actor.organisationId, itemLocationId, what: 'correction' }),
    );
    await tx.audit({
      command: 'forecasting.decide-correction',
      subject: { kind: 'item-forecast', id: itemLocationId },
      before: { choice: before?.choice ?? 'cleaned', ownMilli: before?.ownMilli ?? null },
      after: { kind, startsOn, endsBefore, choice, ownMilli },
      reason,
    });
    return { choice, version };
  });
}
