import { defineLifecycle } from '@coplan/kernel';

export const forecastVersionStates = ['working', 'published', 'abandoned'] as const;
export type ForecastVersionState = (typeof forecastVersionStates)[number];
export type ForecastVersionEvent = 'publish' | 'abandon';

/** A version is written while it is working and never again: a published forecast stays what was said that day. */
export const forecastVersionLifecycle = defineLifecycle<ForecastVersionState, ForecastVersionEvent>(
  'working',
  {
    working: { publish: 'published', abandon: 'abandoned' },
    published: {},
    abandoned: {},
  },
);
