import { backtestEngineVersion, requirePolicy } from '@coplan/planning';
import { sha256 } from '../../forecasting/index.ts';
import type { Context, JsonObject, Transaction } from '../../platform/index.ts';
import { noHistoryToReplay, nothingInScope, notYourSuppliers } from '../replenishment.errors.ts';
import { backtestNews } from '../replenishment.events.ts';
import { type BacktestRequest, type BacktestScope, policyOf } from './backtest-request.ts';

/** The name under which the queue knows the job that carries a backtest out. */
export const carryOutBacktestJobName = 'replenishment.carry-out-backtest';

/** Of lead times that vary and of the weeks that are drawn again; the same for all, so that answers compare. */
export const backtestSeed = 20_260_101;

async function requireScope(tx: Transaction, scope: BacktestScope): Promise<void> {
  if (scope.kind === 'supplier') {
    const [relation] = await tx.query(
      `select 1 from trading_relations where buyer_id = (select current_setting('app.org')::uuid) and partner_id = $1 and kind = 'supplier'`,
      [scope.supplierId],
    );
    if (relation === undefined) throw notYourSuppliers([scope.supplierId]);
  }
  const [planned] = await tx.query(
    `select 1 from item_locations planned join items item on item.id = planned.item_id
     where planned.org_id = (select current_setting('app.org')::uuid) and planned.state = 'active' and item.state = 'active'
       and ($1::uuid is null or planned.supplier_id = $1) and ($2::text is null or item.category = $2) limit 1`,
    [scope.kind === 'supplier' ? scope.supplierId : null, scope.kind === 'category' ? scope.category : null],
  );
  if (planned === undefined) throw nothingInScope();
  const [sold] = await tx.query(
    `select 1 from sales_series where org_id = (select current_setting('app.org')::uuid) limit 1`,
  );
  if (sold === undefined) throw noHistoryToReplay();
}

/**
 * Queues a backtest and changes no policy. The same request while it is under way is the same backtest. Throws
 * `DomainError` for a policy without meaning, a scope that holds nothing, or an organisation without sales.
 */
export async function askBacktest(
  context: Context,
  request: BacktestRequest,
): Promise<{ backtestId: string }> {
  requirePolicy(policyOf(request.alternative));
  const { newId, clock, actor } = context;
  const requestHash = sha256(JSON.stringify(request));
  return context.db.transaction(async (tx) => {
    await requireScope(tx, request.scope);
    const backtestId = newId();
    const inserted = await tx.query<{ id: string }>(
      `insert into backtests (id, org_id, state, request, request_hash, engine_version, seed, requested_by, created_at)
       values ($1, (select current_setting('app.org')::uuid), 'queued', $2, $3, $4, $5, $6, $7)
       on conflict (org_id, request_hash) where state in ('queued', 'running') do nothing returning id`,
      [
        backtestId,
        JSON.stringify(request),
        requestHash,
        backtestEngineVersion,
        backtestSeed,
        actor.name,
        clock.now(),
      ],
    );
    if (inserted.length === 0) {
      const [underWay] = await tx.query<{ id: string }>(
        `select id from backtests where org_id = (select current_setting('app.org')::uuid) and request_hash = $1
           and state in ('queued', 'running')`,
        [requestHash],
      );
      if (underWay !== undefined) return { backtestId: underWay.id };
    }
    await tx.enqueue(carryOutBacktestJobName, { backtestId }, { key: `backtest:${backtestId}` });
    await tx.publish(
      backtestNews('replenishment.backtest-asked', {
        organisationId: actor.organisationId,
        backtestId,
        state: 'queued',
      }),
    );
    await tx.audit({
      command: 'replenishment.ask-backtest',
      subject: { kind: 'backtest', id: backtestId },
      after: JSON.parse(JSON.stringify(request)) as JsonObject,
    });
    return { backtestId };
  });
}
