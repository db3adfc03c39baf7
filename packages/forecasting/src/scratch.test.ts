import { expect, test } from 'vitest';
import { scratch, withScratch } from './scratch.ts';

test('memory handed out inside one forecast never overlaps, and starts as zeros again in the next', () => {
  for (let round = 0; round < 2; round++) {
    withScratch(() => {
      const first = scratch(3).fill(1);
      const inner = withScratch(() => scratch(3).fill(2)[0]);
      const second = scratch(3);
      expect([...first, inner, ...second]).toEqual([1, 1, 1, 2, 0, 0, 0]);
      second.fill(3);
      expect([...first]).toEqual([1, 1, 1]);
    });
  }
});

test('outside a forecast, and beyond the memory set aside, a request gets memory of its own', () => {
  const own = scratch(4);
  expect(own.buffer.byteLength).toBe(32);
  withScratch(() => {
    const large = scratch(1 << 18);
    expect(large.length).toBe(1 << 18);
    expect(large.buffer.byteLength).toBe(8 << 18);
  });
});
