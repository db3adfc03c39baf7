import { type AgreementContent, diffAgreements } from '@coplan/collaboration';
import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { trpc } from '../../app/api.ts';
import type { AgreementDetail, AgreementVersion } from '../../app/api-types.ts';
import { Callout } from '../../ui/callout.tsx';
import { formatCount } from '../../ui/format.ts';
import { Empty } from '../../ui/page.tsx';
import { agreementCommand } from './agreement-command.ts';
import { findContentIssues } from './content-paths.ts';
import { AgreementEditor } from './editor/agreement-editor.tsx';

const route = getRouteApi('/shell/partnerships/$agreementId/agreement-draft');

/** What saving makes of the edited content: the same draft, an answer to a proposal, or a change of what is in force. */
export type DraftPurpose = 'draft' | 'counter' | 'revise';

/** /partnerships/:agreementId/agreement-draft: the editor over a draft, a counter-proposal or a change. */
export function AgreementDraftPage() {
  const { agreementId } = route.useParams();
  const { from, as } = route.useSearch();
  const { data: agreement } = useSuspenseQuery(trpc.agreements.get.queryOptions({ agreementId }));
  const version = agreement.versions.find(({ agreementVersionId }) => agreementVersionId === from);
  const needed = as === 'draft' ? 'save' : as;
  const isAllowed =
    as === 'revise'
      ? agreement.allowedEvents.includes('revise')
      : version?.allowedEvents.some((event) => event === needed);
  if (version === undefined || isAllowed !== true) {
    return (
      <Empty title="This version cannot be edited">
        <p>
          It may have been proposed, signed or withdrawn meanwhile. See the list of versions in{' '}
          <Link to="/partnerships/$agreementId/agreement" params={{ agreementId }}>
            Agreement
          </Link>
          .
        </p>
      </Empty>
    );
  }
  return <DraftEditor key={`${from} ${as}`} agreement={agreement} version={version} purpose={as} />;
}

type DraftEditorProps = { agreement: AgreementDetail; version: AgreementVersion; purpose: DraftPurpose };

const purposeTitles: Readonly<Record<DraftPurpose, string>> = {
  draft: 'Draft',
  counter: 'Answer with another version',
  revise: 'Change the agreement',
};

/** Saves under the version that the editing began with: whoever saved meanwhile is not overwritten. */
function useSaveDraft({ agreement, version, purpose }: DraftEditorProps) {
  const navigate = route.useNavigate();
  const { agreementId } = agreement;
  const toVersion = (agreementVersionId: string) =>
    void navigate({
      to: '/partnerships/$agreementId/agreement',
      params: { agreementId },
      search: { version: agreementVersionId },
    });
  const { agreementVersionId } = version;
  const said = agreementCommand('The draft is saved. Propose it when it is ready.');
  const save = useMutation(trpc.agreements.saveDraft.mutationOptions(said));
  const counter = useMutation(trpc.agreements.counter.mutationOptions(said));
  const revise = useMutation(trpc.agreements.revise.mutationOptions(said));
  const [expectedVersion] = useState(version.version);
  const run = async (content: AgreementContent, note: string): Promise<void> => {
    const written = { content, ...(note === '' ? {} : { note }) };
    if (purpose === 'draft') {
      await save.mutateAsync({ agreementVersionId, expectedVersion, ...written });
      toVersion(agreementVersionId);
    } else if (purpose === 'counter') {
      toVersion((await counter.mutateAsync({ agreementVersionId, ...written })).agreementVersionId);
    } else {
      toVersion((await revise.mutateAsync({ agreementId, ...written })).agreementVersionId);
    }
  };
  return {
    run: (content: AgreementContent, note: string) => void run(content, note).catch(() => undefined),
    isPending: save.isPending || counter.isPending || revise.isPending,
    isStale: purpose === 'draft' && version.version !== expectedVersion,
  };
}

function DraftEditor(props: DraftEditorProps) {
  const { agreement, version, purpose } = props;
  const [content, setContent] = useState<AgreementContent>(version.content);
  const [note, setNote] = useState(purpose === 'draft' ? (version.note ?? '') : '');
  const { run, isPending, isStale } = useSaveDraft(props);
  const issues = useMemo(() => findContentIssues(content), [content]);
  const items = useQuery(trpc.catalog.items.list.queryOptions({ limit: 200 }));
  const categories = useMemo(
    () =>
      [...new Set(items.data?.rows.map(({ category }) => category).filter((name) => name != null))].sort(),
    [items.data],
  );
  const changeCount = useMemo(() => countChanges(version.content, content), [version.content, content]);
  // A shape that the schema refuses cannot be stored at all; what only the rules forbid can be saved as a draft.
  const isStorable = changeCount !== undefined;
  const errorCount = issues.filter(({ severity }) => severity === 'error').length;
  return (
    <>
      <div className="page-body">
        <h2>
          {purposeTitles[purpose]}: from version {version.versionNumber}
        </h2>
        {isStale && (
          <Callout tone="warn" title="Changed by someone else">
            This draft was saved by a colleague while you were editing: saving will be refused. Open it again
            to see what changed.
          </Callout>
        )}
        <AgreementEditor
          content={content}
          issues={issues}
          categories={categories}
          sideNames={{ buyer: agreement.buyerName, seller: agreement.supplierName }}
          onChange={setContent}
        />
      </div>
      <div className="action-bar">
        <span>
          {changeCount === undefined ? 'Incomplete' : `${formatCount(changeCount)} changed`}
          {errorCount > 0 && (
            <span className="tone-bad"> · {formatCount(errorCount)} to fix before it is proposed</span>
          )}
        </span>
        <TextInput
          aria-label="Note to the partner"
          placeholder="Note to the partner: what and why"
          w={360}
          maxLength={1000}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <span className="spacer" />
        <Button
          loading={isPending}
          disabled={!isStorable}
          data-testid="save-draft"
          onClick={() => run(content, note.trim())}
        >
          Save draft
        </Button>
      </div>
    </>
  );
}

/** How many places differ; `undefined` while something is missing that no agreement can be without. */
function countChanges(before: AgreementContent, after: AgreementContent): number | undefined {
  const isWhole = findContentIssues(after).every(({ message }) => !/^(is |must |Invalid)/.test(message));
  return isWhole ? diffAgreements(before, after).length : undefined;
}
