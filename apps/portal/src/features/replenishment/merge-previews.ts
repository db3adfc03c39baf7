import type { ApprovalPreview } from '../../app/api-types.ts';

const nothing: ApprovalPreview = {
  count: 0,
  unitsMilli: 0,
  valueMinor: 0,
  currency: '',
  bySupplier: [],
  needSecondCount: 0,
  refusedCount: 0,
};

/** Adds previews of parts of a selection; suppliers by value, largest first. */
export function mergePreviews(previews: readonly ApprovalPreview[]): ApprovalPreview {
  const suppliers = new Map<string, ApprovalPreview['bySupplier'][number]>();
  const total = previews.reduce<ApprovalPreview>((sum, preview) => {
    for (const supplier of preview.bySupplier) {
      const known = suppliers.get(supplier.supplierId);
      suppliers.set(supplier.supplierId, {
        ...supplier,
        count: supplier.count + (known?.count ?? 0),
        valueMinor: supplier.valueMinor + (known?.valueMinor ?? 0),
      });
    }
    return {
      count: sum.count + preview.count,
      unitsMilli: sum.unitsMilli + preview.unitsMilli,
      valueMinor: sum.valueMinor + preview.valueMinor,
      currency: sum.currency || preview.currency,
      bySupplier: [],
      needSecondCount: sum.needSecondCount + preview.needSecondCount,
      refusedCount: sum.refusedCount + preview.refusedCount,
    };
  }, nothing);
  return {
    ...total,
    bySupplier: [...suppliers.values()].sort((left, right) => right.valueMinor - left.valueMinor),
  };
}
