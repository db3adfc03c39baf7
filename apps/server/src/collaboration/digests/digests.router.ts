import { router } from '../../platform/index.ts';

export const digestsRouter = router({});
