/**
 * The version up to which a row holds, as long as no later one has taken its place: the largest whole number that every
 * reader of JSON holds exactly. Indices of what holds name it as well (`*.migrations.ts`).
 */
export const stillHolds = '9007199254740991';
