import { type ForecastPurpose, forecastPurposes } from '@coplan/collaboration';
import { Button } from '@mantine/core';
import { consensusNames, optionsOf, purposeNames } from '../words.ts';
import { ChoiceField, NumberField, ShareField } from './fields.tsx';
import { useAgreementForm } from './form-context.ts';

/** By which rule both values become one, and what is agreed without a person. */
export function ConsensusSection() {
  const { content, isReadOnly, set } = useAgreementForm();
  const { consensus, units } = content;
  const free = forecastPurposes.find((purpose) => consensus.every((rule) => rule.purpose !== purpose));
  const add = (purpose: ForecastPurpose) =>
    set(['consensus'], [...consensus, { purpose, rule: 'average', touchless: { ratio: 0.1 } }]);
  return (
    <>
      <table className="table inset form-table" aria-label="Consensus rules">
        <thead>
          <tr>
            <th scope="col">Forecast</th>
            <th scope="col">Rule</th>
            <th scope="col">Agreed untouched up to</th>
            <th scope="col">and</th>
            <th scope="col">and</th>
            <th scope="col">
              <span className="visually-hidden">Remove</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {consensus.map(({ purpose }, index) => (
            <tr key={purpose}>
              <td>{purposeNames[purpose]}</td>
              <td>
                <ChoiceField
                  path={['consensus', index, 'rule']}
                  label={`${purposeNames[purpose]}: rule`}
                  options={optionsOf(consensusNames)}
                />
              </td>
              <td>
                <ShareField
                  path={['consensus', index, 'touchless', 'ratio']}
                  label="Difference, share"
                  isOptional
                />
              </td>
              <td>
                <NumberField
                  path={['consensus', index, 'touchless', 'unitsMilli']}
                  label="Difference, units"
                  unit="units"
                  scale={1000}
                  isOptional
                />
              </td>
              <td>
                <NumberField
                  path={['consensus', index, 'touchless', 'moneyMinor']}
                  label="Difference, money"
                  unit={units.currency}
                  scale={100}
                  decimals={2}
                  isOptional
                />
              </td>
              <td>
                {!isReadOnly && (
                  <Button
                    variant="subtle"
                    aria-label={`Remove the rule of the ${purposeNames[purpose].toLowerCase()}`}
                    onClick={() =>
                      set(
                        ['consensus'],
                        consensus.filter((_, at) => at !== index),
                      )
                    }
                  >
                    Remove
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="soft">A value that one side has not given is asked for; it never counts as zero.</p>
      {!isReadOnly && free !== undefined && (
        <Button variant="default" onClick={() => add(free)}>
          Add a rule for the {purposeNames[free].toLowerCase()}
        </Button>
      )}
    </>
  );
}
