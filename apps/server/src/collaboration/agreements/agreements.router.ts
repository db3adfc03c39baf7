import { router } from '../../platform/index.ts';

export const agreementsRouter = router({});
