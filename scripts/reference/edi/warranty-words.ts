import { defaultProfile } from '@coplan/edi-mappings';
import { codesOf } from './message-page.ts';

const { amounts, dates, parties, quantities, references, serialNumbers } = defaultProfile.warranty;

/** What 140, 141 and 142 share. */
export const warrantyCodes: string[] = [
  ...codesOf('Roles (N101)', parties),
  ...codesOf('Days (DTM01); a day without a code is not exchanged', dates),
  ...codesOf('References (REF01, N901)', references),
  ...codesOf('Other codes (LIN02, QTY01, AMT01)', {
    serialNumber: serialNumbers,
    quantity: quantities,
    amount: amounts,
  }),
];
