import { router } from '../../platform/index.ts';

export const threadsRouter = router({});
