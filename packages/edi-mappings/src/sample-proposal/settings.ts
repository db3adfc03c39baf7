import type { AgreementProfile, DeepPartial } from '../agreement-profile.ts';

export type SettingValue = string | number | boolean | undefined | readonly SettingValue[] | SettingTable;
export type SettingTable = { readonly [key: string]: SettingValue };

export const isTable = (value: unknown): value is SettingTable =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value of a setting by its path, such as `itemIds.gtin`. */
export const settingAt = (profile: AgreementProfile, path: string): SettingValue =>
  path
    .split('.')
    .reduce<SettingValue>(
      (table, key) => (isTable(table) ? table[key] : undefined),
      profile as unknown as SettingTable,
    );

function withValue(
  table: SettingTable,
  [key = '', ...rest]: readonly string[],
  value: SettingValue,
): SettingTable {
  const below = table[key];
  return { ...table, [key]: rest.length === 0 ? value : withValue(isTable(below) ? below : {}, rest, value) };
}

/** The same profile with one setting changed. */
export const withSetting = (profile: AgreementProfile, path: string, value: SettingValue): AgreementProfile =>
  withValue(profile as unknown as SettingTable, path.split('.'), value) as unknown as AgreementProfile;

/** The same for deviations, which hold only what was agreed. */
export const withDeviation = (
  deviations: DeepPartial<AgreementProfile>,
  path: string,
  value: SettingValue,
): DeepPartial<AgreementProfile> =>
  withValue(deviations as unknown as SettingTable, path.split('.'), value) as DeepPartial<AgreementProfile>;

/** A profile that notes which of its settings are looked up, also those that are not there. */
export function watchedProfile(profile: AgreementProfile): { profile: AgreementProfile; seen: Set<string> } {
  const seen = new Set<string>();
  const watched = (table: object, path: string): object => {
    const below = new Map<string, object>();
    return new Proxy(table, {
      get(target, key) {
        const value: unknown = Reflect.get(target, key);
        if (typeof key === 'symbol') return value;
        const own = path === '' ? key : `${path}.${key}`;
        if (!isTable(value)) {
          seen.add(own);
          return value;
        }
        const made = below.get(key) ?? watched(value, own);
        below.set(key, made);
        return made;
      },
    });
  };
  return { profile: watched(profile, '') as AgreementProfile, seen };
}

/** A list of codes; lists of tables are none. */
export const isCodeList = (value: SettingValue): value is readonly string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

/** "item ids: buyer item number" */
export const settingWords = (path: string): string =>
  path
    .split('.')
    .filter((part) => part !== 'edifact')
    .map((part) =>
      part.replace(
        /([a-z])([A-Z])/g,
        (_, before: string, capital: string) => `${before} ${capital.toLowerCase()}`,
      ),
    )
    .join(': ');
