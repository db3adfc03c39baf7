import { daysBetween, type LocalDate, localDateAt, nextState } from '@coplan/kernel';
import { z } from 'zod';
import type { Context } from '../platform/index.ts';
import { getPlace } from './find-place.ts';
import {
  changedBySomeoneElse,
  overrideNotFound,
  overrideNotStanding,
  windowInvalid,
} from './forecasting.errors.ts';
import { plannerSpoke } from './forecasting.events.ts';
import { type OverrideState, overrideLifecycle } from './override.lifecycle.ts';

const date = z.iso.date('is not a date: write it as 2026-11-23').transform((text) => text as LocalDate);
const windowDaysMax = 730;

export const setOverrideInput = z.object({
  itemLocationId: z.uuid(),
  startsOn: date,
  endsBefore: date,
  /** What each period (a week, or a day) shall be; thousandths of the base unit. */
  perPeriodMilli: z.int().min(0).max(1e12),
  reason: z.string().trim().min(1).max(500),
  /** The last day on which a forecast still follows it; absent: as long as its window lasts. */
  expiresOn: date.optional(),
});

export const removeOverrideInput = z.object({
  overrideId: z.uuid(),
  reason: z.string().trim().min(1).max(500),
  expectedVersion: z.int(),
});

/** A planner's own number for a window of the forecast, with its reason and expiry. It counts from the next run on. */
export function setOverride(
  context: Context,
  input: z.output<typeof setOverrideInput>,
): Promise<{ overrideId: string; version: number }> {
  const { itemLocationId, startsOn, endsBefore, perPeriodMilli, reason } = input;
  const days = daysBetween(startsOn, endsBefore);
  if (days <= 0) throw windowInvalid('endsBefore', `Let it end after ${startsOn}`);
  if (days > windowDaysMax) throw windowInvalid('endsBefore', `Keep it within ${windowDaysMax} days`);
  const expiresOn = input.expiresOn ?? endsBefore;
  return context.db.transaction(async (tx) => {
    const { timeZone } = await getPlace(tx, itemLocationId);
    const today = localDateAt(context.clock.now(), timeZone);
    if (expiresOn < today) throw windowInvalid('expiresOn', `Let it expire no earlier than today, ${today}`);
    const overrideId = context.newId();
    await tx.query(
      `insert into forecast_overrides (id, org_id, item_location_id, starts_on, ends_before, per_period_milli,
         expires_on, reason, set_by, set_at)
       values ($1, (select current_setting('app.org')::uuid), $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        overrideId,
        itemLocationId,
        startsOn,
        endsBefore,
        perPeriodMilli,
        expiresOn,
        reason,
        context.actor.name,
        context.clock.now(),
      ],
    );
    const organisationId = context.actor.organisationId;
    await tx.publish(plannerSpoke({ organisationId, itemLocationId, what: 'override' }));
    await tx.audit({
      command: 'forecasting.set-override',
      subject: { kind: 'item-forecast', id: itemLocationId },
      after: { overrideId, startsOn, endsBefore, perPeriodMilli, expiresOn },
      reason,
    });
    return { overrideId, version: 1 };
  });
}

type Present = { itemLocationId: string; state: OverrideState; version: number };

/** Takes an override back; the forecast of the next run is again base and events. What was set stays on record. */
export function removeOverride(
  context: Context,
  { overrideId, reason, expectedVersion }: z.output<typeof removeOverrideInput>,
): Promise<{ state: OverrideState; version: number }> {
  return context.db.transaction(async (tx) => {
    const [present] = await tx.query<Present>(
      `select item_location_id as "itemLocationId", state, version from forecast_overrides where id = $1 for update`,
      [overrideId],
    );
    if (present === undefined) throw overrideNotFound(overrideId);
    const { itemLocationId, version } = present;
    const state = nextState(overrideLifecycle, present.state, 'remove');
    if (state === undefined) throw overrideNotStanding({ overrideId, state: present.state });
    if (version !== expectedVersion) throw changedBySomeoneElse({ expectedVersion, version });
    await tx.query(
      `update forecast_overrides set state = $2, removed_by = $3, removed_at = $4, version = version + 1
       where id = $1`,
      [overrideId, state, context.actor.name, context.clock.now()],
    );
    const organisationId = context.actor.organisationId;
    await tx.publish(plannerSpoke({ organisationId, itemLocationId, what: 'override' }));
    await tx.audit({
      command: 'forecasting.remove-override',
      subject: { kind: 'item-forecast', id: itemLocationId },
      before: { overrideId, state: present.state },
      after: { overrideId, state },
      reason,
    });
    return { state, version: version + 1 };
  });
}
