import { agreementsRouter } from './agreements/agreements.router.ts';
import { certificatesRouter } from './certificates.router.ts';
import { messagesRouter } from './messages/messages.router.ts';
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
    certificates: certificatesRouter,
    onboarding: onboardingRouter,
    timeMachine: timeMachineRouter,
  }),
});
export type OperationsRouter = typeof operationsRouter;
