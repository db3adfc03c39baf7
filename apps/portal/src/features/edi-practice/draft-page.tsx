import { Button, Group } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { queryClient } from '../../app/api.ts';
import { gateway } from '../../app/gateway-api.ts';
import { useIsPermitted } from '../../app/session.ts';
import { Callout } from '../../ui/callout.tsx';
import { ErrorView, explainError } from '../../ui/error-view.tsx';
import { Page, RowsSkeleton } from '../../ui/page.tsx';
import { ConformanceRun } from './conformance.tsx';
import './edi-practice.css';
import { GuideBlocks } from './guide-blocks.tsx';
import type { Guide } from './practice-types.ts';
import { PutInForce } from './put-in-force.tsx';

const route = getRouteApi('/shell/edi/drafts/$draftId');

/** Gives a text to the browser as a file, or opens it to be printed. */
function handOver(text: string, type: string, fileName?: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  if (fileName === undefined) link.target = '_blank';
  else link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

function Actions({ guide: { draft, html, markdown } }: { guide: Guide }) {
  const mayAgree = useIsPermitted('edi.agree');
  const publish = useMutation(
    gateway.edi.onboarding.publish.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(gateway.edi.onboarding.pathFilter()),
    }),
  );
  const isPublishable = mayAgree && draft.isOwn && draft.publishedAt === null;
  return (
    <Group>
      {isPublishable && (
        <Button
          disabled={draft.partnerOrganisationId === null}
          loading={publish.isPending}
          onClick={() => publish.mutate({ draftId: draft.draftId })}
          data-testid="publish"
        >
          Publish to the partner
        </Button>
      )}
      <Button variant="default" onClick={() => handOver(html, 'text/html')}>
        Print
      </Button>
      <Button variant="default" onClick={() => handOver(markdown, 'text/markdown', 'edi-guide.md')}>
        Markdown
      </Button>
      {publish.isError && <Callout tone="bad">{explainError(publish.error)}</Callout>}
    </Group>
  );
}

const InForce = ({ agreementId }: { agreementId: string }) => (
  <>
    {' '}
    <span className="tag good">in force</span>{' '}
    <Link to="/edi/agreements/$agreementId" params={{ agreementId }}>
      The agreement
    </Link>
  </>
);

/** /edi/drafts/:draftId: the guide of a draft, and files against it; also for the partner, once it is published. */
export function DraftPage() {
  const mayAgree = useIsPermitted('edi.agree');
  const { draftId } = route.useParams();
  const guide = useQuery(gateway.edi.onboarding.guide.queryOptions({ draftId }));
  if (guide.isError) {
    return (
      <Page title="Draft">
        <ErrorView error={guide.error} onRetry={() => void guide.refetch()} />
      </Page>
    );
  }
  return (
    <Page
      title={guide.data?.title ?? 'Draft'}
      subtitle={
        guide.data !== undefined && (
          <>
            <span className={`tag ${guide.data.draft.publishedAt === null ? 'warn' : 'good'}`}>
              {guide.data.draft.publishedAt === null ? 'draft' : 'published'}
            </span>
            {guide.data.draft.inForceAs !== null && <InForce agreementId={guide.data.draft.inForceAs} />}
          </>
        )
      }
      actions={guide.data !== undefined && <Actions guide={guide.data} />}
    >
      {guide.data === undefined ? (
        <RowsSkeleton />
      ) : (
        <div className="page-body">
          {mayAgree && guide.data.draft.isOwn && guide.data.draft.inForceAt === null && (
            <PutInForce draft={guide.data.draft} />
          )}
          <ConformanceRun draftId={draftId} />
          <GuideBlocks blocks={guide.data.blocks} />
        </div>
      )}
    </Page>
  );
}
