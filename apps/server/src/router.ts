import { router } from './platform/index.ts';

/** Every procedure that the portal can call. */
export const appRouter = router({});
export type AppRouter = typeof appRouter;
