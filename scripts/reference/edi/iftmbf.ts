import { defaultProfile } from '@coplan/edi-mappings';
import { tenderPage } from './transport-words.ts';

export const firmBookingPage = tenderPage(
  'IFTMBF',
  'firm booking of a transport',
  defaultProfile.edifact.transport.types.booking,
);
