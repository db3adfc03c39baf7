import type { Criterion } from '@coplan/collaboration';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { criterionSentence } from '../criterion-sentence.ts';
import { newCriterion, reshapeCriterion } from '../new-criterion.ts';
import { priorityNames, resolutionNames } from '../words.ts';
import { CriterionFields } from './criterion-fields.tsx';
import { useAgreementForm } from './form-context.ts';

/** What is an exception, who answers when, and what happens when nobody does. */
export function CriteriaSection() {
  const { content, issues, isReadOnly, set } = useAgreementForm();
  const { criteria, units } = content;
  const [openIndex, setOpenIndex] = useState<number>();
  const add = () => {
    set(['criteria'], [...criteria, newCriterion(criteria)]);
    setOpenIndex(criteria.length);
  };
  const remove = (index: number) => {
    set(
      ['criteria'],
      criteria.filter((_, at) => at !== index),
    );
    setOpenIndex(undefined);
  };
  return (
    <>
      <ol className="criteria">
        {criteria.map((criterion, index) => (
          <li key={`criterion-${index.toString()}`}>
            <CriterionSummary
              criterion={criterion}
              currency={units.currency}
              isOpen={openIndex === index}
              isWrong={issues.some(({ path }) => path.startsWith(`criteria.${index}.`))}
              onToggle={() => setOpenIndex(openIndex === index ? undefined : index)}
            />
            {openIndex === index && (
              <div className="criterion-body">
                <CriterionFields
                  index={index}
                  onKind={(kind) => set(['criteria', index], reshapeCriterion(criterion, kind))}
                />
                {!isReadOnly && (
                  <Button variant="subtle" color="red" onClick={() => remove(index)}>
                    Remove this criterion
                  </Button>
                )}
              </div>
            )}
          </li>
        ))}
      </ol>
      {criteria.length === 0 && <p className="soft">Nothing is an exception yet.</p>}
      {!isReadOnly && (
        <Button variant="default" onClick={add}>
          Add a criterion
        </Button>
      )}
    </>
  );
}

type CriterionSummaryProps = {
  criterion: Criterion;
  currency: string;
  isOpen: boolean;
  isWrong: boolean;
  onToggle: () => void;
};

function CriterionSummary({ criterion, currency, isOpen, isWrong, onToggle }: CriterionSummaryProps) {
  const { name, priority, responseHours, defaultResolution, escalationHours } = criterion;
  const ladder = escalationHours.length === 0 ? '' : `, escalates after ${escalationHours.join(', ')} h`;
  return (
    <button type="button" className="criterion" aria-expanded={isOpen} onClick={onToggle}>
      <span className="criterion-name">
        <span aria-hidden="true">{isOpen ? '▾' : '▸'}</span> {name === '' ? 'Without a name' : name}
        {isWrong && <span className="tag bad">incomplete</span>}
        <span className={priority === 'HIGH' ? 'tag warn' : 'tag'}>{priorityNames[priority]}</span>
      </span>
      <span>{criterionSentence(criterion, { currency })}</span>
      <span className="soft">
        Answer within {responseHours} working hours{ladder}; then: {resolutionNames[defaultResolution]}
      </span>
    </button>
  );
}
