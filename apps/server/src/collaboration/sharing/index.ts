import type { Job, RestRoute, Subscription } from '../../platform/index.ts';
import { forgetOldReadsJob } from './forget-old-reads.job.ts';
import { tellNewForecast } from './tell-new-forecast.ts';

export {
  countSharedForecasts,
  listSharedForecast,
  listSharedForecastInput,
  type SharedForecastRow,
} from './list-shared-forecast.ts';
export { noteReading, type Reading } from './note-reading.ts';
export { readOpenRules, tellSharingChanges } from './open-rules.ts';
export { readShared, type SharedReader, type SharedRow, type SharedRowsInput } from './shared-rows.ts';
export { migrations } from './sharing.migrations.ts';
export { sharingRouter } from './sharing.router.ts';
export { sharedForecastMigrations, viewMigrations } from './sharing-views.migrations.ts';

export const jobs: readonly Job[] = [forgetOldReadsJob];
export const subscriptions: readonly Subscription[] = [tellNewForecast];
export const restRoutes: readonly RestRoute[] = [];
