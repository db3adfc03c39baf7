import type { MeasuringTerms } from '../../../app/api-types.ts';
import { ActionsField } from './actions-field.tsx';
import { OtifRulesField } from './otif-rules-field.tsx';
import { termSections, valueAt, withValue } from './term-fields.ts';
import { TermInput } from './term-input.tsx';

export type TermsFormProps = {
  content: MeasuringTerms;
  currency: string;
  /** From when on the new version holds. */
  validFrom: string;
  onChange: (content: MeasuringTerms) => void;
};

/** Everything that can be agreed about measuring, in the order in which it is read. */
export function TermsForm(props: TermsFormProps & { known: ReadonlySet<string> }) {
  const { content, currency, onChange } = props;
  return (
    <>
      {termSections.map(({ title, about, fields }) => (
        <section key={title} className="section" aria-label={title}>
          <h2>{title}</h2>
          <p className="soft">{about}</p>
          <div className="field-grid term-fields">
            {fields.map((field) => (
              <TermInput
                key={field.path.join('.')}
                field={field}
                value={valueAt(content, field.path)}
                currency={currency}
                onChange={(value) => onChange(withValue(content, field.path, value))}
              />
            ))}
          </div>
          {title === 'On time in full' && content.otif.preset === null && <OtifRulesField {...props} />}
        </section>
      ))}
      <ActionsField {...props} />
    </>
  );
}
