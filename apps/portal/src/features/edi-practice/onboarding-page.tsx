import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { gateway } from '../../app/gateway-api.ts';
import { useIsPermitted } from '../../app/session.ts';
import { Callout } from '../../ui/callout.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { ErrorView, explainError } from '../../ui/error-view.tsx';
import { Page, RowsSkeleton } from '../../ui/page.tsx';
import { Instant } from '../../ui/time.tsx';
import { AdoptForm } from './adopt-form.tsx';
import { DropFiles } from './drop-files.tsx';
import './edi-practice.css';
import type { Answer, Answers, DraftRow, Finding, PostedFile, Proposed } from './practice-types.ts';
import { evidenceText, Questions } from './questions.tsx';
import { SetUseSection } from './set-use.tsx';

const findingColumns: Column<Finding>[] = [
  { id: 'why', title: 'What the samples show', isWide: true, isProse: true, cell: ({ why }) => why },
  {
    id: 'usual',
    title: 'Usual',
    cell: ({ isDeviation }) =>
      isDeviation ? <span className="tag info">differs</span> : <span className="soft usual">as usual</span>,
  },
  {
    id: 'evidence',
    title: 'Evidence',
    isProse: true,
    cell: ({ evidence }) => <span className="evidence mono">{evidenceText(evidence)}</span>,
  },
];

const draftColumns: Column<DraftRow>[] = [
  {
    id: 'with',
    title: 'Between',
    isWide: true,
    cell: ({ draftId, content }) => (
      <Link to="/edi/drafts/$draftId" params={{ draftId }}>
        {content.partnerName} and {content.localName}
      </Link>
    ),
  },
  { id: 'sets', title: 'Messages', cell: ({ content }) => content.sets.map(({ type }) => type).join(', ') },
  {
    id: 'state',
    title: 'State',
    cell: ({ isOwn, publishedAt, inForceAt }) => {
      if (isOwn && inForceAt !== null) return <span className="tag good">in force</span>;
      if (!isOwn) return <span className="tag info">published for us</span>;
      return publishedAt === null ? (
        <span className="tag warn">draft</span>
      ) : (
        <span className="tag good">published</span>
      );
    },
  },
  { id: 'by', title: 'Made by', cell: ({ madeBy }) => madeBy },
  { id: 'at', title: 'When', cell: ({ madeAt }) => <Instant at={madeAt} /> },
];

function Drafts() {
  const drafts = useQuery(gateway.edi.onboarding.drafts.queryOptions());
  if (drafts.isPending) return <RowsSkeleton />;
  if (drafts.isError) return <ErrorView error={drafts.error} onRetry={() => void drafts.refetch()} />;
  const { rows } = drafts.data;
  return (
    <section className="section" aria-labelledby="drafts-title">
      <h2 id="drafts-title">Drafts and guides</h2>
      {rows.length === 0 ? (
        <p className="soft">
          None yet. A draft made of samples, or a guide that a partner publishes, stands here.
        </p>
      ) : (
        <DataTable
          isInset
          label="Drafts and guides"
          rows={rows}
          rowKey={({ draftId }) => draftId}
          columns={draftColumns}
        />
      )}
    </section>
  );
}

type ProposalProps = {
  proposed: Proposed;
  answers: Answers;
  onAnswer: (id: string, answer: Answer | undefined) => void;
};

function Proposal({ proposed, answers, onAnswer }: ProposalProps) {
  const { proposal, openIds } = proposed;
  const mayAgree = useIsPermitted('edi.agree');
  const complaints = proposal.files.flatMap(({ name, complaints: all }) =>
    all.map((complaint) => `${name}: ${complaint}`),
  );
  return (
    <>
      {complaints.length > 0 && (
        <Callout tone="warn" title="Not everything in the files can be read">
          <ul>
            {complaints.slice(0, 10).map((complaint) => (
              <li key={complaint}>{complaint}</li>
            ))}
          </ul>
        </Callout>
      )}
      {proposal.questions.length > 0 && (
        <section className="section" aria-labelledby="questions-title">
          <h2 id="questions-title">
            Questions{' '}
            <span className={`tag ${openIds.length === 0 ? 'good' : 'warn'}`}>{openIds.length} open</span>
          </h2>
          <Questions questions={proposal.questions} answers={answers} openIds={openIds} onAnswer={onAnswer} />
        </section>
      )}
      <section className="section wrapping" aria-labelledby="decided-title">
        <h2 id="decided-title">Decided by the samples</h2>
        <DataTable
          isInset
          label="Decided by the samples"
          rows={proposal.findings}
          rowKey={({ setting }) => setting}
          columns={findingColumns}
        />
      </section>
      <section className="section" aria-labelledby="sets-title">
        <h2 id="sets-title">Messages</h2>
        {proposal.sets.map((use) => (
          <SetUseSection key={`${use.type} ${use.version} ${use.direction}`} use={use} />
        ))}
      </section>
      {mayAgree && <AdoptForm proposed={proposed} />}
    </>
  );
}

/** /edi/onboarding: a partner's sample files become a proposal with questions, and the proposal a draft. */
export function OnboardingPage() {
  const [files, setFiles] = useState<PostedFile[]>([]);
  const [answers, setAnswers] = useState<Answers>({});
  const propose = useMutation(gateway.edi.onboarding.propose.mutationOptions());
  const ask = (next: { files: PostedFile[]; answers: Answers }): void => {
    setFiles(next.files);
    setAnswers(next.answers);
    if (next.files.length > 0) propose.mutate(next);
  };
  const onAnswer = (id: string, answer: Answer | undefined): void => {
    const { [id]: _was, ...rest } = answers;
    ask({ files, answers: answer === undefined ? rest : { ...rest, [id]: answer } });
  };
  return (
    <Page
      title="Onboarding by example"
      subtitle="A partner’s sample files say most of what an agreement needs; the rest is asked."
    >
      <div className="page-body">
        <section className="section">
          <DropFiles
            label="Drop a partner’s sample files here, X12 or EDIFACT, several at once"
            isBusy={propose.isPending}
            onFiles={(added) => ask({ files: [...files, ...added].slice(-20), answers })}
          />
          {files.length > 0 && (
            <p className="soft">
              {files.map(({ name }) => name).join(', ')}{' '}
              <button
                type="button"
                className="link-button"
                onClick={() => {
                  ask({ files: [], answers: {} });
                  propose.reset();
                }}
              >
                Start again
              </button>
            </p>
          )}
        </section>
        {propose.isError && <Callout tone="bad">{explainError(propose.error)}</Callout>}
        {propose.data !== undefined && files.length > 0 && (
          <Proposal proposed={propose.data} answers={answers} onAnswer={onAnswer} />
        )}
        <Drafts />
      </div>
    </Page>
  );
}
