import { Button, Group, NativeSelect, Progress, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { gateway } from '../../app/gateway-api.ts';
import { Callout } from '../../ui/callout.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { explainError } from '../../ui/error-view.tsx';
import { Instant } from '../../ui/time.tsx';
import type { ReplayedMessage } from './practice-types.ts';
import { replayedMax, useReplay } from './use-replay.ts';

const outcomes = {
  changed: <span className="tag warn">changed</span>,
  'now-understood': <span className="tag good">understood now</span>,
  'now-refused': <span className="tag bad">refused now</span>,
  same: null,
  refused: null,
  unmapped: null,
};

const columns: Column<ReplayedMessage>[] = [
  { id: 'at', title: 'Came', cell: ({ recordedAt }) => <Instant at={recordedAt} /> },
  { id: 'message', title: 'Message', cell: ({ type, reference }) => `${type} ${reference}` },
  { id: 'outcome', title: 'Outcome', cell: ({ outcome }) => outcomes[outcome] },
  {
    id: 'difference',
    title: 'What differs',
    isWide: true,
    isProse: true,
    cell: ({ outcome, changes, issues }) =>
      outcome === 'changed'
        ? changes
            .map(({ path, before, after }) => `${path}: ${before ?? 'nothing'} → ${after ?? 'nothing'}`)
            .join(', ')
        : (issues[0]?.message ?? ''),
  },
  { id: 'file', title: 'File', cell: ({ fileName }) => <span className="mono soft">{fileName}</span> },
];

function readProfile(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** What the last thousand messages would have been under another agreement; nothing outside notices. */
export function ReplaySection({ agreementId }: { agreementId: string }) {
  const [draftId, setDraftId] = useState('');
  const [text, setText] = useState('{}');
  const { state, start, cancel } = useReplay();
  const drafts = useQuery(gateway.edi.onboarding.drafts.queryOptions());
  const profile = readProfile(text);
  const { status, messageCount, counts, different, error } = state;
  const isRunning = status === 'running';
  const run = (): void => {
    if (draftId !== '') void start({ agreementId, draftId });
    else if (profile !== undefined) void start({ agreementId, profile });
  };
  return (
    <section className="section wrapping" aria-labelledby="replay-title">
      <h2 id="replay-title">Change the agreement and replay</h2>
      <p className="soft">
        The last {replayedMax.toLocaleString('en-US')} messages of this partner are read again from their
        bytes, under the agreement as it is and as it would be. Nothing is stored or sent.
      </p>
      <div className="time-machine-input">
        <NativeSelect
          label="What would be agreed"
          value={draftId}
          onChange={(event) => setDraftId(event.currentTarget.value)}
          data={[
            { value: '', label: 'Settings below' },
            ...(drafts.data?.rows ?? []).map((row) => ({
              value: row.draftId,
              label: `Draft with ${row.content.partnerName}`,
            })),
          ]}
        />
        {draftId === '' && (
          <Textarea
            label="What differs from the usual, as JSON"
            autosize
            minRows={2}
            maxRows={10}
            value={text}
            error={profile === undefined ? 'This is no JSON object.' : undefined}
            onChange={(event) => setText(event.currentTarget.value)}
            data-testid="replay-profile"
          />
        )}
      </div>
      <Group mt="sm">
        <Button
          onClick={run}
          disabled={isRunning || (draftId === '' && profile === undefined)}
          data-testid="replay"
        >
          Replay
        </Button>
        {isRunning && (
          <Button variant="default" onClick={cancel}>
            Cancel
          </Button>
        )}
      </Group>
      {isRunning && (
        <Progress
          mt="sm"
          size="sm"
          value={(messageCount / replayedMax) * 100}
          aria-label={`${messageCount} messages read`}
          animated
        />
      )}
      {status === 'failed' && <Callout tone="bad">{explainError(error)}</Callout>}
      {status !== 'idle' && (
        <p aria-live="polite" data-testid="replay-result">
          {messageCount} messages read{status === 'cancelled' && ', then cancelled'}: {counts.same} as before,{' '}
          {counts.changed} changed, {counts['now-understood']} understood now, {counts['now-refused']} refused
          now
          {counts.refused > 0 && `, ${counts.refused} refused either way`}
          {counts.unmapped > 0 && `, ${counts.unmapped} not for documents`}.
        </p>
      )}
      {different.length > 0 && (
        <DataTable
          isInset
          label="Messages that differ"
          rows={different.slice(0, 200)}
          rowKey={({ fileName, reference, type }) => `${fileName} ${type} ${reference}`}
          columns={columns}
        />
      )}
    </section>
  );
}
