import { router } from '../../platform/index.ts';

export const analysisRouter = router({});
