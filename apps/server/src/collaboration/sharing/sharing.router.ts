import { router } from '../../platform/index.ts';

export const sharingRouter = router({});
