import { Hono } from 'hono';
import type { Metrics } from './metrics.ts';

/** One thing that must work before the app may be given traffic, e.g. `database`. Throws when it does not. */
export type ReadinessCheck = { name: string; check: () => Promise<void> };

const checkTimeoutMs = 3_000;

async function passes({ check }: ReadinessCheck): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), checkTimeoutMs);
  });
  const checked = Promise.resolve()
    .then(check)
    .then(
      () => true,
      () => false,
    );
  try {
    return await Promise.race([checked, limit]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * `/healthz` (the process answers), `/readyz` (every check passes; 503 names those that do not, never why, because
 * anyone may ask) and `/metrics` (Prometheus text).
 */
export function healthRoutes({
  checks,
  metrics,
  isShuttingDown = () => false,
}: {
  checks: readonly ReadinessCheck[];
  metrics: Metrics;
  isShuttingDown?: () => boolean;
}): Hono {
  const routes = new Hono();
  routes.get('/healthz', (c) => c.json({ status: 'ok' }));
  routes.get('/readyz', async (c) => {
    const results: Record<string, 'ok' | 'failed'> = {};
    await Promise.all(
      checks.map(async (one) => {
        results[one.name] = (await passes(one)) ? 'ok' : 'failed';
      }),
    );
    if (isShuttingDown()) results.shutdown = 'failed';
    const isReady = Object.values(results).every((result) => result === 'ok');
    return c.json({ status: isReady ? 'ready' : 'not-ready', checks: results }, isReady ? 200 : 503);
  });
  routes.get('/metrics', async (c) =>
    c.body(await metrics.text(), 200, { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' }),
  );
  return routes;
}
