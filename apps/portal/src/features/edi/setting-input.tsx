import { ActionIcon, Select, Switch, TextInput } from '@mantine/core';
import type { SettingField } from '../../app/gateway-types.ts';
import { readTyped, typedText } from './agreement-edits.ts';
import { settingText } from './edi-words.ts';

type SettingInputProps = {
  field: SettingField;
  /** What the agreement states; undefined where the standard holds. */
  stated: unknown;
  edit: string | boolean | null | undefined;
  issue: string | undefined;
  /** `undefined` forgets the edit, null takes the setting away. */
  onEdit: (value: string | boolean | null | undefined) => void;
};

const hints: Readonly<Record<SettingField['kind'], string>> = {
  ...{ text: '', number: '', flag: '', choice: '' },
  ...{ list: 'with commas between them', data: 'as JSON' },
};

function descriptionOf({ kind, standard, meaning, min, max, isNeeded }: SettingField): string {
  const range = min === null || max === null ? '' : `${min} to ${max}`;
  const usual = standard === null ? (isNeeded ? 'needed' : '') : `standard: ${typedText(standard) || 'none'}`;
  return [meaning ?? '', hints[kind], range, usual].filter((part) => part !== '').join('; ');
}

/** One setting, drawn by its kind, with its standard beside it. */
export function SettingInput({ field, stated, edit, issue, onEdit }: SettingInputProps) {
  const { path, kind, choices, standard } = field;
  const current = edit === undefined ? stated : edit;
  const isStated = current !== undefined && current !== null;
  const isBroken = typeof edit === 'string' && edit !== '' && readTyped(field, edit) === undefined;
  const common = {
    label: settingText(path.replace(/^(as2|sftp|webhook|profile)\./, '')),
    description: descriptionOf(field),
    'data-testid': `setting-${path}`,
    'data-edited': edit !== undefined,
    error: isBroken ? `This is no ${kind === 'number' ? 'number' : 'JSON'}` : issue,
  };
  const takeAway =
    isStated && !field.isNeeded && standard !== null ? (
      <ActionIcon
        variant="subtle"
        size="sm"
        aria-label={`Standard for ${common.label}`}
        title="Take the standard"
        onClick={() => onEdit(null)}
      >
        ↺
      </ActionIcon>
    ) : undefined;
  if (kind === 'flag') {
    const { error, ...rest } = common;
    return (
      <Switch
        {...rest}
        error={error}
        checked={(isStated ? current : standard) === true}
        onChange={(event) => onEdit(event.currentTarget.checked)}
      />
    );
  }
  if (kind === 'choice') {
    return (
      <Select
        {...common}
        data={choices ?? []}
        value={isStated ? String(current) : null}
        placeholder={typedText(standard)}
        clearable={!field.isNeeded && standard === null}
        onChange={(value) => onEdit(value)}
      />
    );
  }
  return (
    <TextInput
      {...common}
      spellCheck={false}
      value={isStated ? typedText(current) : ''}
      placeholder={typedText(standard)}
      rightSection={takeAway}
      onChange={(event) => onEdit(event.currentTarget.value)}
    />
  );
}
