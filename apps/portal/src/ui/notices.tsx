import { CloseButton } from '@mantine/core';
import { useSyncExternalStore } from 'react';

type Notice = {
  id: number;
  text: string;
  tone: 'good' | 'bad' | 'plain';
  action?: { label: string; run: () => void };
};

const undoMs = 10_000;
let notices: readonly Notice[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

function replaceNotices(next: readonly Notice[]): void {
  notices = next;
  for (const listener of listeners) listener();
}

export const dismissNotice = (id: number): void =>
  replaceNotices(notices.filter((notice) => notice.id !== id));

/** Says what happened, for ten seconds; failures stay until they are closed. */
export function showNotice(text: string, options: Partial<Pick<Notice, 'tone' | 'action'>> = {}): void {
  lastId += 1;
  const id = lastId;
  replaceNotices([...notices.slice(-3), { id, text, tone: options.tone ?? 'plain', ...options }]);
  if (options.tone !== 'bad') setTimeout(() => dismissNotice(id), undoMs);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function Notices() {
  const shown = useSyncExternalStore(subscribe, () => notices);
  return (
    <section className="notices" aria-live="polite" aria-label="Notices">
      {shown.map((notice) => (
        <div key={notice.id} className={`notice ${notice.tone}`}>
          <div>{notice.text}</div>
          {notice.action !== undefined && (
            <button
              type="button"
              className="link-button"
              onClick={() => {
                notice.action?.run();
                dismissNotice(notice.id);
              }}
            >
              {notice.action.label}
            </button>
          )}
          <CloseButton size="xs" aria-label="Close" onClick={() => dismissNotice(notice.id)} />
        </div>
      ))}
    </section>
  );
}
