import { type AgreementContent, describeAgreement } from '@coplan/collaboration';

import { plainText } from '../../ui/plain-text.ts';

/** Blocks that stand in lists (criteria, sharing rules) come together under one heading. */
const listTitles: readonly [start: string, title: string][] = [
  ['calendar.cycle', 'Weekly cycle'],
  ['consensus', 'Consensus'],
  ['criteria', 'Exceptions'],
  ['sharing', 'Sharing'],
  ['metrics', 'Metrics'],
];

/** The whole agreement for reading: every section in words, nothing to change. */
export function AgreementFacts({ content }: { content: AgreementContent }) {
  const blocks = describeAgreement(content);
  const single = blocks.filter(({ isListed }) => !isListed);
  return (
    <>
      {single.map(({ path, label, facts }) => (
        <section key={path} className="section" aria-label={label}>
          <h2>{label}</h2>
          <dl className="facts">
            {facts.map((fact) => (
              <div key={fact.path}>
                <dt>{fact.label}</dt>
                <dd>{plainText(fact.text)}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      {listTitles.map(([start, title]) => {
        const own = blocks.filter(({ path, isListed }) => isListed && path.startsWith(start));
        if (own.length === 0) return null;
        return (
          <section key={start} className="section" aria-label={title}>
            <h2>{title}</h2>
            {own.map(({ path, label, facts }) => (
              <details key={path} className="entry">
                <summary>{label}</summary>
                <dl className="facts">
                  {facts.map((fact) => (
                    <div key={fact.path}>
                      <dt>{fact.label}</dt>
                      <dd>{plainText(fact.text)}</dd>
                    </div>
                  ))}
                </dl>
              </details>
            ))}
          </section>
        );
      })}
    </>
  );
}
