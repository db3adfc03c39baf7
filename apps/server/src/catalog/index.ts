export { migrations } from './catalog.migrations.ts';
export { catalogRouter } from './catalog.router.ts';
export { type CrossReference, findCrossReferences } from './find-cross-references.ts';
export { findPlanningPolicies } from './find-planning-policies.ts';
export { findTerms, type RoundingRule, roundingRules, type SupplierTerms } from './find-terms.ts';
export { type ItemLocationSpan, listItemLocationSpans } from './list-item-location-spans.ts';
export { listPackLevels } from './list-pack-levels.ts';
export {
  itemLocationsPageMax,
  listPlannedItemLocations,
  type PlannedItemLocation,
} from './list-planned-item-locations.ts';
export { type PackLevel, packText } from './pack-text.ts';
export { type PlanningPolicy, plainPolicy, type StoredPolicy } from './planning-policy.ts';
export { type Calendar, findCalendar, recordCalendar } from './record-calendar.ts';
export { type CrossReferenceFacts, recordCrossReferences } from './record-cross-references.ts';
export { type ItemLocationFacts, recordItemLocations } from './record-item-locations.ts';
export { findItemIds, type ItemFacts, type PackFacts, recordItems } from './record-items.ts';
export { recordTerms, type TermsFacts } from './record-terms.ts';
export { setPlanningPolicy } from './set-planning-policy.ts';
