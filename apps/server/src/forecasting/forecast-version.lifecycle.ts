import { defineLifecycle } from '@coplan/kernel';

export const forecastVersionStates = ['working', 'published', 'abandoned', 'archived'] as const;
export type ForecastVersionState = (typeof forecastVersionStates)[number];
export type ForecastVersionEvent = 'publish' | 'abandon' | 'archive';

/**
 * A version is written while it is working and never again: a published forecast stays what was said that day.
 * Archived: its series were removed to save space, its hashes remain.
 */
export const forecastVersionLifecycle = defineLifecycle<ForecastVersionState, ForecastVersionEvent>(
  'working',
  {
    working: { publish: 'published', abandon: 'abandoned' },
    published: { archive: 'archived' },
    abandoned: {},
    archived: {},
  },
);
