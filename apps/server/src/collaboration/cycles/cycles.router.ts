import { router } from '../../platform/index.ts';

export const cyclesRouter = router({});
