import {
  type AgreementContent,
  agreementPreset,
  contentHash,
  type LeadOptionCode,
  type MaturityLevel,
} from '@coplan/collaboration';
import { addDays, localDateAt } from '@coplan/kernel';
import type { App } from '../app.ts';
import type { Role } from '../platform/index.ts';
import { type DemoRetailer, type DemoSupplier, demoRetailers, demoSuppliers } from './demo-companies.ts';
import { demoActor, organisationIdOf } from './demo-people.ts';

type Caller = ReturnType<App['createCaller']>;
type Pair = { retailer: DemoRetailer; supplier: DemoSupplier; place: string; index: number };

/** How far each partnership has come, and who leads it; taken in turn, so that every retailer has several kinds. */
const stages: readonly { maturityLevel: MaturityLevel; leadOption: LeadOptionCode }[] = [
  { maturityLevel: 4, leadOption: 'A' },
  { maturityLevel: 2, leadOption: 'A' },
  { maturityLevel: 3, leadOption: 'C' },
  { maturityLevel: 5, leadOption: 'A' },
  { maturityLevel: 3, leadOption: 'B' },
];

/** One retailer counts in 4-5-4 with weeks from Sunday, the others in ISO weeks: calendars differ on purpose. */
const calendarOf = (key: string, content: AgreementContent): AgreementContent['calendar'] =>
  key === 'northwind-grocers'
    ? { ...content.calendar, kind: '4-5-4', weekStartsOn: 7, yearStartsInMonth: 2 }
    : content.calendar;

function contentOf({ retailer, supplier, place, index }: Pair, now: Date): AgreementContent {
  const stage = stages[index % stages.length] ?? { maturityLevel: 3, leadOption: 'A' };
  const content = agreementPreset({
    ...stage,
    name: `${retailer.name} and ${supplier.name}`,
    scenario: place === 'store' ? 'store-replenishment' : 'dc-replenishment',
    validFrom: addDays(localDateAt(now, retailer.timeZone), -63),
    currency: retailer.currency,
    timeZone: retailer.timeZone,
  });
  return { ...content, calendar: calendarOf(retailer.key, content) };
}

const pairs: readonly Pair[] = demoRetailers.flatMap((retailer) =>
  retailer.suppliers.flatMap(({ key, to }, index) => {
    const supplier = demoSuppliers.find((known) => known.key === key);
    return supplier === undefined ? [] : [{ retailer, supplier, place: to, index }];
  }),
);

const signerOf = (app: App, company: { key: string; name: string }, title: string, roles: Role[]): Caller =>
  app.createCaller({ ...demoActor(company.key, roles), name: `${title}, ${company.name}` });

/** A signed agreement of every retailer with each of its suppliers, and one proposal that waits for an answer. */
export async function addCollaboration(app: App): Promise<void> {
  for (const pair of pairs) await agree(app, pair);
  const [first] = pairs;
  if (first !== undefined) await proposeChange(app, first);
}

async function agree(app: App, pair: Pair): Promise<void> {
  const { retailer, supplier } = pair;
  const buyer = signerOf(app, retailer, 'Approver', ['buyer', 'approver']);
  const seller = signerOf(app, supplier, 'Supplier planner', ['supplier-planner']);
  const supplierId = organisationIdOf(supplier.key);
  const { rows } = await buyer.agreements.list();
  const known = rows.find((row) => row.supplierId === supplierId && row.state !== 'ended');
  if (known !== undefined && known.state !== 'negotiating') return;
  const content = contentOf(pair, app.contextFor(demoActor(retailer.key, ['buyer'])).clock.now());
  const draft = await buyer.agreements.start({
    supplierId,
    content,
    note: 'As discussed at the annual meeting',
  });
  const { agreementVersionId, version } = draft;
  await buyer.agreements.propose({ agreementVersionId, expectedVersion: version });
  await seller.agreements.accept({ agreementVersionId, contentHash: contentHash(content) });
}

/** The supplier asks for a longer frozen window, tighter tolerances and fresher sales: the buyer sees what would change. */
async function proposeChange(app: App, { retailer, supplier }: Pair): Promise<void> {
  const seller = signerOf(app, supplier, 'Supplier planner', ['supplier-planner']);
  const buyerId = organisationIdOf(retailer.key);
  const { rows } = await seller.agreements.list();
  const row = rows.find((known) => known.buyerId === buyerId && known.state === 'active');
  if (row === undefined || row.openVersion !== null || row.activeVersionNumber !== 1) return;
  const { versions } = await seller.agreements.get({ agreementId: row.agreementId });
  const present = versions.find(({ state }) => state === 'active')?.content;
  if (present === undefined) return;
  const content: AgreementContent = {
    ...present,
    horizons: { ...present.horizons, frozenDays: present.horizons.frozenDays + 7 },
    criteria: present.criteria.map((criterion, index) =>
      index === 0
        ? { ...criterion, responseHours: 8, thresholds: { ...criterion.thresholds, ratio: 0.15 } }
        : criterion,
    ),
    sharing: present.sharing.map((rule) =>
      rule.owner === 'buyer' && rule.measure === 'pos' ? { ...rule, latencyHours: 0 } : rule,
    ),
  };
  const revision = await seller.agreements.revise({
    agreementId: row.agreementId,
    content,
    note: 'A longer frozen window lets us fill whole trucks; sales of the same day would help us most',
  });
  const { agreementVersionId, version } = revision;
  await seller.agreements.propose({ agreementVersionId, expectedVersion: version });
}
