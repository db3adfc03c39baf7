import { expect, test } from 'vitest';
import { findBinding, type KeyBinding, nameOfPress } from './keyboard.ts';

const bind = (keys: string): KeyBinding => ({ keys, label: keys, run: () => undefined });
const bare = { ctrlKey: false, metaKey: false, altKey: false };

test('a press is named the same on Mac and PC', () => {
  expect(nameOfPress({ ...bare, key: 'k', ctrlKey: true })).toBe('mod+k');
  expect(nameOfPress({ ...bare, key: 'k', metaKey: true })).toBe('mod+k');
  expect(nameOfPress({ ...bare, key: 'J' })).toBe('j');
  expect(nameOfPress({ ...bare, key: 'Enter' })).toBe('Enter');
  expect(nameOfPress({ ...bare, key: '?' })).toBe('?');
});

test('a sequence is found only after its first key', () => {
  const bindings = [bind('p'), bind('g p')];
  expect(findBinding(bindings, 'p', undefined)?.keys).toBe('p');
  expect(findBinding(bindings, 'p', 'g')?.keys).toBe('g p');
  expect(findBinding(bindings, 'x', 'g')).toBeUndefined();
});
