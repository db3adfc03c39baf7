import { type AgreementContent, leadOptionOf, leadOptions } from '@coplan/collaboration';
import { Button } from '@mantine/core';
import { ChoiceField, FieldGrid } from './fields.tsx';
import { useAgreementForm } from './form-context.ts';

const steps: readonly { key: keyof AgreementContent['leads']; label: string }[] = [
  { key: 'salesForecast', label: 'Sales forecast' },
  { key: 'orderForecast', label: 'Order forecast' },
  { key: 'orderGeneration', label: 'Order generation' },
  { key: 'fulfilment', label: 'Fulfilment' },
];

/** Who leads each step; the options A to D of the model fill all four at once. */
export function LeadsSection() {
  const { content, isReadOnly, set, sideNames } = useAgreementForm();
  const chosen = leadOptionOf(content.leads);
  const options = [
    { value: 'buyer', label: sideNames.buyer },
    { value: 'seller', label: sideNames.seller },
  ];
  return (
    <>
      <fieldset className="choice-row" aria-label="Option of the CPFR model">
        {leadOptions.map(({ code, name, summary, leads }) => (
          <Button
            key={code}
            variant={chosen?.code === code ? 'light' : 'default'}
            aria-pressed={chosen?.code === code}
            disabled={isReadOnly}
            title={summary}
            onClick={() => set(['leads'], leads)}
          >
            {chosen?.code === code ? '✓ ' : ''}
            {code} · {name}
          </Button>
        ))}
        {chosen === null && <span className="soft">An own division of the lead</span>}
      </fieldset>
      <FieldGrid>
        {steps.map(({ key, label }) => (
          <ChoiceField key={key} path={['leads', key]} label={label} options={options} />
        ))}
      </FieldGrid>
    </>
  );
}
