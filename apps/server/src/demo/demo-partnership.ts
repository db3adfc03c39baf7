import type { App } from '../app.ts';
import { type DemoRetailer, type DemoSupplier, demoSuppliers } from './demo-companies.ts';
import { demoActor, organisationIdOf } from './demo-people.ts';

type Caller = ReturnType<App['createCaller']>;

/** A retailer and a supplier with an agreement in force, and somebody on either side. */
export type Partnership = {
  app: App;
  retailer: DemoRetailer;
  supplier: DemoSupplier;
  agreementId: string;
  buyer: Caller;
  seller: Caller;
};

const named = (
  app: App,
  company: { key: string; name: string },
  title: string,
  role: 'buyer' | 'supplier-planner',
) => app.createCaller({ ...demoActor(company.key, [role]), name: `${title}, ${company.name}` });

/** Those of a retailer, in the order of its suppliers. */
export async function partnershipsOf(app: App, retailer: DemoRetailer): Promise<Partnership[]> {
  const buyer = named(app, retailer, 'Buyer', 'buyer');
  const { rows } = await buyer.agreements.list();
  return retailer.suppliers.flatMap(({ key }) => {
    const supplier = demoSuppliers.find((known) => known.key === key);
    const row = rows.find(
      ({ supplierId, state }) => supplierId === organisationIdOf(key) && state === 'active',
    );
    if (supplier === undefined || row === undefined) return [];
    const seller = named(app, supplier, 'Supplier planner', 'supplier-planner');
    return [{ app, retailer, supplier, agreementId: row.agreementId, buyer, seller }];
  });
}
