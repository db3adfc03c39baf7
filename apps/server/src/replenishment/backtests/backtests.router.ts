import { router } from '../../platform/index.ts';
import { permitted } from '../replenishment.permissions.ts';
import { askBacktest } from './ask-backtest.ts';
import { askBacktestInput } from './backtest-request.ts';
import { cancelBacktest, getBacktestInput } from './cancel-backtest.ts';
import { listBacktestItems, listBacktestItemsInput } from './list-backtest-items.ts';
import { getBacktest, listBacktests, listBacktestsInput } from './list-backtests.ts';
import { listBacktestScopes } from './list-scopes.ts';
import { replayStoredBacktest } from './replay-backtest.ts';
import { traceBacktestItem, traceBacktestItemInput } from './trace-backtest-item.ts';

/** What would another policy have done with last year's demand? Asking changes no policy. */
export const backtestsRouter = router({
  ask: permitted('replenishment.run')
    .input(askBacktestInput)
    .mutation(({ ctx, input }) => askBacktest(ctx, input)),
  cancel: permitted('replenishment.run')
    .input(getBacktestInput)
    .mutation(({ ctx, input }) => cancelBacktest(ctx, input)),
  scopes: permitted('replenishment.read').query(({ ctx }) => listBacktestScopes(ctx)),
  list: permitted('replenishment.read')
    .input(listBacktestsInput)
    .query(({ ctx, input }) => listBacktests(ctx, input)),
  get: permitted('replenishment.read')
    .input(getBacktestInput)
    .query(({ ctx, input }) => getBacktest(ctx, input)),
  items: permitted('replenishment.read')
    .input(listBacktestItemsInput)
    .query(({ ctx, input }) => listBacktestItems(ctx, input)),
  item: permitted('replenishment.read')
    .input(traceBacktestItemInput)
    .query(({ ctx, input }) => traceBacktestItem(ctx, input)),
  replay: permitted('replenishment.read')
    .input(getBacktestInput)
    .mutation(({ ctx, input }) => replayStoredBacktest(ctx, input)),
});
