import type { ReactNode } from 'react';

type CalloutProps = { tone: 'warn' | 'bad'; title?: string; children: ReactNode };

/** Something that needs attention before going on; failures are announced at once. */
export function Callout({ tone, title, children }: CalloutProps) {
  return (
    <div className={`callout ${tone}`} role={tone === 'bad' ? 'alert' : 'note'}>
      {title !== undefined && <strong>{title}</strong>}
      {children}
    </div>
  );
}
