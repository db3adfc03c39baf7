import { definePermissions } from '../platform/index.ts';

export const { permitted } = definePermissions('replenishment', {
  'replenishment.read': ['buyer', 'approver', 'admin'],
  'replenishment.decide': ['buyer', 'approver'],
  'replenishment.order': ['buyer', 'approver', 'edi'],
  'replenishment.run': ['buyer', 'admin', 'edi'],
  'replenishment.administer-rules': ['admin'],
  'replenishment.read-runs': ['buyer', 'approver', 'admin', 'edi'],
  'replenishment.read-order-forecast': ['buyer', 'approver', 'supplier-planner', 'admin'],
});
