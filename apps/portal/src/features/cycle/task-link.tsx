import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

type TaskLinkProps = {
  task: number;
  agreementId: string;
  className: string;
  isCurrent?: boolean;
  title: string;
  children: ReactNode;
};

/** Leads to the page on which a task of a partnership is done. */
export function TaskLink({ task, agreementId, isCurrent, ...rest }: TaskLinkProps) {
  const params = { agreementId };
  const shared = { ...rest, params, ...(isCurrent === true ? { 'aria-current': 'page' as const } : {}) };
  switch (task) {
    case 1:
      return <Link to="/partnerships/$agreementId/agreement" {...shared} />;
    case 2:
      return <Link to="/partnerships/$agreementId/business-plan" {...shared} />;
    case 3:
      return <Link to="/workbench/$agreementId" search={{ purpose: 'sales' }} {...shared} />;
    case 4:
      return <Link to="/workbench/$agreementId" search={{ purpose: 'order' }} {...shared} />;
    case 5:
    case 6:
      return <Link to="/orders" {...shared} params={{}} />;
    case 7:
      return <Link to="/partnerships/$agreementId/exceptions" {...shared} />;
    case 8:
      return <Link to="/partnerships/$agreementId/performance" {...shared} />;
    default:
      return <span {...rest} />;
  }
}
