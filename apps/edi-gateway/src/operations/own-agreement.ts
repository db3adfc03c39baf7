import type { Agreement } from '../agreements/agreement.ts';
import { readAgreements } from '../agreements/agreement-store.ts';
import { refusal } from '../http-requests.ts';
import type { Desk } from './trpc.ts';

/** One agreement of the organisation that asks. */
export async function ownAgreement({ read, tools }: Desk, agreementId: string): Promise<Agreement> {
  const agreements = await readAgreements({ query: read }, tools.dataFolder);
  const found = agreements.find((agreement) => agreement.agreementId === agreementId);
  if (found === undefined) {
    throw refusal('gateway.agreement-not-found', 'There is no such agreement.', 'not-found');
  }
  return found;
}
