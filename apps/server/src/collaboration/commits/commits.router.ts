import { router } from '../../platform/index.ts';

export const commitsRouter = router({});
