import { readCertificate } from '@coplan/as2';
import { permitted, router } from './trpc.ts';

type Kept = {
  id: string;
  owner: 'ours' | 'partner';
  name: string;
  agreementId: string | null;
  purpose: string;
  certificate: string;
  retiredAt: Date | null;
  signFrom: Date | null;
};
export type CertificateInUse = Omit<Kept, 'certificate'> & {
  subject: string;
  fingerprint: string;
  validFrom: Date;
  validUntil: Date;
  /** Whole days until it ends; below 0 once it has ended. */
  daysLeft: number;
};

const certificates = `
select identity_id as id, 'ours' as owner, local_name as name, null::uuid as "agreementId", 'both' as purpose, certificate,
  retired_at as "retiredAt", sign_from as "signFrom", valid_until from as2_identities
union all
select certificate_id, 'partner', agreements.name, agreement_id, purpose, certificate, retired_at, null, valid_until
from as2_partner_certificates join agreements using (agreement_id)
order by valid_until limit 500`;

/** Our certificates and those of partners, whatever ends soonest first; private keys are not even readable here. */
export const certificatesRouter = router({
  list: permitted('edi.read').query(async ({ ctx: { desk } }) => {
    const now = desk.tools.clock.now();
    const kept = await desk.read<Kept>(certificates);
    const rows = kept.map(({ certificate, ...row }): CertificateInUse => {
      const { subject, fingerprint, validFrom, validUntil } = readCertificate(certificate);
      const daysLeft = Math.floor((validUntil.getTime() - now.getTime()) / 86_400_000);
      return { ...row, subject, fingerprint, validFrom, validUntil, daysLeft };
    });
    return { rows };
  }),
});
