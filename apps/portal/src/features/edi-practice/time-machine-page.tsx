import { Button, NativeSelect, Textarea } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { gateway } from '../../app/gateway-api.ts';
import { Callout } from '../../ui/callout.tsx';
import { ErrorView, explainError } from '../../ui/error-view.tsx';
import { Empty, Page, RowsSkeleton } from '../../ui/page.tsx';
import { DropFiles } from './drop-files.tsx';
import './edi-practice.css';
import { pastedFile } from './posted-file.ts';
import type { PostedFile } from './practice-types.ts';
import { PreviewPanel } from './preview-panel.tsx';
import { ReplaySection } from './replay-section.tsx';
import { TraceView } from './trace-view.tsx';

function PasteForm({ isBusy, onFile }: { isBusy: boolean; onFile: (file: PostedFile) => void }) {
  const [text, setText] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (text.trim() !== '') onFile(pastedFile(text));
  };
  return (
    <form onSubmit={submit}>
      <Textarea
        label="A message with its envelope"
        placeholder="ISA*00* … or UNB+UNOC:3+ …"
        autosize
        minRows={4}
        maxRows={14}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        data-testid="pasted-message"
      />
      <Button type="submit" my="sm" disabled={text.trim() === ''} loading={isBusy} data-testid="show-message">
        Show what it does
      </Button>
    </form>
  );
}

function Machine({ agreementId }: { agreementId: string }) {
  const [index, setIndex] = useState(0);
  const [file, setFile] = useState<PostedFile>();
  const trace = useMutation(gateway.edi.timeMachine.trace.mutationOptions());
  const preview = useMutation(gateway.edi.timeMachine.preview.mutationOptions());
  const ask = (next: PostedFile, at = 0): void => {
    setFile(next);
    setIndex(at);
    if (next !== file) trace.mutate({ agreementId, file: next });
    preview.mutate({ agreementId, file: next, index: at });
  };
  const messages = trace.data?.messages ?? [];
  const traced = messages[index];
  return (
    <>
      <section className="section">
        <PasteForm isBusy={trace.isPending} onFile={(next) => ask(next)} />
        <DropFiles
          label="Or drop the file here"
          isBusy={trace.isPending}
          onFiles={([next]) => {
            if (next !== undefined) ask(next);
          }}
        />
      </section>
      {trace.isError && <Callout tone="bad">{explainError(trace.error)}</Callout>}
      {messages.length > 1 && file !== undefined && (
        <NativeSelect
          label="Message"
          w={260}
          value={String(index)}
          onChange={(event) => ask(file, Number(event.currentTarget.value))}
          data={messages.map(({ type, reference }, at) => ({
            value: String(at),
            label: `${type} ${reference}`,
          }))}
        />
      )}
      {traced !== undefined && (
        <div className="trace-frame">
          <TraceView key={`${traced.reference} ${String(index)}`} traced={traced} />
          {preview.isPending && <RowsSkeleton />}
          {preview.isError && <Callout tone="bad">{explainError(preview.error)}</Callout>}
          {preview.data !== undefined && !preview.isPending && <PreviewPanel preview={preview.data} />}
        </div>
      )}
      <ReplaySection agreementId={agreementId} />
    </>
  );
}

/** /edi/time-machine: what a message does, field by field, and what it would do, before anything is applied. */
export function TimeMachinePage() {
  const [chosen, setChosen] = useState<string>();
  const agreements = useQuery(gateway.edi.agreements.list.queryOptions());
  const rows = agreements.data?.rows ?? [];
  const agreementId = chosen ?? rows[0]?.agreementId;
  return (
    <Page
      title="Time machine"
      subtitle="Paste any message and see what each field does, before anything is applied."
    >
      {agreements.isPending && <RowsSkeleton />}
      {agreements.isError && <ErrorView error={agreements.error} onRetry={() => void agreements.refetch()} />}
      {agreements.data !== undefined && agreementId === undefined && (
        <Empty title="No agreement yet">
          <p>A message is read as an agreement says: make one first, for example from a partner’s samples.</p>
        </Empty>
      )}
      {agreementId !== undefined && (
        <div className="page-body">
          <NativeSelect
            label="Agreement"
            w={260}
            mb="md"
            value={agreementId}
            onChange={(event) => setChosen(event.currentTarget.value)}
            data={rows.map((row) => ({ value: row.agreementId, label: row.name }))}
          />
          <Machine key={agreementId} agreementId={agreementId} />
        </div>
      )}
    </Page>
  );
}
