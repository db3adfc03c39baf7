import type { AgreementContent } from '../agreement-content.ts';
import { canonicalJson } from './canonical-json.ts';
import { sha256 } from './sha256.ts';

/** What both sides sign: the SHA-256 of the content's canonical text, 64 hexadecimal digits. */
export const contentHash = (content: AgreementContent): string => sha256(canonicalJson(content));
