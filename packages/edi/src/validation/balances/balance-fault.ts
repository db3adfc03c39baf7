import type { IssueCode } from '../../issue.ts';
import type { PlacedSegment } from '../loop.ts';

/** Something that does not add up, with its place. Positions count from 1. */
export type BalanceFault = {
  code: Extract<IssueCode, 'check-digit-wrong' | 'hierarchy-wrong' | 'balance-wrong'>;
  why: string;
  at: PlacedSegment;
  element?: number | undefined;
  component?: number | undefined;
  value?: string | undefined;
};

export type ReportBalance = (fault: BalanceFault) => void;
