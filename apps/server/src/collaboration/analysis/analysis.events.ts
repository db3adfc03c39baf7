import type { EventToPublish, JsonObject } from '../../platform/index.ts';
import type { AgreementInForce } from '../plans/index.ts';

/** Numbers of a scorecard changed, or one was disputed or decided. */
export const metricNews = (
  { agreementId, buyerId, supplierId }: Pick<AgreementInForce, 'agreementId' | 'buyerId' | 'supplierId'>,
  about: { subjectId: string; payload: JsonObject },
): EventToPublish => ({
  type: 'collaboration.metric-changed',
  audience: [buyerId, supplierId],
  subject: { kind: 'metric', id: about.subjectId },
  payload: { agreementId, ...about.payload },
});
