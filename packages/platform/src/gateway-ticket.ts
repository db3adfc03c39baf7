import { createHmac, timingSafeEqual } from 'node:crypto';
import type { OrganisationId } from '@coplan/kernel';
import { z } from 'zod';

/** What somebody may do at the gateway: look, repair and replay messages, change agreements. */
export const gatewayPermissions = ['edi.read', 'edi.repair', 'edi.agree'] as const;
export type GatewayPermission = (typeof gatewayPermissions)[number];

/** A ticket is short-lived instead of revocable: whoever is signed out is out after this long at most. */
export const gatewayTicketMs = 5 * 60_000;

const shape = z.object({
  organisationId: z.uuid().transform((id) => id as OrganisationId),
  userId: z.string().min(1).max(100),
  /** As the records of the gateway name whoever repaired or changed something. */
  name: z.string().max(200),
  permissions: z.array(z.enum(gatewayPermissions)),
  expiresAt: z.iso.datetime(),
});
/** Who asks at the gateway: the organisation comes from the server's session and from nowhere else. */
export type GatewayTicket = z.output<typeof shape>;

const prefix = 'coplan-gateway-ticket-1';

const seal = (payload: string, key: string): Buffer =>
  createHmac('sha256', key).update(`${prefix}.${payload}`).digest();

/**
 * A person's ticket for the gateway, `payload.seal`, both base64url; sealed by HMAC-SHA-256 (RFC 2104) with the first
 * of the keys that server and gateway share.
 */
export function signGatewayTicket(ticket: GatewayTicket, [key]: readonly string[]): string {
  if (key === undefined) throw new Error('a ticket is signed with a key');
  const payload = Buffer.from(JSON.stringify(ticket)).toString('base64url');
  return `${payload}.${seal(payload, key).toString('base64url')}`;
}

/**
 * The ticket in a text that a browser presented; undefined when it was not sealed with one of the keys, or has ended.
 * Every key counts, so that a new one can be put first while tickets of the old one are still under way.
 */
export function readGatewayTicket(
  text: string,
  { keys, now }: { keys: readonly string[]; now: Date },
): GatewayTicket | undefined {
  const [payload = '', given = '', ...rest] = text.split('.');
  if (rest.length > 0 || payload.length > 4_000) return undefined;
  const bytes = Buffer.from(given, 'base64url');
  const isOurs = keys.some((key) => {
    const expected = seal(payload, key);
    return expected.length === bytes.length && timingSafeEqual(expected, bytes);
  });
  if (!isOurs) return undefined;
  const read = shape.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
  return read.success && new Date(read.data.expiresAt) > now ? read.data : undefined;
}
