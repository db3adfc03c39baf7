import type { SettingField } from '../../app/gateway-types.ts';

/** What somebody has typed or chosen, by the setting's path; null takes the setting away. */
export type Edits = Readonly<Record<string, string | boolean | null>>;
export type SettingGroup = { id: string; title: string; part: 'as2' | 'sftp' | 'webhook' | null };

export const settingGroups: readonly SettingGroup[] = [
  { id: 'exchange', title: 'The exchange as a whole', part: null },
  { id: 'envelope', title: 'Envelopes', part: null },
  { id: 'as2', title: 'AS2', part: 'as2' },
  { id: 'sftp', title: 'The partner’s SFTP server', part: 'sftp' },
  { id: 'webhook', title: 'Webhook', part: 'webhook' },
  { id: 'profile', title: 'How messages differ', part: null },
];
export const groupOf = ({ path }: Pick<SettingField, 'path'>): string =>
  path.includes('.') ? (path.split('.')[0] ?? '') : 'exchange';

/** The value at a path; undefined where it is not stated. */
export const valueAt = (content: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>(
      (value, part) =>
        typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[part] : undefined,
      content,
    );

/** A value as it is typed: lists with commas, anything else that is no text as JSON. */
export function typedText(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  return Array.isArray(value) && value.every((one) => typeof one === 'string')
    ? value.join(', ')
    : JSON.stringify(value);
}

/** What was typed as a value of its kind; undefined when it is none. */
export function readTyped({ kind }: Pick<SettingField, 'kind'>, typed: string | boolean | null): unknown {
  if (typed === null || typeof typed === 'boolean') return typed;
  if (kind === 'list') {
    return typed
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== '');
  }
  if (kind === 'number')
    return typed.trim() === '' || Number.isNaN(Number(typed)) ? undefined : Number(typed);
  if (kind !== 'data') return typed;
  try {
    return JSON.parse(typed) as unknown;
  } catch {
    return undefined;
  }
}

const isSame = (left: unknown, right: unknown): boolean => JSON.stringify(left) === JSON.stringify(right);

/** What is to be changed of the content, and the settings whose text is no value yet. */
export function changesOf(
  fields: readonly SettingField[],
  edits: Edits,
  content: unknown,
): { changes: { path: string; value: unknown }[]; broken: string[] } {
  const byPath = new Map(fields.map((field) => [field.path, field]));
  const changes: { path: string; value: unknown }[] = [];
  const broken: string[] = [];
  for (const [path, typed] of Object.entries(edits)) {
    const field = byPath.get(path);
    const isEmptied = typed === '' && field?.isNeeded === false;
    const value = field === undefined || isEmptied ? null : readTyped(field, typed);
    if (value === undefined) broken.push(path);
    else if (!isSame(value, valueAt(content, path) ?? null)) changes.push({ path, value });
  }
  return { changes, broken };
}

/** The settings of a group that are shown: of a profile's hundreds those that differ, and those that are looked for. */
export function shownFields(
  fields: readonly SettingField[],
  group: string,
  { content, edits, search }: { content: unknown; edits: Edits; search: string },
): SettingField[] {
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const isFound = (text: string): boolean => words.every((word) => text.toLowerCase().includes(word));
  return fields.filter((field) => {
    if (groupOf(field) !== group) return false;
    if (group !== 'profile') return true;
    if (valueAt(content, field.path) !== undefined || edits[field.path] !== undefined) return true;
    return words.length > 0 && isFound(`${field.path} ${typedText(field.standard)}`);
  });
}
