import { defineLifecycle } from '@coplan/kernel';

export const handlingUnitStates = ['open', 'packed', 'shipped', 'voided'] as const;
export type HandlingUnitState = (typeof handlingUnitStates)[number];
export type HandlingUnitEvent = 'pack' | 'reopen' | 'void' | 'ship' | 'take-back';

/** A carton with its SSCC. A voided one keeps its number, which is never given again. */
export const handlingUnitLifecycle = defineLifecycle<HandlingUnitState, HandlingUnitEvent>('open', {
  open: { pack: 'packed', void: 'voided' },
  packed: { reopen: 'open', ship: 'shipped' },
  shipped: { 'take-back': 'packed' },
  voided: {},
});
