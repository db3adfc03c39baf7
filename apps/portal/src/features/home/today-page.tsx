import { Link } from '@tanstack/react-router';
import { useSession } from '../../app/session.ts';
import { Page } from '../../ui/page.tsx';
import { PlannerToday } from './planner-today.tsx';

const plannerRoles = ['buyer', 'approver', 'supplier-planner', 'admin'] as const;

/** /today: a planner's day; for carriers and clerks, what is here for them now and what is not yet. */
export function TodayPage() {
  const { organisation, roles } = useSession();
  const isPlanner = organisation.kind !== 'carrier' && plannerRoles.some((role) => roles.includes(role));
  if (isPlanner) return <PlannerToday />;
  return (
    <Page title="Today" subtitle={organisation.name}>
      <div className="page-body">
        {organisation.kind === 'carrier' ? <CarrierToday /> : <ClerkToday />}
        {roles.includes('admin') && (
          <p>
            As administrator you can already invite your people in <Link to="/users">Users and roles</Link>{' '}
            and make keys for your systems in <Link to="/api-keys">API keys</Link>.
          </p>
        )}
      </div>
    </Page>
  );
}

function CarrierToday() {
  return (
    <section className="section" aria-labelledby="carrier-title">
      <h2 id="carrier-title">Nothing waits for you</h2>
      <p>
        Your account and your relations with the retailers of this network are set up. Load tenders, dock
        appointments and tracking are not part of this version: until they are, retailers send tenders as they
        do today.
      </p>
      <p>
        You can secure your account with a second factor in <Link to="/account">Account</Link>.
      </p>
    </section>
  );
}

function ClerkToday() {
  return (
    <section className="section" aria-labelledby="clerk-title">
      <h2 id="clerk-title">What you can see</h2>
      <p>
        Deliveries that are on their way are in <Link to="/orders">Purchase orders</Link>, with the day that
        each supplier promised. What is on hand is in <Link to="/stock">Stock</Link>.
      </p>
      <p className="soft">
        Recording receipts on the dock is not part of this version; import them as a file.
      </p>
    </section>
  );
}
