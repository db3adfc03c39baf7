import { DomainError } from '@coplan/kernel';
import { subscribe } from '../../platform/index.ts';
import { listAgreementsInForce } from '../plans/index.ts';
import { recordMetricResults } from './record-metric-results.ts';

/** The scorecard of an agreement that came into force does not wait for the night. The buyer's side counts for both. */
export const countOnceActive = subscribe(
  'collaboration.agreement-changed',
  async (context, { subject, payload }) => {
    if (payload.state !== 'active') return;
    const known = await listAgreementsInForce(context.db);
    if (!known.some(({ agreementId, mySide }) => agreementId === subject.id && mySide === 'buyer')) return;
    try {
      await recordMetricResults(context, subject.id);
    } catch (error) {
      // Ended meanwhile: there is nothing to count any more.
      if (!(error instanceof DomainError && error.kind === 'not-found')) throw error;
    }
  },
  { name: 'count-metrics-once-active' },
);
