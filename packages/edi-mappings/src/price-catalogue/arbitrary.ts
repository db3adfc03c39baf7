import { catalogueStatuses, type PriceCatalogue, type PriceKind, priceKinds } from '@coplan/documents';
import { addDays } from '@coplan/kernel';
import fc from 'fast-check';
import { anyDay, anyGtin, anyNamedParty, anyPrice, anyUnit, optional, text } from '../arbitraries.ts';
import { anyEdifactItem, anyEdifactParty } from '../schedules/edifact-arbitrary.ts';

const anyValidity = fc
  .record({ startsOn: optional(anyDay), day: anyDay, days: optional(fc.integer({ min: 1, max: 900 })) })
  .map(({ startsOn, day, days }) => ({
    startsOn,
    endsBefore: days === undefined ? undefined : addDays(startsOn ?? day, days),
  }));

const anyPriceOf = (kinds: readonly PriceKind[]) =>
  fc
    .record({
      kind: fc.constantFrom(...kinds),
      unitPriceMicros: anyPrice,
      unit: anyUnit,
      validity: anyValidity,
    })
    .map(({ validity, ...price }) => ({ ...price, ...validity }));

const anyItem = fc
  .record({
    gtin: optional(anyGtin),
    buyerItemNumber: optional(text(48)),
    supplierItemNumber: optional(text(48)),
  })
  .filter((item) => Object.values(item).some((id) => id !== undefined));

const catalogueOf = (limits: {
  party: typeof anyNamedParty;
  item: typeof anyItem;
  lineNumber: fc.Arbitrary<string>;
  description: fc.Arbitrary<string>;
  kinds: readonly PriceKind[];
  isDated: boolean;
}): fc.Arbitrary<PriceCatalogue> =>
  fc
    .record({
      purpose: fc.constantFrom('original' as const, 'replacement' as const, 'change' as const),
      catalogueNumber: text(15),
      issuedOn: limits.isDated ? anyDay : optional(anyDay),
      validity: anyValidity,
      currency: fc.constantFrom('EUR', 'USD'),
      buyer: optional(limits.party),
      supplier: optional(limits.party),
      items: fc.array(
        fc
          .record({
            lineNumber: optional(limits.lineNumber),
            item: limits.item,
            status: optional(fc.constantFrom(...catalogueStatuses)),
            description: optional(limits.description),
            packCount: optional(fc.integer({ min: 1, max: 999_999 })),
            prices: fc.array(anyPriceOf(limits.kinds), { maxLength: 4 }),
          })
          .map(({ item, ...rest }) => ({ ...item, ...rest })),
        { minLength: 1, maxLength: 4 },
      ),
    })
    .map(({ validity, ...catalogue }) => ({
      documentType: 'price-catalogue' as const,
      ...catalogue,
      ...validity,
    }));

/** For tests only: any catalogue that an 832 can carry with the default agreement. */
export const anyPriceCatalogue = catalogueOf({
  party: anyNamedParty,
  item: anyItem,
  lineNumber: text(20),
  description: text(80),
  kinds: priceKinds,
  isDated: false,
});

/** For tests only: any catalogue that a PRICAT can carry with the default agreement. */
export const anyEdifactPriceCatalogue = catalogueOf({
  party: anyEdifactParty,
  item: anyEdifactItem,
  lineNumber: fc.integer({ min: 1, max: 999_999 }).map(String),
  description: text(35),
  kinds: priceKinds.filter((kind) => kind !== 'wholesale'),
  isDated: true,
});
