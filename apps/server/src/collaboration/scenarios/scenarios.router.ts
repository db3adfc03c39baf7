import { router } from '../../platform/index.ts';

export const scenariosRouter = router({});
