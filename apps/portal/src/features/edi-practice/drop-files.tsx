import { type DragEvent, useId, useState } from 'react';
import { postedFile } from './posted-file.ts';
import type { PostedFile } from './practice-types.ts';

type DropFilesProps = { label: string; onFiles: (files: PostedFile[]) => void; isBusy: boolean };

/** Files by dropping them or by choosing them; several at once. */
export function DropFiles({ label, onFiles, isBusy }: DropFilesProps) {
  const id = useId();
  const [isOver, setOver] = useState(false);
  const take = async (files: FileList | null): Promise<void> => {
    if (files !== null && files.length > 0) onFiles(await Promise.all([...files].map(postedFile)));
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    void take(event.dataTransfer.files);
  };
  return (
    <label
      htmlFor={id}
      className="drop-files"
      data-over={isOver}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <span>{isBusy ? 'Reading…' : label}</span>
      <span className="soft">or choose files</span>
      <input
        id={id}
        className="visually-hidden"
        type="file"
        multiple
        disabled={isBusy}
        data-testid="drop-files"
        onChange={(event) => {
          void take(event.currentTarget.files);
          event.currentTarget.value = '';
        }}
      />
    </label>
  );
}
