import type { RoleName } from '../../app/api-types.ts';

export const roleNames: Readonly<Record<RoleName, string>> = {
  buyer: 'Buyer',
  approver: 'Approver',
  'supplier-planner': 'Supplier planner',
  'carrier-dispatcher': 'Carrier dispatcher',
  clerk: 'Clerk',
  'edi-coordinator': 'EDI coordinator',
  admin: 'Administrator',
  edi: 'EDI and integration',
  answer: 'Answer by link',
};

const rolesOfKind: Readonly<Record<string, readonly RoleName[]>> = {
  buyer: ['buyer', 'approver', 'clerk', 'edi-coordinator', 'admin'],
  supplier: ['supplier-planner', 'clerk', 'edi-coordinator', 'admin'],
  carrier: ['carrier-dispatcher', 'clerk', 'admin'],
};

/** Roles that make sense for people in an organisation of this kind. */
export const roleOptions = (kind: string): { value: RoleName; label: string }[] =>
  (rolesOfKind[kind] ?? []).map((value) => ({ value, label: roleNames[value] }));
