import { defaultProfile } from '@coplan/edi-mappings';
import { tenderPage } from './transport-words.ts';

export const transportInstructionPage = tenderPage(
  'IFTMIN',
  'transport instruction',
  defaultProfile.edifact.transport.types.instruction,
);
