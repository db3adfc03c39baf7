export { findOwnPlace, type OwnPlace } from './find-own-place.ts';
export {
  findOrganisations,
  findRelations,
  type OrganisationCard,
  type TradingRelation,
} from './find-relations.ts';
export { likeText } from './list-partners.ts';
export { migrations } from './partners.migrations.ts';
export { partnersRouter } from './partners.router.ts';
export { type LocationFacts, type LocationKind, locationKinds, recordLocations } from './record-locations.ts';
export {
  organisationKinds,
  registerOrganisation,
  registerOrganisationInput,
} from './register-organisation.ts';
export { rowsOf } from './rows.ts';
export { type Channel, startTrading, startTradingInput } from './start-trading.ts';
export { isTimeZone } from './time-zone.ts';
