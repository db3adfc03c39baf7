import { defaultProfile } from '@coplan/edi-mappings';
import { z } from 'zod';
import { agreementInput } from '../../agreements/agreement.ts';

export type SettingKind = 'text' | 'number' | 'flag' | 'choice' | 'list' | 'data';
export type SettingField = {
  /** `as2.send.encryption`, `profile.version`. */
  path: string;
  /** `list`: texts; `data`: anything that JSON can say, of the same form as the standard. */
  kind: SettingKind;
  choices: string[] | null;
  min: number | null;
  max: number | null;
  isNeeded: boolean;
  /** What holds where nothing is said; null where there is none. */
  standard: unknown;
  meaning: string | null;
};

type Schema = {
  type?: string;
  enum?: unknown[];
  default?: unknown;
  description?: string;
  minimum?: number;
  maximum?: number;
  required?: string[];
  properties?: Record<string, Schema>;
  items?: Schema;
};

/** Who is bound, where the folders lie, and what guards the network is for whoever runs the gateway. */
const notHere =
  /^(localOrganisationId|partnerOrganisationId|folder|apiKeys|profile)$|\.allowPrivateAddresses$/;
/** Texts of the profile that have no standard. */
const withoutStandard = ['currency', 'partyNames.buyer', 'partyNames.supplier'];

function kindOf({ type, enum: choices, items }: Schema): SettingKind {
  if (choices !== undefined) return 'choice';
  if (type === 'boolean') return 'flag';
  if (type === 'integer' || type === 'number') return 'number';
  if (type === 'string') return 'text';
  return type === 'array' && items?.type === 'string' ? 'list' : 'data';
}

function fieldsOf({ properties = {}, required = [] }: Schema, prefix: string): SettingField[] {
  return Object.entries(properties).flatMap(([name, schema]) => {
    const path = `${prefix}${name}`;
    if (notHere.test(path)) return [];
    if (schema.properties !== undefined) return fieldsOf(schema, `${path}.`);
    return [
      {
        ...{ path, kind: kindOf(schema), choices: schema.enum?.map(String) ?? null },
        ...{ min: schema.minimum ?? null, max: schema.maximum ?? null },
        ...{ isNeeded: required.includes(name), standard: schema.default ?? null },
        meaning: schema.description ?? null,
      },
    ];
  });
}

const profileField = (path: string, standard: unknown): SettingField => ({
  ...{ path, standard, choices: null, min: null, max: null, isNeeded: false, meaning: null },
  kind: kindOfValue(standard),
});

function kindOfValue(value: unknown): SettingKind {
  if (value === null || typeof value === 'string') return 'text';
  if (typeof value === 'boolean') return 'flag';
  if (typeof value === 'number') return 'number';
  return Array.isArray(value) && value.every((one) => typeof one === 'string') && value.length > 0
    ? 'list'
    : 'data';
}

/** Each value of the standard profile that is no table. */
function profileFields(value: unknown, path: string): SettingField[] {
  const isTable = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isTable) return value === undefined ? [] : [profileField(path, value)];
  return Object.entries(value).flatMap(([name, inner]) =>
    name.includes('.') ? [] : profileFields(inner, `${path}.${name}`),
  );
}

let made: readonly SettingField[] | undefined;

/** What people may set of an agreement, read from its schema and from the standard profile. */
export function settingFields(): readonly SettingField[] {
  made ??= [
    ...fieldsOf(z.toJSONSchema(agreementInput, { io: 'input', unrepresentable: 'any' }) as Schema, ''),
    ...profileFields(defaultProfile, 'profile'),
    ...withoutStandard.map((name) => profileField(`profile.${name}`, null)),
  ];
  return made;
}
