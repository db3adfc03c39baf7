import { Button, Checkbox, FileInput, Group, Progress, Select } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { queryClient, trpc } from '../../app/api.ts';
import { Callout } from '../../ui/callout.tsx';
import { explainError } from '../../ui/error-view.tsx';
import { importKinds, uploadFile } from './upload-file.ts';

/** Choose what it is, choose the file, watch it go. */
export function UploadForm() {
  const [kind, setKind] = useState<string>('sales');
  const [file, setFile] = useState<File | null>(null);
  const [isCreatingMissing, setCreatingMissing] = useState(false);
  const [sentRatio, setSentRatio] = useState(0);
  const navigate = useNavigate();
  const upload = useMutation({
    mutationFn: (chosen: File) =>
      uploadFile({ kind, file: chosen, isCreatingMissing, onProgress: setSentRatio }),
    onSuccess: (importId) => void navigate({ to: '/imports/$importId', params: { importId } }),
    onSettled: () => queryClient.invalidateQueries(trpc.imports.pathFilter()),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setSentRatio(0);
    if (file !== null) upload.mutate(file);
  };
  const columns = importKinds.find(({ value }) => value === kind)?.columns ?? '';
  return (
    <form onSubmit={submit} className="section">
      <Group align="flex-end" gap="sm">
        <Select
          label="What it is"
          w={150}
          allowDeselect={false}
          data={importKinds.map(({ value, label }) => ({ value, label }))}
          value={kind}
          onChange={(value) => setKind(value ?? 'sales')}
        />
        <FileInput
          label="CSV file"
          size="xs"
          w={300}
          placeholder="Choose a file"
          accept=".csv,text/csv,text/plain"
          clearable
          value={file}
          onChange={setFile}
        />
        <Button type="submit" disabled={file === null} loading={upload.isPending}>
          Import
        </Button>
        <Checkbox
          label="Create items and locations that are not known yet"
          checked={isCreatingMissing}
          onChange={(event) => setCreatingMissing(event.currentTarget.checked)}
          mb={6}
        />
      </Group>
      <p className="soft">Columns: {columns}. Rows with errors are listed; the others are taken.</p>
      {upload.isPending && (
        <Progress
          value={sentRatio * 100}
          size="sm"
          aria-label={sentRatio < 1 ? 'Sending the file' : 'Reading the file'}
          animated
        />
      )}
      {upload.isError && <Callout tone="bad">{explainError(upload.error)}</Callout>}
    </form>
  );
}
