import { useSession } from '../../app/session.ts';
import { partnerText } from './edi-words.ts';

/** The partner of an agreement, as people call him. */
export function PartnerName({ of: agreementName }: { of: string }) {
  const { organisation } = useSession();
  return <span title={agreementName}>{partnerText(agreementName, organisation.name)}</span>;
}
