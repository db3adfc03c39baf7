/** What holding stock for a year costs as a share of its price, where money of plans is compared. */
export const carryingRatioPerYear = 0.2;
