import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import './threads.css';
import { client, queryClient, trpc } from '../../app/api.ts';
import type { ThreadMessage, ThreadSubject } from '../../app/api-types.ts';
import { useIsPermitted } from '../../app/session.ts';
import { explainError } from '../../ui/error-view.tsx';
import { Instant } from '../../ui/time.tsx';
import { mentionedIn, type Person, piecesOf } from './mentions.ts';
import { MessageField } from './message-field.tsx';

type Visibility = ThreadMessage['visibility'];
type ThreadPanelProps = {
  subject: ThreadSubject;
  partnerName: string;
  /** With it people of the partner can be mentioned. */
  partnerId?: string | undefined;
  /** Also what was said about cells and periods of the thing. */
  withCells?: boolean;
  hasFocus?: boolean;
};

/**
 * What people say about a thing, a cell or a period. Who reads a message is chosen first, large and coloured; it starts
 * with "only us", so that nothing is told by accident.
 */
export function ThreadPanel({ subject, partnerName, partnerId, withCells, hasFocus }: ThreadPanelProps) {
  const thread = useQuery(
    trpc.threads.list.queryOptions({ ...subject, withCells: withCells === true, limit: 200 }),
  );
  const messages = thread.data?.messages;
  useMarkRead(messages);
  return (
    <section className="thread" aria-label="Conversation" data-testid="thread">
      {thread.isPending && <p className="soft">Reading what was said…</p>}
      {thread.isError && (
        <p className="tone-bad" role="alert">
          {explainError(thread.error)}{' '}
          <button type="button" className="link-button" onClick={() => void thread.refetch()}>
            Try again
          </button>
        </p>
      )}
      {messages?.length === 0 && <p className="soft">Nobody has written here yet.</p>}
      <Messages messages={messages ?? []} />
      <MessageForm
        subject={subject}
        partnerName={partnerName}
        partnerId={partnerId}
        canShare={thread.data?.subject.canShare ?? false}
        hasFocus={hasFocus === true}
      />
    </section>
  );
}

function Messages({ messages }: { messages: readonly ThreadMessage[] }) {
  const list = useRef<HTMLOListElement>(null);
  const lastId = messages.at(-1)?.messageId;
  useEffect(() => {
    if (lastId !== undefined) list.current?.lastElementChild?.scrollIntoView({ block: 'nearest' });
  }, [lastId]);
  return (
    <ol ref={list} className="messages" aria-live="polite">
      {messages.map((message) => (
        <li key={message.messageId} className={message.visibility} data-unread={message.isUnread}>
          <header>
            <span className={`tag ${message.visibility === 'shared' ? 'warn' : 'info'}`}>
              {message.visibility === 'shared' ? 'Shared' : 'Only us'}
            </span>
            <b>{message.authorName}</b>
            <span className="soft">{message.authorOrganisationName}</span>
            <small className="soft">
              <Instant at={message.at} />
            </small>
          </header>
          <p>
            {piecesOf(
              message.body,
              message.mentions.map(({ name }) => name),
            ).map(({ at, text, isMention }) =>
              isMention ? (
                <b key={at} className="mention">
                  {text}
                </b>
              ) : (
                <span key={at}>{text}</span>
              ),
            )}
          </p>
        </li>
      ))}
    </ol>
  );
}

type MessageFormProps = {
  subject: ThreadSubject;
  partnerName: string;
  partnerId: string | undefined;
  canShare: boolean;
  hasFocus: boolean;
};

function MessageForm({ subject, partnerName, partnerId, canShare, hasFocus }: MessageFormProps) {
  const mayWrite = useIsPermitted('threads.write');
  const [visibility, setVisibility] = useState<Visibility>('internal');
  const [body, setBody] = useState('');
  const found = useQuery(
    trpc.threads.people.queryOptions(partnerId === undefined ? {} : { partnerId }, { enabled: mayWrite }),
  );
  const people: readonly Person[] = found.data?.people ?? [];
  const post = useMutation(
    trpc.threads.post.mutationOptions({
      onSuccess: () => setBody(''),
      onSettled: () => queryClient.invalidateQueries(trpc.threads.pathFilter()),
    }),
  );
  if (!mayWrite) return null;
  const isShared = visibility === 'shared' && canShare;
  const shown = isShared ? 'shared' : 'internal';
  const submit = (): void => {
    if (body.trim() === '' || post.isPending) return;
    const readers = people.filter(({ isOwn }) => isOwn || isShared);
    const mentions = mentionedIn(body, readers).map(({ userId }) => userId);
    post.mutate({ ...subject, visibility: shown, body: body.trim(), mentions });
  };
  return (
    <form
      className={`thread-write ${shown}`}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <fieldset className="visibility" aria-label="Who reads it">
        <VisibilityChoice isChosen={!isShared} onChoose={() => setVisibility('internal')} value="internal">
          Only us
        </VisibilityChoice>
        <VisibilityChoice
          isChosen={isShared}
          isDisabled={!canShare}
          onChoose={() => setVisibility('shared')}
          value="shared"
        >
          Also {partnerName}
        </VisibilityChoice>
      </fieldset>
      <MessageField
        value={body}
        people={people}
        visibility={shown}
        hasFocus={hasFocus}
        placeholder={
          isShared ? `${partnerName} reads this. @ mentions people.` : 'Stays with us. @ mentions people.'
        }
        onChange={setBody}
        onSubmit={submit}
      />
      {post.isError && (
        <p className="tone-bad" role="alert">
          {explainError(post.error)}
        </p>
      )}
      <Button
        type="submit"
        loading={post.isPending}
        disabled={body.trim() === ''}
        {...(isShared ? { color: 'orange' } : {})}
        data-testid="post-message"
      >
        {isShared ? `Write to ${partnerName}` : 'Write to us only'}
      </Button>
    </form>
  );
}

type VisibilityChoiceProps = {
  value: Visibility;
  isChosen: boolean;
  isDisabled?: boolean;
  onChoose: () => void;
  children: React.ReactNode;
};

function VisibilityChoice({ value, isChosen, isDisabled, onChoose, children }: VisibilityChoiceProps) {
  return (
    <button
      type="button"
      className={value}
      aria-pressed={isChosen}
      disabled={isDisabled === true}
      title={isDisabled === true ? 'The partner does not see this yet' : undefined}
      onClick={onChoose}
      data-testid={`visibility-${value}`}
    >
      {children}
    </button>
  );
}

/** What is on the screen has been read. */
function useMarkRead(messages: readonly ThreadMessage[] | undefined): void {
  useEffect(() => {
    const unread = (messages ?? []).filter(({ isUnread }) => isUnread);
    const newest = new Map<string, number>();
    for (const { threadId, messageNumber } of unread)
      newest.set(threadId, Math.max(messageNumber, newest.get(threadId) ?? 0));
    // Reading on does not wait for it; the mark is set the next time otherwise.
    for (const [threadId, messageNumber] of newest)
      client.threads.markRead.mutate({ threadId, messageNumber }).then(
        () => queryClient.invalidateQueries(trpc.threads.inbox.pathFilter()),
        (error: unknown) => console.warn('The mark of what was read was not kept:', error),
      );
  }, [messages]);
}
