import { defineLifecycle } from '@coplan/kernel';
import type { InvoiceState } from './life/match-invoices.ts';

export type InvoiceEvent = 'wait' | 'match' | 'vary' | 'approve' | 'dispute' | 'debit' | 'pay';

const matching = { wait: 'waiting', match: 'matched', vary: 'variance' } as const;
const deciding = { approve: 'approved', dispute: 'disputed', debit: 'approved' } as const;

/**
 * A supplier's invoice. Until somebody decides, its state follows from order and receipt, and goods that come or go
 * back may change it; a decision stays until the next one. A dispute that is withdrawn, and a difference that comes up
 * after others were settled, leave it where the match puts it. What is paid is settled.
 */
export const invoiceLifecycle = defineLifecycle<InvoiceState, InvoiceEvent>('waiting', {
  waiting: { ...matching, ...deciding, pay: 'paid' },
  matched: { ...matching, ...deciding, pay: 'paid' },
  variance: { ...matching, ...deciding, pay: 'paid' },
  disputed: { ...matching, ...deciding, pay: 'paid' },
  approved: { ...matching, ...deciding, pay: 'paid' },
  paid: {},
});
