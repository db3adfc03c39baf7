import { router } from '../../platform/index.ts';

export const exceptionsRouter = router({});
