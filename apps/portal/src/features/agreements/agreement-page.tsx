import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import './agreements.css';
import { trpc } from '../../app/api.ts';
import type { AgreementDetail, AgreementVersion } from '../../app/api-types.ts';
import { ErrorView } from '../../ui/error-view.tsx';
import { formatDay } from '../../ui/format.ts';
import { RowsSkeleton } from '../../ui/page.tsx';
import { StateTag } from '../../ui/state-tag.tsx';
import { Instant } from '../../ui/time.tsx';
import { ThreadPanel } from '../threads/thread-panel.tsx';
import { AgreementFacts } from './agreement-facts.tsx';
import { AgreementStateActions } from './agreement-state-actions.tsx';
import { VersionActions } from './version-actions.tsx';
import { VersionDiff } from './version-diff.tsx';
import { shortHash, versionSentence, waitsForMe } from './version-words.ts';

const route = getRouteApi('/shell/partnerships/$agreementId/agreement');

/** /partnerships/:agreementId/agreement: versions, what one says or changes, and what can be done with it. */
export function AgreementPage() {
  const { agreementId } = route.useParams();
  const { version: wanted, compare } = route.useSearch();
  const { data: agreement } = useSuspenseQuery(trpc.agreements.get.queryOptions({ agreementId }));
  const shown =
    agreement.versions.find(({ agreementVersionId }) => agreementVersionId === wanted) ??
    agreement.versions.find(
      ({ agreementVersionId }) => agreementVersionId === agreement.openVersion?.agreementVersionId,
    ) ??
    agreement.versions.find(({ agreementVersionId }) => agreementVersionId === agreement.activeVersionId) ??
    agreement.versions[0];
  const other = agreement.versions.find(({ agreementVersionId }) => agreementVersionId === compare);
  if (shown === undefined) return null;
  return (
    <div className="page-body version-columns">
      <div>
        <VersionHead agreement={agreement} version={shown} />
        {other === undefined ? (
          <AgreementFacts content={shown.content} />
        ) : (
          <Comparison agreement={agreement} before={other} after={shown} />
        )}
      </div>
      <aside>
        <VersionList agreement={agreement} shown={shown} />
        <AgreementStateActions agreement={agreement} />
        <h2>Conversation</h2>
        <ThreadPanel
          subject={{ subjectKind: 'agreement', subjectId: agreement.agreementId }}
          partnerName={agreement.partnerName}
          partnerId={agreement.mySide === 'buyer' ? agreement.supplierId : agreement.buyerId}
        />
      </aside>
    </div>
  );
}

type VersionProps = { agreement: AgreementDetail; version: AgreementVersion };

function VersionHead({ agreement, version }: VersionProps) {
  const { content, contentHash, note, reason, signatures } = version;
  return (
    <section className="section" aria-labelledby="version-title" data-testid="agreement-version">
      <h2 id="version-title">
        Version {version.versionNumber} <StateTag state={version.state} />
      </h2>
      <p>
        {versionSentence({ ...version, validFrom: formatDay(content.validFrom) }, agreement)}{' '}
        {(version.state === 'draft' || version.state === 'proposed') &&
          'It takes effect only when both have signed.'}{' '}
        {waitsForMe(version, agreement) && !version.allowedEvents.includes('accept') && (
          <span className="soft">
            {agreement.mySide === 'buyer'
              ? 'An approver or administrator'
              : 'A supplier planner or administrator'}{' '}
            of your company signs.
          </span>
        )}
      </p>
      {note !== null && <p>“{note}”</p>}
      {reason !== null && <p>Reason: “{reason}”</p>}
      <dl className="facts">
        <div>
          <dt>Content hash (SHA-256)</dt>
          <dd className="hash" title={contentHash}>
            {shortHash(contentHash)}
          </dd>
        </div>
        {signatures.map(({ side, signerName, organisationName, signedAt }) => (
          <div key={`${side} ${signedAt}`}>
            <dt>Signed for {organisationName}</dt>
            <dd>
              {signerName}, <Instant at={signedAt} />
            </dd>
          </div>
        ))}
        {version.expiresAt !== null && version.state === 'proposed' && (
          <div>
            <dt>Offer expires</dt>
            <dd>
              <Instant at={version.expiresAt} />
            </dd>
          </div>
        )}
        {version.terminatesOn !== null && (
          <div>
            <dt>Ends by notice on</dt>
            <dd>{formatDay(version.terminatesOn)}</dd>
          </div>
        )}
      </dl>
      <VersionActions agreement={agreement} version={version} />
    </section>
  );
}

type ComparisonProps = { agreement: AgreementDetail; before: AgreementVersion; after: AgreementVersion };

function Comparison({ agreement, before, after }: ComparisonProps) {
  const diff = useQuery(
    trpc.agreements.diff.queryOptions({
      fromVersionId: before.agreementVersionId,
      toVersionId: after.agreementVersionId,
    }),
  );
  return (
    <section className="section" aria-labelledby="diff-title">
      <h2 id="diff-title">
        What version {after.versionNumber} changes against version {before.versionNumber}
      </h2>
      <p>
        Every change needs both signatures.{' '}
        <Link
          to="/partnerships/$agreementId/agreement"
          params={{ agreementId: agreement.agreementId }}
          search={{ version: after.agreementVersionId }}
        >
          Show the whole version
        </Link>
      </p>
      {diff.isPending && <RowsSkeleton />}
      {diff.isError && <ErrorView error={diff.error} onRetry={() => void diff.refetch()} />}
      {diff.data !== undefined && (
        <VersionDiff
          changes={diff.data.changes}
          beforeTitle={`Version ${before.versionNumber}`}
          afterTitle={`Version ${after.versionNumber}`}
        />
      )}
    </section>
  );
}

function VersionList({ agreement, shown }: { agreement: AgreementDetail; shown: AgreementVersion }) {
  const params = { agreementId: agreement.agreementId };
  return (
    <section className="section" aria-labelledby="versions-title">
      <h2 id="versions-title">Versions</h2>
      <ul className="version-list">
        {agreement.versions.map((version) => {
          const isShown = version === shown;
          return (
            <li key={version.agreementVersionId} aria-current={isShown}>
              <Link
                to="/partnerships/$agreementId/agreement"
                params={params}
                search={{ version: version.agreementVersionId }}
              >
                Version {version.versionNumber}
              </Link>{' '}
              <StateTag state={version.state} />
              <small>
                {version.authorSide === agreement.mySide
                  ? 'Written by you'
                  : `Written by ${agreement.partnerName}`}
                {version.proposedAt !== null && (
                  <>
                    , proposed <Instant at={version.proposedAt} />
                  </>
                )}
              </small>
              {!isShown && (
                <Link
                  to="/partnerships/$agreementId/agreement"
                  params={params}
                  search={compareSearch(shown, version)}
                >
                  Compare with version {shown.versionNumber}
                </Link>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** The earlier of two versions stands on the left. */
const compareSearch = (left: AgreementVersion, right: AgreementVersion) =>
  left.versionNumber < right.versionNumber
    ? { version: right.agreementVersionId, compare: left.agreementVersionId }
    : { version: left.agreementVersionId, compare: right.agreementVersionId };
