/**
 * Data elements whose list of codes the standard closes, in all editions that are described here. Lists that grow with each
 * edition, or that partners extend, are left to agreements.
 */
export const x12CodeLists: Readonly<Record<number, ReadonlySet<string>>> = {
  /** Type of an item description (PID01, PKG01). */
  349: new Set(['F', 'S', 'X']),
  /** Credit or debit. */
  478: new Set(['C', 'D']),
  /** HL04: whether levels follow below. */
  736: new Set(['0', '1']),
  /** AK501, IK501. */
  717: new Set(['A', 'E', 'M', 'R', 'W', 'X']),
  /** AK901. */
  715: new Set(['A', 'E', 'M', 'P', 'R', 'W', 'X']),
  /** AK304. */
  720: new Set(['1', '2', '3', '4', '5', '6', '7', '8']),
};

/** By the numbers of the UN directories and of ISO 9735. */
export const edifactCodeLists: Readonly<Record<string, ReadonlySet<string>>> = {
  /** CONTRL: rejected, acknowledged, received. */
  '0083': new Set(['4', '7', '8']),
  /** Direction of a stock movement: out, in. */
  '4501': new Set(['1', '2']),
};
