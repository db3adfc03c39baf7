import type { OrganisationId } from '@coplan/kernel';
import { findOrganisations, findRelations } from '../../partners/index.ts';
import type { Database, Transaction } from '../../platform/index.ts';
import type { Reading } from './read-value.ts';

/** Reads a supplier by the buyer's number for it, its GLN or its name. */
export async function createSupplierReader(
  source: Database | Transaction,
): Promise<(text: string) => Reading<OrganisationId>> {
  const relations = (await findRelations(source)).filter((relation) => relation.kind === 'supplier');
  const cards = await findOrganisations(
    source,
    relations.map((relation) => relation.partnerId),
  );
  const ids = new Map<string, OrganisationId>();
  for (const card of cards) {
    ids.set(card.name.toLowerCase(), card.organisationId);
    if (card.gln !== null) ids.set(card.gln, card.organisationId);
  }
  for (const relation of relations) ids.set(relation.partnerNumber.toLowerCase(), relation.partnerId);
  return (text) => {
    const supplierId = ids.get(text.toLowerCase());
    if (supplierId !== undefined) return { value: supplierId };
    const known = relations
      .slice(0, 5)
      .map((relation) => relation.partnerNumber)
      .join(', ');
    return {
      issue: {
        code: 'supplier-unknown',
        message: `"${text}" is none of your suppliers: write the number, GLN or name under which you keep it (e.g. ${known || 'none yet'})`,
      },
    };
  };
}
