import type { Criterion } from '@coplan/collaboration';
import { Checkbox, NativeSelect } from '@mantine/core';
import {
  activityNames,
  comparisonNames,
  dataQualityNames,
  forecastTestNames,
  operationalTestNames,
  optionsOf,
  priorityNames,
  purposeNames,
  resolutionNames,
  volumeClassNames,
  windowNames,
} from '../words.ts';
import {
  CheckField,
  ChoiceField,
  FieldGrid,
  NumberField,
  ShareField,
  TagsField,
  TextField,
} from './fields.tsx';
import { useAgreementForm, useField } from './form-context.ts';

type CriterionFieldsProps = { index: number; onKind: (kind: Criterion['kind']) => void };

const kindOptions = [
  { value: 'forecast', label: 'Forecast: two values compared' },
  { value: 'operational', label: 'Operational: stock and movements' },
  { value: 'metric', label: 'Metric: performance' },
  { value: 'data-quality', label: 'Data quality' },
];
const kinds = ['forecast', 'operational', 'metric', 'data-quality'] as const;

/** One criterion in full: what is compared, beyond what, and how it is answered. */
export function CriterionFields({ index, onKind }: CriterionFieldsProps) {
  const { content, isReadOnly } = useAgreementForm();
  const kind = content.criteria[index]?.kind ?? 'forecast';
  return (
    <>
      <FieldGrid>
        <TextField path={['criteria', index, 'name']} label="Name" />
        <TextField path={['criteria', index, 'code']} label="Code" hint="Small letters, digits, hyphens" />
        <NativeSelect
          label="Kind"
          size="xs"
          data={kindOptions}
          value={kind}
          disabled={isReadOnly}
          onChange={(event) => onKind(kinds.find((one) => one === event.currentTarget.value) ?? 'forecast')}
        />
      </FieldGrid>
      {kind === 'forecast' && <ForecastFields index={index} />}
      {kind === 'operational' && <OperationalFields index={index} />}
      {kind === 'metric' && <MetricFields index={index} />}
      {kind === 'data-quality' && <DataQualityFields index={index} />}
      <ThresholdFields index={index} />
      <AnswerFields index={index} />
    </>
  );
}

function ForecastFields({ index }: { index: number }) {
  const { sideNames } = useAgreementForm();
  const sides = [
    { value: 'buyer', label: sideNames.buyer },
    { value: 'seller', label: sideNames.seller },
  ];
  const at = (field: string) => ['criteria', index, field];
  return (
    <FieldGrid>
      <ChoiceField path={at('test')} label="What is compared" options={optionsOf(forecastTestNames)} />
      <ChoiceField path={at('purpose')} label="Of" options={optionsOf(purposeNames)} />
      <ChoiceField path={at('dataSource')} label="Whose value" options={sides} />
      <ChoiceField
        path={at('comparisonDataSource')}
        label="Against whose"
        options={sides}
        emptyLabel="Nobody’s"
      />
      <ChoiceField path={at('window')} label="In" options={optionsOf(windowNames)} />
      <ChoiceField
        path={at('ratioBase')}
        label="Share of"
        options={optionsOf({
          'larger-value': 'the larger value',
          'source-value': 'whose value',
          'compared-value': 'the compared value',
        })}
      />
    </FieldGrid>
  );
}

function OperationalFields({ index }: { index: number }) {
  const at = (field: string) => ['criteria', index, field];
  const { value: test } = useField(at('test'));
  return (
    <FieldGrid>
      <ChoiceField path={at('test')} label="What is watched" options={optionsOf(operationalTestNames)} />
      <ChoiceField path={at('activity')} label="Activity" options={optionsOf(activityNames)} />
      {test === 'projected-overstock' ? (
        <NumberField path={at('daysOfSupplyMax')} label="More than" unit="days of supply" isOptional />
      ) : (
        <NumberField path={at('valueMilli')} label="Value" unit="units" scale={1000} isOptional />
      )}
    </FieldGrid>
  );
}

function MetricFields({ index }: { index: number }) {
  const at = (field: string) => ['criteria', index, field];
  return (
    <FieldGrid>
      <TextField path={at('metricCode')} label="Metric" />
      <NumberField path={at('goal')} label="Goal" scale={1} decimals={3} />
      <NumberField path={at('observationsMin')} label="Only with at least" unit="observations" />
    </FieldGrid>
  );
}

function DataQualityFields({ index }: { index: number }) {
  const at = (field: string) => ['criteria', index, field];
  return (
    <FieldGrid>
      <ChoiceField path={at('test')} label="What is watched" options={optionsOf(dataQualityNames)} />
      <NumberField path={at('bucketsMax')} label="For more than" unit="periods" isOptional />
    </FieldGrid>
  );
}

function ThresholdFields({ index }: { index: number }) {
  const { content } = useAgreementForm();
  const at = (field: string) => ['criteria', index, 'thresholds', field];
  return (
    <FieldGrid>
      <ChoiceField
        path={['criteria', index, 'comparison']}
        label="When it"
        options={optionsOf(comparisonNames)}
      />
      <ShareField path={at('ratio')} label="Share" isOptional />
      <NumberField path={at('unitsMilli')} label="and units" unit="units" scale={1000} isOptional />
      <NumberField
        path={at('moneyMinor')}
        label="and money"
        unit={content.units.currency}
        scale={100}
        decimals={2}
        isOptional
      />
    </FieldGrid>
  );
}

function AnswerFields({ index }: { index: number }) {
  const at = (field: string) => ['criteria', index, field];
  return (
    <>
      <FieldGrid>
        <ChoiceField path={at('priority')} label="Priority" options={optionsOf(priorityNames)} />
        <NumberField path={at('responseHours')} label="Answer within" unit="working hours" />
        <ChoiceField
          path={at('defaultResolution')}
          label="If nobody answers"
          options={optionsOf(resolutionNames)}
        />
        <EscalationField index={index} />
      </FieldGrid>
      <TagsField
        path={at('categories')}
        label="Only for the categories"
        hint="Empty: all items of the agreement"
        placeholder="Add a category"
        whenEmpty={null}
      />
      <VolumeClasses index={index} />
      <CheckField path={at('isBlocking')} label="The joint plan cannot be agreed while this is open" />
    </>
  );
}

/** None chosen: all of them. */
function VolumeClasses({ index }: { index: number }) {
  const { value, error, isReadOnly, set } = useField(['criteria', index, 'volumeClasses']);
  return (
    <Checkbox.Group
      label="Only for (none chosen: all)"
      error={error}
      value={Array.isArray(value) ? value.map(String) : []}
      readOnly={isReadOnly}
      onChange={(chosen) => set(chosen.length === 0 ? undefined : chosen)}
    >
      <div className="choice-row">
        {optionsOf(volumeClassNames).map((option) => (
          <Checkbox key={option.value} {...option} disabled={isReadOnly} />
        ))}
      </div>
    </Checkbox.Group>
  );
}

/** Hours after the due time at which manager and sponsor take over. */
function EscalationField({ index }: { index: number }) {
  const { value, error, isReadOnly, set } = useField(['criteria', index, 'escalationHours']);
  const hours = Array.isArray(value) ? value.map(String) : [];
  return (
    <div>
      <label htmlFor={`escalation-${index}`} className="field-label">
        Escalates after (h late)
      </label>
      <input
        id={`escalation-${index}`}
        className="plain-input"
        defaultValue={hours.join(', ')}
        readOnly={isReadOnly}
        placeholder="8, 16"
        aria-invalid={error !== undefined}
        onBlur={(event) =>
          set(
            event.currentTarget.value
              .split(/[^\d]+/)
              .filter((word) => word !== '')
              .map(Number),
          )
        }
      />
      {error !== undefined && <span className="field-error">{error}</span>}
    </div>
  );
}
