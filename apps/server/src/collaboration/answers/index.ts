import type { Job, Subscription } from '../../platform/index.ts';
import { mailAnswerLinks } from './answer-links.ts';

export { migrations } from './answers.migrations.ts';
export { restRoutes } from './answers.rest.ts';
export { answersRouter } from './answers.router.ts';

export const jobs: readonly Job[] = [];
export const subscriptions: readonly Subscription[] = [mailAnswerLinks];
