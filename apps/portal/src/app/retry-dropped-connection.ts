type RetriedRequest = Omit<RequestInit, 'signal'> & { signal?: AbortSignal | null | undefined };

const pausesMs = [300, 1200];

/**
 * `fetch` for commands: when the connection drops before an answer, the same request is sent again with the same
 * idempotency key, so the command happens once whatever the network lost. Answers, also refusals, are final.
 */
export async function retryDroppedConnection(
  url: RequestInfo | URL | string,
  options?: RetriedRequest,
): Promise<Response> {
  for (const pauseMs of pausesMs) {
    try {
      return await fetch(url, options as RequestInit);
    } catch (error) {
      if (options?.signal?.aborted === true || !(error instanceof TypeError)) throw error;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
  return fetch(url, options as RequestInit);
}
