import { optionsOf, scenarioNames } from '../words.ts';
import { ChoiceField, FieldGrid, NumberField, OpenDateField, TagsField, TextField } from './fields.tsx';
import { ScopeList } from './scope-list.tsx';

/** Who, what and for how long. */
export function ScopeSection({ categories }: { categories: string[] }) {
  return (
    <>
      <FieldGrid>
        <TextField path={['name']} label="Name" />
        <ChoiceField path={['scenario']} label="Scenario" options={optionsOf(scenarioNames)} />
        <TextField path={['validFrom']} label="Valid from" type="date" />
        <OpenDateField path={['validTo']} label="Valid to" hint="Empty: until it is terminated" />
        <NumberField path={['renewalNoticeDays']} label="Renewal notice" unit="days" />
      </FieldGrid>
      <TagsField
        path={['scope', 'categories']}
        label="Categories"
        hint="Empty: every category that the seller delivers"
        placeholder="Add a category"
        suggestions={categories}
        whenEmpty={null}
      />
      <ScopeList kind="items" />
      <ScopeList kind="locations" />
    </>
  );
}
