import { defineLifecycle } from '@coplan/kernel';

export const outboundLineStates = [
  'released',
  'picked',
  'unfilled',
  'packed',
  'shipped',
  'cancelled',
] as const;
export type OutboundLineState = (typeof outboundLineStates)[number];
export type OutboundLineEvent =
  | 'pick'
  | 'find-none'
  | 'undo-pick'
  | 'pack'
  | 'unpack'
  | 'ship'
  | 'take-back'
  | 'cancel';

/**
 * An allocated line on its way out. A short pick frees the rest at once, so the line is picked with what was found and
 * the rest is wanted anew; where nothing was found it ends unfilled. Cancelling comes before picking: what was picked is
 * put back first.
 */
export const outboundLineLifecycle = defineLifecycle<OutboundLineState, OutboundLineEvent>('released', {
  released: { pick: 'picked', 'find-none': 'unfilled', cancel: 'cancelled' },
  picked: { 'undo-pick': 'released', pack: 'packed' },
  packed: { unpack: 'picked', ship: 'shipped' },
  shipped: { 'take-back': 'packed' },
  unfilled: {},
  cancelled: {},
});
