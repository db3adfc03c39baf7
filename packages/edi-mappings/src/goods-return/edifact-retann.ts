import { edifactReturn } from './edifact-returns.ts';

/** UN/EDIFACT RETANN in D.01B, and in D.96A as EANCOM 1997 has it: what a buyer wants to give back. */
export const edifactReturnAnnouncement = edifactReturn('RETANN', 'announcement');
