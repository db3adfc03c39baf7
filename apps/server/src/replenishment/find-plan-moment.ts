import { findPlanningAgreements } from '../collaboration/index.ts';
import { findPublishedVersion } from '../forecasting/index.ts';
import type { Context } from '../platform/index.ts';
import type { PlanAsOf } from './read-plan-cases.ts';
import { noForecastYet } from './replenishment.errors.ts';

/** Plan now, on the published forecast and the agreements in force. Throws `DomainError` while there is no forecast. */
export async function findPlanMoment({ db, clock }: Context): Promise<Required<PlanAsOf>> {
  const version = await findPublishedVersion(db);
  if (version === undefined) throw noForecastYet();
  const now = clock.now();
  const agreements = await findPlanningAgreements(db, now);
  return { now, asOf: null, forecastVersionId: version.versionId, agreements };
}
