import { DomainError } from '@coplan/kernel';
import {
  type GatewayPermission,
  gatewayPermissions,
  gatewayTicketMs,
  signGatewayTicket,
} from '@coplan/platform';
import type { Context } from './context.ts';
import { permissionsOf } from './permissions.ts';
import { definePermissions, router } from './trpc.ts';

const coordinators = ['edi-coordinator', 'admin'] as const;

/** What the gateway's operations API asks for; the roles are the server's affair. */
const { permitted } = definePermissions('edi', {
  'edi.read': coordinators,
  'edi.repair': coordinators,
  'edi.agree': coordinators,
} satisfies Record<GatewayPermission, typeof coordinators>);

/** How browsers reach the gateway, and the keys that it shares with us: the first one seals. */
export type GatewayAccess = { publicUrl: string; ticketKeys: readonly string[] };
export type EdiTicket = { gatewayUrl: string; ticket: string; expiresAt: string };
export type IssueEdiTicket = (context: Pick<Context, 'actor' | 'clock'>) => EdiTicket;

/** Tickets say who asks, for which organisation, and what for: the gateway believes nothing else. */
export const createEdiTickets =
  (gateway: GatewayAccess | null): IssueEdiTicket =>
  ({ actor, clock }) => {
    if (gateway === null || gateway.ticketKeys.length === 0) {
      const text =
        'This installation has no EDI gateway that people may ask: set COPLAN_GATEWAY_URL and COPLAN_TICKET_KEYS on both sides';
      throw new DomainError('not-allowed', 'platform.no-edi-tickets', {}, text);
    }
    const { organisationId, userId, name } = actor;
    if (userId === null) {
      const text = 'Tickets for the gateway are for people; systems use its own API with its key';
      throw new DomainError('forbidden', 'platform.ticket-for-people', {}, text);
    }
    const held = permissionsOf(actor.roles);
    const permissions = gatewayPermissions.filter((permission) => held.includes(permission));
    const expiresAt = new Date(clock.now().getTime() + gatewayTicketMs).toISOString();
    const ticket = signGatewayTicket(
      { organisationId, userId, name, permissions, expiresAt },
      gateway.ticketKeys,
    );
    return { gatewayUrl: gateway.publicUrl, ticket, expiresAt };
  };

/** The way of a browser to the gateway: partner bytes never pass through here. */
export const ediTicketsRouter = router({
  issue: permitted('edi.read').query(({ ctx }) => ctx.request.parts.issueEdiTicket(ctx)),
});
