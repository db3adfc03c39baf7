import { expect, test } from 'vitest';
import { leadOptionOf, leadOptions } from './lead-options.ts';

test('each option of the model is known again by its leads, any other division is none', () => {
  for (const option of leadOptions) expect(leadOptionOf({ ...option.leads })?.code).toBe(option.code);
  expect(
    leadOptionOf({
      salesForecast: 'seller',
      orderForecast: 'buyer',
      orderGeneration: 'buyer',
      fulfilment: 'seller',
    }),
  ).toBeUndefined();
});
