import { useState } from 'react';

/**
 * Keys of rows that have no identity of their own while they are written, so that what a row shows stays with it when one
 * before it is removed.
 */
export function useRowKeys(rowCount: number) {
  const [{ keys, next }, set] = useState(() => ({
    keys: Array.from({ length: rowCount }, (_, index) => index),
    next: rowCount,
  }));
  return {
    /** Rows that came from elsewhere meanwhile go by their place. */
    keyOf: (index: number): number => keys[index] ?? -1 - index,
    added: () => set({ keys: [...keys, next], next: next + 1 }),
    removed: (index: number) => set({ keys: keys.filter((_, at) => at !== index), next }),
  };
}
