import type { App } from '../app.ts';
import type { DemoRetailer } from './demo-companies.ts';
import { demoActor } from './demo-people.ts';

/** One policy to try on last year's demand, asked for once; nobody waits while the queue replays it. */
export async function tryPolicy(app: App, retailer: DemoRetailer): Promise<void> {
  const buyer = app.createCaller(demoActor(retailer.key, ['buyer']));
  const { rows } = await buyer.backtests.list({ limit: 1 });
  if (rows.length > 0) return;
  await buyer.backtests.ask({
    scope: { kind: 'all' },
    alternative: { kind: 'cost-optimal', shortageFactor: 1 },
  });
}
