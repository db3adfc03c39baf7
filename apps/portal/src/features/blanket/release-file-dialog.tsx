import { Button, FileButton, Group, Modal } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { queryClient, trpc } from '../../app/api.ts';
import type { ReleaseFilePreview } from '../../app/api-types.ts';
import { Callout } from '../../ui/callout.tsx';
import { explainError } from '../../ui/error-view.tsx';
import { FormActions, ReasonField } from '../../ui/form-fields.tsx';
import { formatChange, formatCount, formatDay } from '../../ui/format.ts';
import { showNotice } from '../../ui/notices.tsx';

const shownMax = 100;

type ReleaseOfFile = ReleaseFilePreview['releases'][number];

function whatChanges({ isKnown, changes }: ReleaseOfFile): string {
  if (isKnown) return 'Issued before: nothing changes';
  const [first] = changes;
  if (first === undefined) return 'Nothing firm changes';
  const more = changes.length === 1 ? '' : ` and ${formatCount(changes.length - 1)} more`;
  return `${formatChange(first.afterMilli - first.beforeMilli)} on ${formatDay(first.on)}${more}`;
}

function Releases({ releases }: { releases: readonly ReleaseOfFile[] }) {
  return (
    <div className="table-frame">
      <table className="table inset" aria-label="Releases of the file">
        <thead>
          <tr>
            {['Blanket order', 'Supplier', 'Release', 'Rows', 'What becomes firm'].map((title) => (
              <th key={title} scope="col" className={title === 'Rows' ? 'number' : undefined}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {releases.slice(0, shownMax).map((release) => (
            <tr key={`${release.orderId} ${release.kind} ${release.releaseNumber}`}>
              <td>{release.poNumber}</td>
              <td>{release.supplierName}</td>
              <td>
                {release.releaseNumber} <span className="soft">{release.kind}</span>
              </td>
              <td className="number">{formatCount(release.rowCount)}</td>
              <td>{whatChanges(release)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {releases.length > shownMax && (
        <p className="soft">and {formatCount(releases.length - shownMax)} more</p>
      )}
    </div>
  );
}

function Problems({ problems }: { problems: ReleaseFilePreview['problems'] }) {
  return (
    <Callout tone="bad" title="Nothing is issued of this file. Correct it and choose it again:">
      <ul>
        {problems.slice(0, shownMax).map(({ place, why }) => (
          <li key={`${place} ${why}`}>
            <strong>{place}</strong>: {why}
          </li>
        ))}
      </ul>
      {problems.length > shownMax && `and ${formatCount(problems.length - shownMax)} more`}
    </Callout>
  );
}

function ChooseFile({ isPending, onText }: { isPending: boolean; onText: (text: string) => void }) {
  return (
    <Group my="sm">
      <FileButton accept=".csv,text/csv" onChange={(file) => void file?.text().then(onText)}>
        {(button) => (
          <Button {...button} variant="default" data-autofocus loading={isPending}>
            Choose a CSV file
          </Button>
        )}
      </FileButton>
      <span className="soft">
        Columns: order, release, kind, item, date, quantity; until, time, certainty
      </span>
    </Group>
  );
}

/** Releases of many blanket orders by a CSV file: shown before they count, then all of them or none. */
export function ReleaseFileDialog({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState('');
  const [reason, setReason] = useState('');
  const look = useMutation(trpc.orders.blankets.previewFile.mutationOptions());
  const issue = useMutation(
    trpc.orders.blankets.releaseFile.mutationOptions({
      onSuccess: ({ issuedCount, knownCount }) => {
        const known = knownCount === 0 ? '' : `, ${formatCount(knownCount)} were issued before`;
        const issued = issuedCount === 1 ? '1 release is' : `${formatCount(issuedCount)} releases are`;
        showNotice(`${issued} issued${known}.`, { tone: 'good' });
        onClose();
      },
      onSettled: () => queryClient.invalidateQueries(trpc.orders.pathFilter()),
    }),
  );
  const preview = look.data;
  const fresh = preview?.releases.filter(({ isKnown }) => !isKnown) ?? [];
  const needsReason = preview?.releases.find((one) => one.needsReason !== null)?.needsReason ?? null;
  const isReady =
    preview !== undefined &&
    preview.problems.length === 0 &&
    fresh.length > 0 &&
    (needsReason === null || reason.trim() !== '');
  const error = issue.error ?? look.error;
  return (
    <Modal opened onClose={onClose} title="Releases from a CSV file" size={860}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!isReady) return;
          const why = needsReason === null ? {} : { reason: reason.trim() };
          issue.mutate({ text, seen: preview.seen, ...why });
        }}
      >
        <ChooseFile
          isPending={look.isPending}
          onText={(chosen) => {
            setText(chosen);
            issue.reset();
            look.mutate({ text: chosen });
          }}
        />
        {error !== null && <Callout tone="bad">{explainError(error)}</Callout>}
        {preview !== undefined && preview.problems.length > 0 && <Problems problems={preview.problems} />}
        {preview !== undefined && preview.releases.length > 0 && <Releases releases={preview.releases} />}
        {needsReason !== null && (
          <>
            <Callout tone="warn">{needsReason}.</Callout>
            <ReasonField
              value={reason}
              onChange={setReason}
              placeholder="The promotion moved"
              description="Your suppliers read it."
            />
          </>
        )}
        <FormActions
          submit={
            fresh.length === 1
              ? 'Issue 1 release'
              : `Issue ${fresh.length === 0 ? 'the' : formatCount(fresh.length)} releases`
          }
          isPending={issue.isPending}
          isDisabled={!isReady}
          onBack={onClose}
        />
      </form>
    </Modal>
  );
}
