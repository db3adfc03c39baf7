import { Button, CloseButton, SegmentedControl, Textarea } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { queryClient, trpc } from '../../app/api.ts';
import type { PlanGrid } from '../../app/api-types.ts';
import { explainError } from '../../ui/error-view.tsx';
import { formatInstant } from '../../ui/format.ts';
import type { SheetCell } from '../../ui/grid/planning-sheet.tsx';
import type { SheetCore } from '../../ui/grid/sheet-core.ts';

type CellThreadProps = { grid: PlanGrid; core: SheetCore; cell: SheetCell; onClose: () => void };

type Visibility = 'internal' | 'shared';

/** Ctrl+;: what people say about one cell. Who reads it is chosen first, large and coloured. */
export function CellThread({ grid, core, cell, onClose }: CellThreadProps) {
  const { itemLocationId, planId, column } = cell;
  const startsOn = grid.buckets[column]?.startsOn ?? '';
  const row = core.store.rowAt(core.store.rowIndexOf(itemLocationId) ?? -1);
  const subjectId = planId ?? grid.plans[0]?.planId;
  const title = `${row?.itemNumber ?? ''} · ${row?.locationCode ?? ''} · ${grid.buckets[column]?.label ?? ''}`;
  return (
    <aside className="cell-history" aria-label={`Comments on ${title}`} data-testid="cell-thread">
      <header>
        <strong>{title}</strong>
        <CloseButton size="sm" aria-label="Close the comments" onClick={onClose} />
      </header>
      {subjectId === undefined ? (
        <p className="soft">There is no plan yet that could be talked about.</p>
      ) : (
        <Messages subjectId={subjectId} cell={{ itemLocationId, startsOn }} partnerName={grid.partnerName} />
      )}
    </aside>
  );
}

type MessagesProps = {
  subjectId: string;
  cell: { itemLocationId: string; startsOn: string };
  partnerName: string;
};

function Messages({ subjectId, cell, partnerName }: MessagesProps) {
  const subject = { subjectKind: 'plan' as const, subjectId, cell };
  const thread = useQuery(trpc.threads.list.queryOptions(subject));
  const [visibility, setVisibility] = useState<Visibility>('internal');
  const [body, setBody] = useState('');
  const post = useMutation(
    trpc.threads.post.mutationOptions({
      onSuccess: () => setBody(''),
      onSettled: () => void queryClient.invalidateQueries(trpc.threads.pathFilter()),
    }),
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (body.trim() !== '') post.mutate({ ...subject, visibility, body: body.trim() });
  };
  const messages = thread.data?.messages ?? [];
  return (
    <>
      {thread.isError && <p className="tone-bad">{explainError(thread.error)}</p>}
      <ol>
        {messages.map((message) => (
          <li key={message.messageId}>
            <span className={`tag ${message.visibility === 'shared' ? 'warn' : 'info'}`}>
              {message.visibility}
            </span>{' '}
            <b>{message.authorName}</b> <span className="soft">{formatInstant(message.at)}</span>
            <div>{message.body}</div>
          </li>
        ))}
        {thread.isSuccess && messages.length === 0 && <li className="soft">Nobody has written here yet.</li>}
      </ol>
      <form onSubmit={submit} className={`thread-form ${visibility}`}>
        <SegmentedControl
          fullWidth
          size="sm"
          aria-label="Who reads it"
          color={visibility === 'shared' ? 'orange' : 'blue'}
          data={[
            { value: 'internal', label: 'Only us' },
            { value: 'shared', label: `Also ${partnerName}` },
          ]}
          value={visibility}
          onChange={(value) => setVisibility(value === 'shared' ? 'shared' : 'internal')}
        />
        <Textarea
          aria-label="Comment"
          autosize
          minRows={2}
          autoFocus
          maxLength={8000}
          value={body}
          onChange={(event) => setBody(event.currentTarget.value)}
        />
        {post.isError && <p className="tone-bad">{explainError(post.error)}</p>}
        <Button type="submit" loading={post.isPending} disabled={body.trim() === ''}>
          {visibility === 'shared' ? `Write to ${partnerName}` : 'Write'}
        </Button>
      </form>
    </>
  );
}
