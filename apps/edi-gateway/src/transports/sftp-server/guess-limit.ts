const windowMs = 3_600_000;
const remembered = 10_000;

/**
 * Counts failed sign-ins of the last hour in this process: by address, and by address and user. Whoever guesses from
 * elsewhere does not lock the owner out.
 */
export type GuessLimit = {
  isExhausted(address: string, userName: string): boolean;
  recordFailure(address: string, userName: string): void;
};

export function createGuessLimit({
  perUserMax = 10,
  perAddressMax = 40,
  nowMs = () => performance.now(),
}: {
  perUserMax?: number;
  perAddressMax?: number;
  nowMs?: () => number;
} = {}): GuessLimit {
  const failures = new Map<string, number[]>();
  const recent = (key: string): number[] =>
    (failures.get(key) ?? []).filter((atMs) => nowMs() - atMs < windowMs);
  const keysOf = (address: string, userName: string) => [`${address} `, `${address} ${userName}`] as const;
  return {
    isExhausted(address, userName) {
      const [byAddress, byUser] = keysOf(address, userName);
      return recent(byAddress).length >= perAddressMax || recent(byUser).length >= perUserMax;
    },
    recordFailure(address, userName) {
      for (const key of keysOf(address, userName)) {
        const kept = recent(key);
        failures.delete(key);
        failures.set(key, [...kept, nowMs()].slice(-perAddressMax));
      }
      for (const key of failures.keys()) {
        if (failures.size <= remembered) break;
        failures.delete(key);
      }
    },
  };
}
