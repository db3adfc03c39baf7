/** Asks again until the answer is there; says what was awaited when it never comes. */
export async function waitFor<T>(
  what: string,
  ask: () => Promise<T | undefined> | T | undefined,
  timeoutMs = 60_000,
): Promise<T> {
  const endsAt = Date.now() + timeoutMs;
  let lastError: unknown;
  while (Date.now() < endsAt) {
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== (false as T)) return answer;
    } catch (error) {
      lastError = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`${what} did not happen within ${timeoutMs / 1000} s`, { cause: lastError });
}
