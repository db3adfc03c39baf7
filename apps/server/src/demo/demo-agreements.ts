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

/**
 * Tells the EDI gateway who exchanges files with whom, with keys of both sides. Pairs that it already knows are left
 * alone, because a key is shown only when it is made.
 */
export async function addAgreements(accounts: Accounts, gateway: GatewayAddress): Promise<void> {
  const known = JSON.stringify(await call(gateway, 'GET', '/agreements'));
  for (const retailer of demoRetailers) {
    for (const { key } of retailer.suppliers.filter(({ channel }) => channel === 'edi')) {
      const supplier = demoSuppliers.find((company) => company.key === key);
      const agreementId = demoId(`agreement ${retailer.key} ${key}`);
      if (supplier === undefined || known.includes(agreementId)) continue;
      const keyOf = async (company: DemoCompany): Promise<string> => {
        const organisationId = organisationIdOf(company.key);
        const name = `EDI gateway, ${retailer.name} and ${supplier.name}`;
        return (await accounts.createApiKey({ organisationId, name, roles: ['edi'] })).key;
      };
      const first = {
        localOrganisationId: organisationIdOf(retailer.key),
        partnerOrganisationId: organisationIdOf(key),
        name: `${retailer.name} ${supplier.name}`,
        envelope: {
          local: { isaQualifier: 'ZZ', isaId: isaIdOf(retailer) },
          partner: { isaQualifier: 'ZZ', isaId: isaIdOf(supplier) },
        },
        profile: { currency: retailer.currency },
        usage: 'production',
        acknowledgementDueMinutes: 1_440,
        duplicatePolicy: 'ignore',
        ...(key === 'alpine-dairy' ? { as2: { localName: 'NORTHWIND', partnerName: 'ALPINEDAIRY' } } : {}),
      };
      await call(gateway, 'PUT', `/agreements/${agreementId}`, {
        ...first,
        apiKeys: { local: await keyOf(retailer), partner: await keyOf(supplier) },
      });
      // A second version, as after the first weeks: answers are expected sooner, and a repeated file gets the old answer.
      await call(gateway, 'PUT', `/agreements/${agreementId}`, {
        ...first,
        acknowledgementDueMinutes: key === 'brightside' ? 5 : 240,
        duplicatePolicy: 'answer-again',
      });
    }
  }
}
