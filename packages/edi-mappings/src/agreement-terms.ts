import type { AgreementProfile } from './agreement-profile.ts';

export type TermsParty = { qualifier: string; id: string; groupId?: string | undefined };
export type TermsSet = { type: string; direction: 'from-partner' | 'to-partner' };

/** What a partner has to know of an agreement: who writes to whom, in which form, and which messages. */
export type AgreementTerms = {
  localName: string;
  partnerName: string;
  envelope: { local: TermsParty; partner: TermsParty };
  usage: 'test' | 'production';
  profile: AgreementProfile;
  /** The agreed messages; all that are described where none are named. */
  sets?: readonly TermsSet[] | undefined;
};
