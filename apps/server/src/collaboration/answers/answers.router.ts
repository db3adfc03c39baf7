import { router } from '../../platform/index.ts';

export const answersRouter = router({});
