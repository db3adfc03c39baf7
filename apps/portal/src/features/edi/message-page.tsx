import { Button, Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import './edi.css';
import { gateway } from '../../app/gateway-api.ts';
import type { MessageView } from '../../app/gateway-types.ts';
import { useKeys } from '../../app/keyboard.ts';
import { useIsPermitted } from '../../app/session.ts';
import { Callout } from '../../ui/callout.tsx';
import { ErrorView } from '../../ui/error-view.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Page, PageSkeleton } from '../../ui/page.tsx';
import { ReasonDialog } from '../../ui/reason-dialog.tsx';
import { Instant } from '../../ui/time.tsx';
import { AcknowledgementState, EdiState } from './edi-state.tsx';
import { actionsFor, messageName, numbersText } from './edi-words.ts';
import { EvidenceChain } from './evidence-chain.tsx';
import { useReplay, useSetAside } from './message-command.ts';
import { MessageText } from './message-text.tsx';
import { PartnerName } from './partner-name.tsx';

const route = getRouteApi('/shell/edi/messages/$messageId');

/** /edi/messages/:messageId: what it says, what is wrong with it and where, and what became of it. */
export function MessagePage() {
  const { messageId } = route.useParams();
  const { tab = 'message' } = route.useSearch();
  const navigate = route.useNavigate();
  const view = useQuery(gateway.edi.messages.get.queryOptions({ messageId }));
  useKeys('Message', [
    { keys: 'u', label: 'Back to the messages', run: () => void navigate({ to: '/edi/messages' }) },
  ]);
  if (view.isPending) return <PageSkeleton />;
  if (view.isError) {
    return (
      <Page title="EDI message">
        <ErrorView error={view.error} onRetry={() => void view.refetch()} />
      </Page>
    );
  }
  const { message } = view.data;
  return (
    <Page
      title={[messageName(message), numbersText(message.numbers)].filter((part) => part !== '').join(' · ')}
      subtitle={
        <>
          <EdiState state={message.state} />{' '}
          <AcknowledgementState acknowledgement={message.acknowledgement} />{' '}
          {message.direction === 'in' ? 'from ' : 'to '}
          <Link to="/edi/agreements/$agreementId" params={{ agreementId: message.agreementId }}>
            <PartnerName of={message.agreementName} />
          </Link>{' '}
          · <Instant at={message.recordedAt} />
        </>
      }
      actions={<Actions view={view.data} />}
    >
      <div className="page-body edi-message">
        <Why view={view.data} />
        <Tabs
          value={tab}
          keepMounted={false}
          onChange={(value) =>
            void navigate({
              search: value === 'evidence' || value === 'document' ? { tab: value } : {},
              replace: true,
            })
          }
        >
          <Tabs.List>
            <Tabs.Tab value="message">Message</Tabs.Tab>
            <Tabs.Tab value="evidence">Evidence</Tabs.Tab>
            {view.data.document !== null && <Tabs.Tab value="document">Document</Tabs.Tab>}
          </Tabs.List>
          <Tabs.Panel value="message">
            <Content view={view.data} />
          </Tabs.Panel>
          <Tabs.Panel value="evidence">
            <EvidenceChain message={message} />
          </Tabs.Panel>
          <Tabs.Panel value="document">
            <pre className="edi-document mono">{JSON.stringify(view.data.document, null, 2)}</pre>
          </Tabs.Panel>
        </Tabs>
      </div>
    </Page>
  );
}

/** Why it is where it is, when it was recorded; what is wrong today stands at its place below. */
function Why({ view: { message, recordedIssues, issues, shows } }: { view: MessageView }) {
  const { explanation, isFailing, setAsideAt } = message;
  const others = recordedIssues.filter(({ message: text }) => !issues.some((one) => one.message === text));
  if (explanation === null && others.length === 0) return null;
  return (
    <Callout tone={isFailing ? 'bad' : 'warn'} {...(setAsideAt === null ? {} : { title: 'Set aside' })}>
      {explanation !== null && <span className="edi-why">{explanation.replaceAll(/^- /gm, '')}</span>}
      {shows === 'nothing' && others.length > 0 && (
        <ul>
          {others.slice(0, 20).map(({ message: text, place }) => (
            <li key={`${place} ${text}`}>
              {text} {place !== '' && <span className="soft">({place})</span>}
            </li>
          ))}
        </ul>
      )}
    </Callout>
  );
}

function Content({ view }: { view: MessageView }) {
  const { text, rows, issues, isCut, shows } = view;
  if (text === null) {
    return (
      <p className="soft edi-none">
        {view.message.interchangeId === null
          ? 'There is no file of it: it was never written, or never read.'
          : 'The file is too large to be shown here; its bytes are in the archive.'}
      </p>
    );
  }
  return (
    <>
      {shows === 'message' && (
        <p className="soft edi-none">The file is large: this is the message alone, in its envelopes.</p>
      )}
      <MessageText text={text} rows={rows} issues={issues} isCut={isCut} />
    </>
  );
}

type OpenDialog = 'replay' | 'set-aside' | undefined;

function Actions({ view: { message } }: { view: MessageView }) {
  const { messageId, direction } = message;
  const [dialog, setDialog] = useState<OpenDialog>();
  const navigate = route.useNavigate();
  const mayAct = useIsPermitted('edi.repair');
  const { mayRepair, mayReplay, maySetAside } = actionsFor(message);
  const close = (): void => setDialog(undefined);
  const replay = useReplay(messageId, close);
  const setAside = useSetAside(messageId, close);
  useKeys('Message', [
    {
      keys: 'e',
      label: 'Repair a copy',
      run: () =>
        mayAct &&
        mayRepair &&
        void navigate({ to: '/edi/messages/$messageId/repair', params: { messageId } }),
    },
    { keys: 'r', label: 'Try again', run: () => mayAct && mayReplay && setDialog('replay') },
  ]);
  if (!mayAct) return null;
  return (
    <>
      {maySetAside && (
        <Button variant="default" onClick={() => setDialog('set-aside')} data-testid="edi-set-aside">
          Set aside
        </Button>
      )}
      {mayReplay && (
        <Button variant="default" onClick={() => setDialog('replay')} data-testid="edi-replay">
          {direction === 'in' ? 'Read again' : 'Send again'}
        </Button>
      )}
      {mayRepair && (
        <LinkButton to="/edi/messages/$messageId/repair" params={{ messageId }} data-testid="edi-repair">
          Repair a copy
        </LinkButton>
      )}
      {dialog === 'replay' && (
        <ReasonDialog
          title={direction === 'in' ? 'Read it again' : 'Send it again'}
          label="Why"
          action={direction === 'in' ? 'Read again' : 'Send again'}
          isPending={replay.isPending}
          onClose={close}
          onConfirm={(reason) => replay.mutate(reason)}
        >
          <p className="soft">
            {direction === 'in'
              ? 'The bytes as they came are read under the agreement as it is now. Whatever was taken over before is not taken over twice.'
              : 'The document is written or sent once more; the partner gets each file once.'}
          </p>
        </ReasonDialog>
      )}
      {dialog === 'set-aside' && (
        <ReasonDialog
          title="Set it aside"
          label="Why"
          action="Set aside"
          isPending={setAside.isPending}
          onClose={close}
          onConfirm={(reason) => setAside.mutate(reason)}
        >
          <p className="soft">
            It leaves the list of what is to be looked at, and stays in the archive as it is.
          </p>
        </ReasonDialog>
      )}
    </>
  );
}
