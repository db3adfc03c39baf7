import { NativeSelect, TextInput } from '@mantine/core';
import type { Answer, Answers, Evidence, Question } from './practice-types.ts';

export const evidenceText = (evidence: readonly Evidence[]): string =>
  evidence.map(({ file, place, value }) => `${file}, ${place}: ${value}`).join(' · ');

/** What is chosen, as the select has it. */
const chosen = (answer: Answer | undefined): string => {
  if (answer === undefined) return '';
  if (answer === 'leave') return 'leave';
  return 'choice' in answer ? String(answer.choice) : 'text';
};

type QuestionsProps = {
  questions: readonly Question[];
  answers: Answers;
  openIds: readonly string[];
  onAnswer: (id: string, answer: Answer | undefined) => void;
};

/** What the samples leave open, each with what was seen and the answers that there are. */
export function Questions({ questions, answers, openIds, onAnswer }: QuestionsProps) {
  return (
    <ul className="questions" aria-label="Questions">
      {questions.map((question) => (
        <li key={question.id} data-answered={!openIds.includes(question.id)} data-testid="question">
          <span id={`question-${question.id}`}>{question.text}</span>
          {question.evidence.length > 0 && (
            <span className="evidence mono">{evidenceText(question.evidence)}</span>
          )}
          <AnswerFields question={question} answer={answers[question.id]} onAnswer={onAnswer} />
        </li>
      ))}
    </ul>
  );
}

function AnswerFields({
  question: { id, choices, free },
  answer,
  onAnswer,
}: {
  question: Question;
  answer: Answer | undefined;
  onAnswer: QuestionsProps['onAnswer'];
}) {
  const value = chosen(answer);
  const take = (next: string): void => {
    if (next === '') onAnswer(id, undefined);
    else if (next === 'leave') onAnswer(id, 'leave');
    else if (next === 'text') onAnswer(id, { text: free?.example ?? '' });
    else onAnswer(id, { choice: Number(next) });
  };
  return (
    <div className="question-answers">
      <NativeSelect
        aria-labelledby={`question-${id}`}
        size="xs"
        value={value}
        onChange={(event) => take(event.currentTarget.value)}
        data={[
          { value: '', label: 'Not answered yet' },
          ...choices.map(({ label }, index) => ({ value: String(index), label })),
          ...(free === undefined ? [] : [{ value: 'text', label: 'It is always …' }]),
          ...(id === 'envelope' ? [] : [{ value: 'leave', label: 'Leave it as usual' }]),
        ]}
      />
      {value === 'text' && answer !== undefined && typeof answer === 'object' && 'text' in answer && (
        <TextInput
          aria-label="The value"
          size="xs"
          maxLength={100}
          value={answer.text}
          onChange={(event) => onAnswer(id, { text: event.currentTarget.value })}
        />
      )}
    </div>
  );
}
