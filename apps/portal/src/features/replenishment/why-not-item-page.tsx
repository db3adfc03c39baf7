import { useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { trpc } from '../../app/api.ts';
import { Page } from '../../ui/page.tsx';
import { PlanMessages } from './plan-messages.tsx';
import { ProofPanel } from './proof-panel.tsx';

const route = getRouteApi('/shell/why-not/$itemLocationId');

/** /why-not/:itemLocationId: the proof of an item-location, also when it ends in no order. */
export function WhyNotItemPage() {
  const { itemLocationId } = route.useParams();
  const { data } = useSuspenseQuery(trpc.proposals.whyNot.queryOptions({ itemLocationId }));
  const { proof, input, messages } = data;
  return (
    <Page
      title={proof.quantityMilli === 0 ? 'Why no order' : 'Why this order'}
      subtitle={<Link to="/why-not">All items</Link>}
    >
      <div className="page-body">
        <PlanMessages messages={messages} />
        <ProofPanel proof={proof} input={input} unit={input.unit} />
      </div>
    </Page>
  );
}
