import { readFile } from 'node:fs/promises';
import { type AgreementTerms, agreementProfile } from '@coplan/edi-mappings';
import { UsageError } from './command.ts';

type Written = {
  localName?: string;
  partnerName?: string;
  envelope?: Partial<AgreementTerms['envelope']>;
  usage?: AgreementTerms['usage'];
  profile?: Parameters<typeof agreementProfile>[0];
  sets?: AgreementTerms['sets'];
};

/**
 * An agreement as `coplan edi propose --draft FILE` writes it and the gateway gives it out: names, envelope, usage, the
 * deviations of the profile, and the agreed messages.
 */
export async function readTerms(file: string): Promise<AgreementTerms> {
  let written: Written;
  try {
    written = JSON.parse(await readFile(file, 'utf8')) as Written;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${file} is no agreement: ${why}`, { cause: error });
  }
  const { local, partner } = written.envelope ?? {};
  if (local?.id === undefined || partner?.id === undefined) {
    throw new UsageError(
      `${file} does not say who writes to whom: fill in envelope.local and envelope.partner`,
    );
  }
  return {
    localName: written.localName ?? local.id,
    partnerName: written.partnerName ?? partner.id,
    envelope: { local, partner },
    usage: written.usage ?? 'test',
    profile: agreementProfile(written.profile ?? {}),
    sets: written.sets,
  };
}
