import { router } from '../../platform/index.ts';

export const plansRouter = router({});
