import { definePermissions, router } from '../platform/index.ts';
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
  versions: router({
    list: permitted('forecasting.read')
      .input(listForecastVersionsInput)
      .query(({ ctx, input }) => listForecastVersions(ctx, input)),
    get: permitted('forecasting.read')
      .input(getForecastVersionInput)
      .query(({ ctx, input }) => getForecastVersion(ctx, input)),
  }),
});
