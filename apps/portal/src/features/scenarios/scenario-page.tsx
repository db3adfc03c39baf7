import { useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import './scenarios.css';
import { trpc } from '../../app/api.ts';
import { Callout } from '../../ui/callout.tsx';
import { formatCount, formatState } from '../../ui/format.ts';
import { Page } from '../../ui/page.tsx';
import { StateTag } from '../../ui/state-tag.tsx';
import { Instant } from '../../ui/time.tsx';
import { sideNames } from '../agreements/words.ts';
import { ThreadPanel } from '../threads/thread-panel.tsx';
import { ScenarioActions } from './scenario-actions.tsx';
import { ScenarioComparisonPanel } from './scenario-comparison.tsx';
import { ScenarioSheet } from './scenario-sheet.tsx';

const route = getRouteApi('/shell/scenarios/$scenarioId');

/** /scenarios/:scenarioId: the room in which both edit one branch and see what it would change. */
export function ScenarioPage() {
  const { scenarioId } = route.useParams();
  const { data: scenario } = useSuspenseQuery(trpc.scenarios.get.queryOptions({ scenarioId }));
  const { data: agreement } = useSuspenseQuery(
    trpc.agreements.get.queryOptions({ agreementId: scenario.agreementId }),
  );
  const { signedBy, rejectReason } = scenario;
  return (
    <Page
      title={scenario.name}
      subtitle={
        <>
          <StateTag state={scenario.state} /> {formatState(scenario.purpose)} forecast ·{' '}
          <Link to="/partnerships/$agreementId/scenarios" params={{ agreementId: scenario.agreementId }}>
            {scenario.partnerName}
          </Link>{' '}
          · {formatCount(scenario.changedCellCount)} cells changed
        </>
      }
      actions={<ScenarioActions scenario={scenario} />}
    >
      <div className="scenario-columns">
        <div className="scenario-sheet">
          {scenario.isBaseMoved && scenario.endedAt === null && (
            <Callout tone="warn" title="The joint plan has moved since this was branched">
              Rebase to go on: what only one of both changed follows by itself, what both changed is shown.
            </Callout>
          )}
          <ScenarioSheet key={scenario.planId} scenario={scenario} />
        </div>
        <aside className="scenario-side">
          {scenario.description !== null && <p>{scenario.description}</p>}
          {rejectReason !== null && scenario.state === 'open' && (
            <Callout tone="warn" title="Refused">
              “{rejectReason}”
            </Callout>
          )}
          {signedBy.length > 0 && (
            <section className="section" aria-label="Signatures">
              <h2>Signed by {signedBy.length} of 2</h2>
              {signedBy.map(({ side, signerName, signedAt }) => (
                <div key={side}>
                  <span className="tone-good">✓</span> {sideNames[side]}: {signerName},{' '}
                  <span className="soft">
                    <Instant at={signedAt} />
                  </span>
                </div>
              ))}
            </section>
          )}
          <ScenarioComparisonPanel scenarioId={scenarioId} />
          <h2>Conversation</h2>
          <ThreadPanel
            subject={{ subjectKind: 'scenario', subjectId: scenarioId }}
            partnerName={scenario.partnerName}
            partnerId={agreement.mySide === 'buyer' ? agreement.supplierId : agreement.buyerId}
          />
        </aside>
      </div>
    </Page>
  );
}
