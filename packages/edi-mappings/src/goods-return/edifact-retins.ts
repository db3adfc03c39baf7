import { edifactReturn } from './edifact-returns.ts';

/** UN/EDIFACT RETINS in D.01B, and in D.96A as EANCOM 1997 has it: what the supplier says to it. */
export const edifactReturnInstruction = edifactReturn('RETINS', 'instruction');
