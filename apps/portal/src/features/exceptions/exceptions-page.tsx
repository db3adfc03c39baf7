import { getRouteApi } from '@tanstack/react-router';
import { useCallback } from 'react';
import { Page } from '../../ui/page.tsx';
import { EvaluationBar } from './evaluation-bar.tsx';
import type { ExceptionFilterChange } from './exception-filters.tsx';
import { ExceptionWorklist } from './exception-worklist.tsx';

const route = getRouteApi('/shell/exceptions');

const without = <Fields extends object>(fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Fields;

/** /exceptions: everything outside the tolerances, over all partnerships. */
export function ExceptionsPage() {
  const filter = route.useSearch();
  const navigate = route.useNavigate();
  const change = useCallback(
    (part: ExceptionFilterChange) =>
      void navigate({ search: (before) => without({ ...before, ...part }) as typeof before, replace: true }),
    [navigate],
  );
  return (
    <Page title="Exceptions">
      <ExceptionWorklist filter={filter} onFilter={change} />
    </Page>
  );
}

const inPartnership = getRouteApi('/shell/partnerships/$agreementId/exceptions');

/** /partnerships/:agreementId/exceptions: those of one partnership, under its cycle bar. */
export function PartnershipExceptionsPage() {
  const { agreementId } = inPartnership.useParams();
  const filter = inPartnership.useSearch();
  const navigate = inPartnership.useNavigate();
  const change = useCallback(
    (part: ExceptionFilterChange) =>
      void navigate({ search: (before) => without({ ...before, ...part }) as typeof before, replace: true }),
    [navigate],
  );
  return (
    <>
      <EvaluationBar agreementId={agreementId} />
      <ExceptionWorklist filter={filter} onFilter={change} agreementId={agreementId} />
    </>
  );
}
