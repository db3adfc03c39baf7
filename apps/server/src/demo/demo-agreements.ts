import type { Accounts } from '../platform/index.ts';
import { type DemoCompany, demoRetailers, demoSuppliers } from './demo-companies.ts';
import { demoId } from './demo-names.ts';
import { organisationIdOf } from './demo-people.ts';

export type GatewayAddress = { url: string; key: string };

const callTimeoutMs = 20_000;

async function call(
  gateway: GatewayAddress,
  method: 'GET' | 'PUT',
  path: string,
  body?: object,
): Promise<unknown> {
  const response = await fetch(`${gateway.url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${gateway.key}`, 'content-type': 'application/json' },
    signal: AbortSignal.timeout(callTimeoutMs),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (response.ok) return response.json();
  throw new Error(`The EDI gateway refused ${method} ${path}: ${response.status} ${await response.text()}`);
}

/** Up to 15 characters of X12's basic set. */
const isaIdOf = ({ name }: DemoCompany): string =>
  name
    .toUpperCase()
    .replace(/[^A-Z]/g, '')
    .slice(0, 15);

type Pair = { local: DemoCompany; partner: DemoCompany; agreementId: string; terms: object };

/** Makes an agreement known with fresh keys of both sides, in one version or in two. */
async function agree(
  accounts: Accounts,
  gateway: GatewayAddress,
  { local, partner, agreementId, terms, later }: Pair & { later?: object },
): Promise<void> {
  const keyOf = async (company: DemoCompany): Promise<string> => {
    const organisationId = organisationIdOf(company.key);
    const name = `EDI gateway, ${local.name} and ${partner.name}`;
    return (await accounts.createApiKey({ organisationId, name, roles: ['edi'] })).key;
  };
  const first = {
    localOrganisationId: organisationIdOf(local.key),
    partnerOrganisationId: organisationIdOf(partner.key),
    name: `${local.name} ${partner.name}`,
    envelope: {
      local: { isaQualifier: 'ZZ', isaId: isaIdOf(local) },
      partner: { isaQualifier: 'ZZ', isaId: isaIdOf(partner) },
    },
    usage: 'production',
    acknowledgementDueMinutes: 1_440,
    duplicatePolicy: 'ignore',
    ...terms,
  };
  const apiKeys = { local: await keyOf(local), partner: await keyOf(partner) };
  await call(gateway, 'PUT', `/agreements/${agreementId}`, { ...first, apiKeys });
  if (later !== undefined) await call(gateway, 'PUT', `/agreements/${agreementId}`, { ...first, ...later });
}

/**
 * Tells the EDI gateway who exchanges files with whom, with keys of both sides. Pairs that it already knows are left
 * alone, because a key is shown only when it is made. What a supplier does in the portal may reach the first retailer's
 * own system as messages, too: those go by agreements of the suppliers' own.
 */
export async function addAgreements(accounts: Accounts, gateway: GatewayAddress): Promise<void> {
  const known = JSON.stringify(await call(gateway, 'GET', '/agreements'));
  for (const [index, retailer] of demoRetailers.entries()) {
    for (const { key } of retailer.suppliers.filter(({ channel }) => channel === 'edi')) {
      const supplier = demoSuppliers.find((company) => company.key === key);
      if (supplier === undefined) continue;
      const terms = { profile: { currency: retailer.currency } };
      const agreementId = demoId(`agreement ${retailer.key} ${key}`);
      const as2 =
        key === 'alpine-dairy' ? { as2: { localName: 'NORTHWIND', partnerName: 'ALPINEDAIRY' } } : {};
      // A second version, as after the first weeks: answers are expected sooner, and a repeated file gets the old answer.
      const later = {
        acknowledgementDueMinutes: key === 'brightside' ? 5 : 240,
        duplicatePolicy: 'answer-again',
      };
      const buying = { local: retailer, partner: supplier, agreementId, terms: { ...terms, ...as2 }, later };
      if (!known.includes(agreementId)) await agree(accounts, gateway, buying);
      const backId = demoId(`agreement ${key} ${retailer.key}`);
      if (index > 0 || known.includes(backId)) continue;
      await agree(accounts, gateway, { local: supplier, partner: retailer, agreementId: backId, terms });
    }
  }
}
