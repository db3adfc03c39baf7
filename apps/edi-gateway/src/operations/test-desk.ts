import type { OrganisationId } from '@coplan/kernel';
import { type GatewayTicket, gatewayPermissions, gatewayTicketMs } from '@coplan/platform';
import type { TestGateway } from '../test-gateway.ts';
import { operationsRouter } from './operations-router.ts';
import { createCallerFactory } from './trpc.ts';

/** For tests only: somebody of an organisation with every right, as the server would say it. */
export const ticketFor = (
  { clock }: Pick<TestGateway, 'clock'>,
  organisationId: OrganisationId,
  about: Partial<GatewayTicket> = {},
): GatewayTicket => ({
  organisationId,
  userId: 'somebody',
  name: 'Somebody',
  permissions: [...gatewayPermissions],
  expiresAt: new Date(clock.now().getTime() + gatewayTicketMs).toISOString(),
  ...about,
});

/** Calls the operations API as that person. */
export const deskOf = ({ gateway }: TestGateway, ticket: GatewayTicket) =>
  createCallerFactory(operationsRouter)({ ticket, tools: gateway.tools, nudge: () => undefined }).edi;
