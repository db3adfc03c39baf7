import type { OrganisationId } from '@coplan/kernel';
import { z } from 'zod';
import type { Logger } from './context.ts';
import type { GatewayAddress } from './send-document.job.ts';
import { definePermissions, router } from './trpc.ts';

const { permitted } = definePermissions('gatewayStatus', {
  'gatewayStatus.read': ['buyer', 'clerk', 'supplier-planner', 'edi-coordinator', 'admin'],
});

const agreementList = z.object({
  rows: z.array(
    z.object({
      agreementId: z.uuid(),
      name: z.string(),
      usage: z.string(),
      localOrganisationId: z.uuid(),
      partnerOrganisationId: z.uuid(),
    }),
  ),
});

const messageList = z.object({
  rows: z.array(
    z.object({
      messageId: z.uuid(),
      agreementName: z.string(),
      direction: z.enum(['in', 'out']),
      documentType: z.string().nullable(),
      state: z.string(),
      acknowledgement: z.string(),
      explanation: z.string().nullable(),
      fileName: z.string().nullable(),
      recordedAt: z.string(),
    }),
  ),
});

export type GatewayMessage = z.output<typeof messageList>['rows'][number];
export type GatewayStatus = {
  isReachable: boolean;
  agreements: { agreementId: string; name: string; usage: string }[];
  messages: GatewayMessage[];
};

const unreachable: GatewayStatus = { isReachable: false, agreements: [], messages: [] };
const timeoutMs = 3_000;
const agreementsMax = 20;
const messagesMax = 100;

/** Reads what the gateway says of one organisation's own agreements; others' never leave this function. */
export type ReadGatewayStatus = (organisationId: OrganisationId) => Promise<GatewayStatus>;

export function createGatewayStatus(gateway: GatewayAddress | null, log: Logger): ReadGatewayStatus {
  if (gateway === null) return async () => unreachable;

  async function get<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.output<Schema>> {
    const response = await fetch(new URL(path, gateway?.url), {
      headers: { authorization: `Bearer ${gateway?.key}` },
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (!response.ok) throw new Error(`the gateway answered ${response.status} to ${path}`);
    return schema.parse(await response.json());
  }

  return async (organisationId) => {
    try {
      const { rows } = await get('/api/v1/agreements', agreementList);
      const own = rows
        .filter(({ localOrganisationId: local, partnerOrganisationId: partner }) =>
          [local, partner].includes(organisationId),
        )
        .slice(0, agreementsMax);
      const lists = await Promise.all(
        own.map(({ agreementId }) =>
          get(`/api/v1/messages?limit=50&agreementId=${agreementId}`, messageList),
        ),
      );
      const messages = lists
        .flatMap((list) => list.rows)
        .sort((left, right) => right.recordedAt.localeCompare(left.recordedAt))
        .slice(0, messagesMax);
      const agreements = own.map(({ agreementId, name, usage }) => ({ agreementId, name, usage }));
      return { isReachable: true, agreements, messages };
    } catch (error) {
      log.warn({ err: error }, 'the state of the gateway could not be read');
      return unreachable;
    }
  };
}

/** How the organisation's electronic traffic stands. */
export const gatewayStatusRouter = router({
  get: permitted('gatewayStatus.read').query(({ ctx }) =>
    ctx.request.parts.readGatewayStatus(ctx.actor.organisationId),
  ),
});
