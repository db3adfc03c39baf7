import { agreementsRouter } from './agreements.router.ts';
import { messagesRouter } from './messages.router.ts';
import { onboardingRouter } from './onboarding/onboarding.router.ts';
import { timeMachineRouter } from './time-machine/time-machine.router.ts';
import { router } from './trpc.ts';

/**
 * Everything that people may ask the gateway for. It lies under `edi`, so that no name of it is one of the server's,
 * beside which the portal keeps it.
 */
export const operationsRouter = router({
  edi: router({
    messages: messagesRouter,
    agreements: agreementsRouter,
    onboarding: onboardingRouter,
    timeMachine: timeMachineRouter,
  }),
});
export type OperationsRouter = typeof operationsRouter;
