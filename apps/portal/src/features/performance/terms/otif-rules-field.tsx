import { otifPresets } from '@coplan/collaboration';
import { Button, TextInput } from '@mantine/core';
import { useRowKeys } from '../../../ui/use-row-keys.ts';
import { type OwnOtifRules, otifRuleFields, valueAt, withValue } from './term-fields.ts';
import { TermInput } from './term-input.tsx';
import type { TermsFormProps } from './terms-form.tsx';

/** The latest rules of the first preset are where own ones begin. */
function seedOf(rules: readonly OwnOtifRules[], validFrom: string): OwnOtifRules {
  const seed = rules.at(-1) ?? otifPresets[0]?.versions.at(-1);
  if (seed === undefined) throw new Error('there is no preset to begin with');
  return {
    ...seed,
    version: String(rules.length + 1),
    validFrom: validFrom as OwnOtifRules['validFrom'],
  };
}

/** A customer's own rules for on time in full: versions, each from a day of ordering on. */
export function OtifRulesField({ content, currency, validFrom, onChange }: TermsFormProps) {
  const { ownRules } = content.otif;
  const { keyOf, added, removed } = useRowKeys(ownRules.length);
  const set = (rules: OwnOtifRules[]): void => onChange(withValue(content, ['otif', 'ownRules'], rules));
  const change = (index: number, rule: OwnOtifRules): void =>
    set(ownRules.map((one, at) => (at === index ? rule : one)));
  return (
    <>
      {ownRules.map((rule, index) => (
        <fieldset key={keyOf(index)} className="term-entry">
          <legend>Own rules {rule.version}</legend>
          <div className="field-grid term-fields">
            <TextInput
              label="Name of the version"
              maxLength={40}
              value={rule.version}
              onChange={(event) => change(index, { ...rule, version: event.currentTarget.value })}
            />
            <TextInput
              type="date"
              label="From"
              value={rule.validFrom}
              onChange={(event) => change(index, withValue(rule, ['validFrom'], event.currentTarget.value))}
            />
            {otifRuleFields.map((field) => (
              <TermInput
                key={field.path.join('.')}
                field={field}
                value={valueAt(rule, field.path)}
                currency={currency}
                onChange={(value) => change(index, withValue(rule, field.path, value))}
              />
            ))}
          </div>
          <Button
            variant="subtle"
            onClick={() => {
              removed(index);
              set(ownRules.filter((_, at) => at !== index));
            }}
          >
            Remove these rules
          </Button>
        </fieldset>
      ))}
      <Button
        variant="default"
        onClick={() => {
          added();
          set([...ownRules, seedOf(ownRules, validFrom)]);
        }}
      >
        {ownRules.length === 0 ? 'Write own rules' : 'One version more'}
      </Button>
    </>
  );
}
