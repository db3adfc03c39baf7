import type { Log } from './log.ts';

export type Shutdown = {
  /** Registers what must end; run in reverse order of registration. */
  onShutdown(name: string, end: () => Promise<void> | void): void;
  /** Ends everything once; further calls wait for the same end. Resolves to false when something failed or hung. */
  shutDown(reason: string): Promise<boolean>;
  isShuttingDown(): boolean;
};

/** Collects what must end and ends it in reverse order, each step within `stepTimeoutMs`. */
export function createShutdown({
  log,
  stepTimeoutMs = 10_000,
}: {
  log: Log;
  stepTimeoutMs?: number;
}): Shutdown {
  const steps: { name: string; end: () => Promise<void> | void }[] = [];
  let ending: Promise<boolean> | undefined;

  async function endStep(step: (typeof steps)[number]): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`did not end within ${stepTimeoutMs} ms`)), stepTimeoutMs);
    });
    try {
      await Promise.race([Promise.resolve().then(step.end), limit]);
      return true;
    } catch (error) {
      log.error({ err: error, step: step.name }, 'a part did not end cleanly');
      return false;
    } finally {
      clearTimeout(timer);
    }
  }

  async function endAll(reason: string): Promise<boolean> {
    log.info({ reason }, 'shutting down');
    let isClean = true;
    for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
      isClean = (await endStep(step)) && isClean;
    }
    return isClean;
  }

  return {
    onShutdown: (name, end) => {
      steps.push({ name, end });
    },
    shutDown: (reason) => {
      ending ??= endAll(reason);
      return ending;
    },
    isShuttingDown: () => ending !== undefined,
  };
}

/**
 * Ends the process gracefully on SIGINT, SIGTERM and when the process that started it dies (its IPC channel closes).
 * A second signal ends it at once.
 */
export function endOnSignals(shutdown: Shutdown): void {
  const end = (reason: string): void => {
    if (shutdown.isShuttingDown()) process.exit(1);
    void shutdown.shutDown(reason).then((isClean) => process.exit(isClean ? 0 : 1));
  };
  process.on('SIGINT', () => end('SIGINT'));
  process.on('SIGTERM', () => end('SIGTERM'));
  process.on('disconnect', () => {
    if (!shutdown.isShuttingDown()) end('the starting process is gone');
  });
}
