import type { OrganisationId, UserId } from '@coplan/kernel';
import type { App } from '../app.ts';
import { registerOrganisation } from '../partners/index.ts';
import type { Actor, Role } from '../platform/index.ts';
import {
  type DemoCompany,
  demoCarriers,
  demoRetailers,
  demoSuppliers,
  demoUsers,
  trialRetailer,
} from './demo-companies.ts';
import { demoGln, demoId } from './demo-names.ts';

export const demoPassword = 'coplan-demo';

export type SignIn = { role: string; organisation: string; email: string };

export const organisationIdOf = (key: string): OrganisationId =>
  demoId<OrganisationId>(`organisation ${key}`);

/** Who fills the demo in a company's name. */
export const demoActor = (key: string, roles: readonly Role[]): Actor => ({
  organisationId: organisationIdOf(key),
  kind: 'user',
  userId: demoId<UserId>(`demo user ${key}`),
  roles,
  name: 'Demo network',
});

type Staff = keyof typeof demoUsers;
type Member = { company: DemoCompany; staff: Staff };

const members: readonly Member[] = [
  ...demoRetailers.map((company) => ({ company, staff: 'retailer' as const })),
  ...demoSuppliers.map((company) => ({ company, staff: 'supplier' as const })),
  ...demoCarriers.map((company) => ({ company, staff: 'carrier' as const })),
  { company: trialRetailer, staff: 'retailer' },
];

const kinds = { retailer: 'buyer', supplier: 'supplier', carrier: 'carrier' } as const;

const people = members.flatMap(({ company, staff }) =>
  demoUsers[staff].map(({ title, box, roles }) => ({
    company,
    title,
    roles,
    email: `${box}@${company.key}.example`,
  })),
);

/** Every sign-in of the demo, by company. */
export const demoSignIns = (): SignIn[] =>
  people.map(({ company, title, email }) => ({ role: title, organisation: company.name, email }));

/** Companies and their people; again, it changes nothing. Passwords are hashed side by side. */
export async function addPeople(app: App): Promise<void> {
  await Promise.all(
    members.map(async ({ company, staff }) => {
      const organisationId = organisationIdOf(company.key);
      await app.accounts.createOrganisationAccount({ organisationId, name: company.name });
      await registerOrganisation(app.contextFor(demoActor(company.key, ['admin'])), {
        name: company.name,
        kind: kinds[staff],
        gln: demoGln(company.number, 0),
        currency: company.currency,
        timeZone: company.timeZone,
      });
    }),
  );
  await Promise.all(
    people.map(({ company, title, roles, email }) =>
      app.accounts.createUser({
        email,
        roles,
        password: demoPassword,
        name: `${title}, ${company.name}`,
        organisationId: organisationIdOf(company.key),
      }),
    ),
  );
}
