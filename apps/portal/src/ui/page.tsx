import { Skeleton } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';

type PageProps = { title: string; subtitle?: ReactNode; actions?: ReactNode; children: ReactNode };

/** A page with its heading; names the browser's tab as well. */
export function Page({ title, subtitle, actions, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Coplan`;
  }, [title]);
  return (
    <main className="page" aria-labelledby="page-title" id="main">
      <header className="page-header">
        <h1 id="page-title" tabIndex={-1}>
          {title}
        </h1>
        {subtitle !== undefined && <div className="subtitle">{subtitle}</div>}
        {actions !== undefined && <div className="actions">{actions}</div>}
      </header>
      {children}
    </main>
  );
}

/** Nothing to show: says why, and what to do next. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <h2 className="empty-title">{title}</h2>
      {children}
    </div>
  );
}

/** Shape of a list that is on its way. */
export function PageSkeleton() {
  return (
    <output className="page" aria-label="Loading">
      <div className="page-header">
        <Skeleton height={18} width={180} />
      </div>
      <RowsSkeleton />
    </output>
  );
}

const rowKeys = Array.from({ length: 14 }, (_, index) => `row-${index}`);

export function RowsSkeleton() {
  return (
    <div className="page-body" aria-hidden="true">
      {rowKeys.map((key, index) => (
        <Skeleton key={key} height={14} mb={18} width={`${96 - ((index * 7) % 23)}%`} />
      ))}
    </div>
  );
}
