import { definePermissions, router } from '../platform/index.ts';
import { getOwnAccuracy, getOwnAccuracyInput } from './accuracy/get-accuracy.ts';
import { getAccuracyWeeks, getAccuracyWeeksInput } from './accuracy/get-accuracy-weeks.ts';
import { getOwnValueAdded, getOwnValueAddedInput } from './accuracy/get-own-value-added.ts';
import { compareVersions, compareVersionsInput } from './compare/compare-versions.ts';
import { decideCorrection, decideCorrectionInput } from './decide-correction.ts';
import { getItemForecast, getItemForecastInput } from './get-item-forecast.ts';
import { listLevels, listLevelsInput } from './levels/list-levels.ts';
import { requestLevels, requestLevelsInput } from './levels/reconcile-version.ts';
import { listCleanedItems, listCleanedItemsInput } from './list-cleaned-items.ts';
import {
  getForecastVersion,
  getForecastVersionInput,
  listForecastVersions,
  listForecastVersionsInput,
} from './list-forecast-versions.ts';
import { nameAnalogues, nameAnaloguesInput } from './name-analogues.ts';
import { removeOverride, removeOverrideInput, setOverride, setOverrideInput } from './set-override.ts';

const { permitted } = definePermissions('forecasting', {
  'forecasting.read': ['buyer', 'approver', 'admin'],
  'forecasting.correct': ['buyer', 'admin'],
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
  item: permitted('forecasting.read')
    .input(getItemForecastInput)
    .query(({ ctx, input }) => getItemForecast(ctx, input)),
  cleanedItems: permitted('forecasting.read')
    .input(listCleanedItemsInput)
    .query(({ ctx, input }) => listCleanedItems(ctx, input)),
  decideCorrection: permitted('forecasting.correct')
    .input(decideCorrectionInput)
    .mutation(({ ctx, input }) => decideCorrection(ctx, input)),
  overrides: router({
    set: permitted('forecasting.correct')
      .input(setOverrideInput)
      .mutation(({ ctx, input }) => setOverride(ctx, input)),
    remove: permitted('forecasting.correct')
      .input(removeOverrideInput)
      .mutation(({ ctx, input }) => removeOverride(ctx, input)),
  }),
  nameAnalogues: permitted('forecasting.correct')
    .input(nameAnaloguesInput)
    .mutation(({ ctx, input }) => nameAnalogues(ctx, input)),
});
