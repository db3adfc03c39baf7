import { router } from '../../platform/index.ts';

export const businessPlansRouter = router({});
