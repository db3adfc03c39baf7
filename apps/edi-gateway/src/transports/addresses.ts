import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { DomainError } from '@coplan/kernel';

/**
 * Addresses that lead into our own house: loopback, private, link-local and shared networks, documentation, multicast
 * and reserved ranges (RFC 6890 and its registry), and IPv6 forms that carry an IPv4 address.
 */
const inner = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const) {
  inner.addSubnet(network, prefix, 'ipv4');
}
/** Of IPv6 only global unicast is outside; the ranges below lie in it and are not. */
const globalUnicast = new BlockList();
globalUnicast.addSubnet('2000::', 3, 'ipv6');
const innerV6 = new BlockList();
for (const [network, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  innerV6.addSubnet(network, prefix, 'ipv6');
}

/** True for an address that a partner must not make us call. */
export function isInnerAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return inner.check(address, 'ipv4');
  if (family !== 6) return true;
  return !globalUnicast.check(address, 'ipv6') || innerV6.check(address, 'ipv6');
}

const refuse = (text: string): DomainError =>
  new DomainError('forbidden', 'gateway.address-refused', {}, text);

export type HostTarget = { address: string; family: 4 | 6 };
export type Target = HostTarget & { url: URL };

/**
 * Resolves a host once; the connection then goes to exactly what was checked, so that a name cannot point elsewhere a
 * moment later. Throws `DomainError` for inner addresses, unless the agreement allows them.
 */
export async function resolveHost(
  host: string,
  { allowPrivateAddresses }: { allowPrivateAddresses: boolean },
): Promise<HostTarget> {
  const found =
    isIP(host) !== 0 ? [{ address: host, family: isIP(host) }] : await lookup(host, { all: true });
  const [first] = found;
  if (first === undefined) throw refuse(`The name ${host} has no address.`);
  if (!allowPrivateAddresses && found.some(({ address }) => isInnerAddress(address))) {
    throw refuse(`The address ${host} lies in a private network, which the agreement does not allow.`);
  }
  return { address: first.address, family: first.family === 6 ? 6 : 4 };
}

/** The same for a URL, which may be http or https without a user name only. */
export async function resolveTarget(
  text: string,
  terms: { allowPrivateAddresses: boolean },
): Promise<Target> {
  const url = new URL(text);
  if (!/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') {
    throw refuse('Only http and https addresses without a user name are called.');
  }
  return { url, ...(await resolveHost(url.hostname.replace(/^\[|\]$/g, ''), terms)) };
}

/** True when an asynchronous receipt may go there: the partner's own origin, or one that the agreement names. */
export function isAgreedOrigin(
  text: string,
  { url, receiptOrigins }: { url: string | undefined; receiptOrigins: readonly string[] },
): boolean {
  if (!URL.canParse(text)) return false;
  const { origin, username, password, protocol } = new URL(text);
  if (username !== '' || password !== '' || !/^https?:$/.test(protocol)) return false;
  const own = url === undefined ? [] : [new URL(url).origin];
  return [...own, ...receiptOrigins].includes(origin);
}
