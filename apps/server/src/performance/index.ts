export { subscriptions } from './follow-orders.ts';
export { keepScoresCurrent, keepScoresCurrentJob } from './keep-scores-current.job.ts';
export { migrations } from './performance.migrations.ts';
export { performanceRouter } from './performance.router.ts';
