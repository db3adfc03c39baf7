import { type AgreementContent, judgeChange } from '@coplan/collaboration';
import { addDays, type LocalDate } from '@coplan/kernel';
import { windowOfBucket } from './bucket-axis.ts';
import type { PlanRow } from './load-plan.ts';
import { bucketPast, frozenWindow, layerNotEditable, planNotEditable, slushyWindow } from './plans.errors.ts';

export type Layer = 'base' | 'event' | 'override';
export type CellEdit = {
  itemLocationId: string;
  bucketIndex: number;
  layer: Layer;
  beforeMilli: number | null;
  afterMilli: number | null;
};

/** Refuses plans and layers that are not edited by hand: throws `DomainError` (not-allowed). */
export function assertPlanEditable(plan: PlanRow, layers: Iterable<Layer>, me: string): void {
  const isOpen =
    plan.kind === 'party'
      ? plan.state === 'working' && plan.partyId === me
      : plan.kind === 'joint'
        ? plan.state === 'in-review' || plan.state === 'consensus'
        : plan.state === 'open';
  if (!isOpen) throw planNotEditable({ planId: plan.planId, state: plan.state, kind: plan.kind });
  if (plan.kind === 'party') return;
  for (const layer of layers) {
    if (layer !== 'override') throw layerNotEditable({ layer, kind: plan.kind });
  }
}

export const bucketOf = ({ startsOn, bucketDays }: PlanRow, bucketIndex: number) => ({
  startsOn: addDays(startsOn, bucketIndex * bucketDays),
  endsBefore: addDays(startsOn, (bucketIndex + 1) * bucketDays),
});

/**
 * Refuses what the agreement's windows refuse. The past is never edited. In a joint plan, a bucket that both agreed
 * before is bound: while it is frozen it stays, while it is slushy it may change by the agreed share of the agreed
 * value. What was never agreed binds nobody, and neither does a party's own opinion or a branch.
 */
export function assertWindowsAllow(
  plan: PlanRow,
  edits: readonly CellEdit[],
  about: {
    horizons: AgreementContent['horizons'];
    today: LocalDate;
    /** The value that both agreed last for the cell, if any. */
    agreedMilliOf(edit: CellEdit): number | null;
  },
): void {
  const { horizons, today } = about;
  const windows = new Map<number, ReturnType<typeof windowOfBucket>>();
  for (const edit of edits) {
    const bucket = bucketOf(plan, edit.bucketIndex);
    const window = windows.get(edit.bucketIndex) ?? windowOfBucket(bucket, horizons, today);
    windows.set(edit.bucketIndex, window);
    const { startsOn } = bucket;
    if (window === 'past') throw bucketPast({ startsOn });
    if (plan.kind !== 'joint') continue;
    const agreedMilli = about.agreedMilliOf(edit);
    const { needs } = judgeChange(window, { agreedMilli, askedMilli: edit.afterMilli }, horizons);
    if (needs === 'nothing' || agreedMilli === null) continue;
    if (window === 'frozen') throw frozenWindow({ startsOn, frozenDays: horizons.frozenDays });
    const askedMilli = edit.afterMilli ?? 0;
    const changeRatio = Math.abs(askedMilli - agreedMilli) / agreedMilli;
    const allowedRatio = horizons.slushyChangeRatio;
    throw slushyWindow({ startsOn, agreedMilli, askedMilli, changeRatio, allowedRatio });
  }
}
