import { Button, Textarea } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import './edi.css';
import { gateway, gatewayClient } from '../../app/gateway-api.ts';
import type { RepairCheck } from '../../app/gateway-types.ts';
import { Callout } from '../../ui/callout.tsx';
import { ErrorView, explainError } from '../../ui/error-view.tsx';
import { formatState } from '../../ui/format.ts';
import { showNotice } from '../../ui/notices.tsx';
import { Page, PageSkeleton } from '../../ui/page.tsx';
import { ReasonDialog } from '../../ui/reason-dialog.tsx';
import { messageCommand } from './message-command.ts';
import { MessageText } from './message-text.tsx';

const route = getRouteApi('/shell/edi/messages/$messageId/repair');

/** /edi/messages/:messageId/repair: edits a copy, checks it as a file that comes, and sends it on with a reason. */
export function RepairPage() {
  const { messageId } = route.useParams();
  const start = useQuery({
    ...gateway.edi.messages.startRepair.queryOptions({ messageId }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (start.isPending) return <PageSkeleton />;
  if (start.isError) {
    return (
      <Page title="Repair a copy">
        <ErrorView error={start.error} onRetry={() => void start.refetch()} />
      </Page>
    );
  }
  return (
    <Page
      title="Repair a copy"
      subtitle={
        <>
          The original stays as it came.{' '}
          <Link to="/edi/messages/$messageId" params={{ messageId }}>
            Back to the message
          </Link>
        </>
      }
    >
      <div className="page-body edi-message">
        {start.data.isPossible ? (
          <Editor messageId={messageId} original={start.data.text} />
        ) : (
          <Callout tone="warn" title="There is nothing to repair">
            Only messages from a partner that were rejected, refused or quarantined can be repaired, each
            once.
          </Callout>
        )}
      </div>
    </Page>
  );
}

type Checked = { text: string; check: RepairCheck };

function Editor({ messageId, original }: { messageId: string; original: string }) {
  const [text, setText] = useState(original);
  const [checked, setChecked] = useState<Checked>();
  const [isAsking, setAsking] = useState(false);
  const navigate = route.useNavigate();
  const check = useMutation({
    mutationFn: () => gatewayClient.edi.messages.checkRepair.mutate({ messageId, text }),
    onSuccess: (found) => setChecked({ text, check: found }),
    onError: (error: unknown) => showNotice(explainError(error), { tone: 'bad' }),
  });
  const { mutate: checkNow } = check;
  // What is wrong stands there before the first change.
  useEffect(() => checkNow(), [checkNow]);
  const send = useMutation({
    mutationFn: (reason: string) => gatewayClient.edi.messages.sendRepair.mutate({ messageId, text, reason }),
    ...messageCommand('The copy is sent on', () => {
      setAsking(false);
      void navigate({ to: '/edi/messages/$messageId', params: { messageId }, search: { tab: 'evidence' } });
    }),
  });
  const isCurrent = checked?.text === text;
  const isReady = isCurrent && checked.check.isUsable;
  return (
    <>
      <Textarea
        aria-label="The copy"
        classNames={{ input: 'edi-editor mono' }}
        autosize
        minRows={8}
        maxRows={18}
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        data-testid="edi-editor"
      />
      <div className="edi-repair-actions">
        <Button
          variant={isReady ? 'default' : 'filled'}
          loading={check.isPending}
          onClick={() => check.mutate()}
          data-testid="edi-check"
        >
          Check
        </Button>
        <Button disabled={!isReady} onClick={() => setAsking(true)} data-testid="edi-send-copy">
          Send the copy on
        </Button>
        {text !== original && (
          <Button variant="subtle" onClick={() => setText(original)}>
            Undo all changes
          </Button>
        )}
        <span aria-live="polite" data-testid="edi-verdict">
          <Verdict checked={checked} isCurrent={isCurrent} />
        </span>
      </div>
      {checked !== undefined && isCurrent && (
        <MessageText key={checked.text} text={checked.text} {...checked.check} />
      )}
      {isAsking && (
        <ReasonDialog
          title="Send the copy on"
          label="What was wrong, and who said so"
          action="Send on"
          isPending={send.isPending}
          onClose={() => setAsking(false)}
          onConfirm={(reason) => send.mutate(reason)}
        >
          <p className="soft">
            The copy takes the place of the original. Your name and the reason are kept with both; the partner
            gets no second acknowledgement.
          </p>
        </ReasonDialog>
      )}
    </>
  );
}

function Verdict({ checked, isCurrent }: { checked: Checked | undefined; isCurrent: boolean }) {
  if (checked === undefined) return <span className="soft">A copy is checked before it can be sent.</span>;
  if (!isCurrent) return <span className="soft">Changed since it was checked.</span>;
  const { isUsable, issues, documents, isChanged } = checked.check;
  if (!isUsable) {
    const count = issues.filter(({ severity }) => severity === 'error').length;
    return <span className="tone-bad">{count === 1 ? 'One issue is left' : `${count} issues are left`}</span>;
  }
  const becomes = documents.map(({ documentType }) => formatState(documentType)).join(', ');
  return (
    <span className="tone-good">
      It can be read: {becomes}
      {!isChanged && ' (unchanged)'}
    </span>
  );
}
