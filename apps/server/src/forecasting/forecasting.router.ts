import { definePermissions, router } from '../platform/index.ts';
import { getOwnAccuracy, getOwnAccuracyInput } from './accuracy/get-accuracy.ts';
import { getAccuracyWeeks, getAccuracyWeeksInput } from './accuracy/get-accuracy-weeks.ts';
import { getOwnValueAdded, getOwnValueAddedInput } from './accuracy/get-own-value-added.ts';
import { compareVersions, compareVersionsInput } from './compare/compare-versions.ts';
import { listLevels, listLevelsInput } from './levels/list-levels.ts';
import { requestLevels, requestLevelsInput } from './levels/reconcile-version.ts';
import {
  getForecastVersion,
  getForecastVersionInput,
  listForecastVersions,
  listForecastVersionsInput,
} from './list-forecast-versions.ts';

const { permitted } = definePermissions('forecasting', {
  'forecasting.read': ['buyer', 'approver', 'admin'],
});

export const forecastingRouter = router({
  accuracy: router({
    list: permitted('forecasting.read')
      .input(getOwnAccuracyInput)
      .query(({ ctx, input }) => getOwnAccuracy(ctx, input)),
    weeks: permitted('forecasting.read')
      .input(getAccuracyWeeksInput)
      .query(({ ctx, input }) => getAccuracyWeeks(ctx, input)),
    valueAdded: permitted('forecasting.read')
      .input(getOwnValueAddedInput)
      .query(({ ctx, input }) => getOwnValueAdded(ctx, input)),
  }),
  versions: router({
    list: permitted('forecasting.read')
      .input(listForecastVersionsInput)
      .query(({ ctx, input }) => listForecastVersions(ctx, input)),
    get: permitted('forecasting.read')
      .input(getForecastVersionInput)
      .query(({ ctx, input }) => getForecastVersion(ctx, input)),
    levels: permitted('forecasting.read')
      .input(listLevelsInput)
      .query(({ ctx, input }) => listLevels(ctx, input)),
    compare: permitted('forecasting.read')
      .input(compareVersionsInput)
      .query(({ ctx, input }) => compareVersions(ctx, input)),
    requestLevels: permitted('forecasting.read')
      .input(requestLevelsInput)
      .mutation(({ ctx, input }) => requestLevels(ctx, input)),
  }),
});
