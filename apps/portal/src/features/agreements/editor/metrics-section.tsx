import { Button } from '@mantine/core';
import { optionsOf } from '../words.ts';
import { ChoiceField, NumberField, ShareField, TextField } from './fields.tsx';
import { useAgreementForm } from './form-context.ts';

const directions = optionsOf({
  'higher-is-better': 'Higher is better',
  'lower-is-better': 'Lower is better',
  'near-zero': 'Near zero is better',
});

/** What is scored, by which goal and with what weight. */
export function MetricsSection() {
  const { content, isReadOnly, set } = useAgreementForm();
  const { metrics } = content;
  const add = () =>
    set(
      ['metrics'],
      [...metrics, { code: '', goal: 0, weight: 0, direction: 'higher-is-better', lagPeriods: 0 }],
    );
  return (
    <>
      <table className="table inset form-table" aria-label="Metrics">
        <thead>
          <tr>
            <th scope="col">Metric</th>
            <th scope="col">Goal</th>
            <th scope="col">Weight</th>
            <th scope="col">Direction</th>
            <th scope="col">Lag</th>
            <th scope="col">
              <span className="visually-hidden">Remove</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {metrics.map((_, index) => (
            <tr key={`metric-${index.toString()}`}>
              <td>
                <TextField path={['metrics', index, 'code']} label={`Metric ${index + 1}`} />
              </td>
              <td>
                <NumberField path={['metrics', index, 'goal']} label="Goal" scale={1} decimals={3} />
              </td>
              <td>
                <ShareField path={['metrics', index, 'weight']} label="Weight" />
              </td>
              <td>
                <ChoiceField path={['metrics', index, 'direction']} label="Direction" options={directions} />
              </td>
              <td>
                <NumberField path={['metrics', index, 'lagPeriods']} label="Lag" unit="periods" />
              </td>
              <td>
                {!isReadOnly && (
                  <Button
                    variant="subtle"
                    aria-label={`Remove metric ${index + 1}`}
                    onClick={() =>
                      set(
                        ['metrics'],
                        metrics.filter((_metric, at) => at !== index),
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
      {metrics.length === 0 && <p className="soft">Nothing is scored.</p>}
      {!isReadOnly && (
        <Button variant="default" mt="xs" onClick={add}>
          Add a metric
        </Button>
      )}
    </>
  );
}
