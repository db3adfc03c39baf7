/** Where "now" comes from. Only the apps' platform makes a real one. */
export type Clock = { now(): Date };
