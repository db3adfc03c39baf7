import '../agreements.css';
import type { AgreementContent } from '@coplan/collaboration';
import { type ReactNode, useMemo } from 'react';
import { formatState } from '../../../ui/format.ts';
import { type ContentIssue, type ContentPath, countErrors, issuesOf, writeAt } from '../content-paths.ts';
import { CalendarSection } from './calendar-section.tsx';
import { ConsensusSection } from './consensus-section.tsx';
import { CriteriaSection } from './criteria-section.tsx';
import { type AgreementForm, AgreementFormContext } from './form-context.ts';
import { LeadsSection } from './leads-section.tsx';
import { MetricsSection } from './metrics-section.tsx';
import { ScopeSection } from './scope-section.tsx';
import { SharingSection } from './sharing-section.tsx';
import { GovernanceSection, HorizonsSection, OrderTermsSection, UnitsSection } from './terms-sections.tsx';

type Section = { id: string; title: string; parts: readonly string[]; body: ReactNode };

const sectionsOf = (categories: string[]): Section[] => [
  {
    id: 'scope',
    title: 'Parties and scope',
    parts: ['name', 'scenario', 'scope', 'validFrom', 'validTo', 'renewalNoticeDays'],
    body: <ScopeSection categories={categories} />,
  },
  { id: 'leads', title: 'Who leads', parts: ['leads'], body: <LeadsSection /> },
  { id: 'calendar', title: 'Calendar', parts: ['calendar'], body: <CalendarSection /> },
  { id: 'horizons', title: 'Horizons and liability', parts: ['horizons'], body: <HorizonsSection /> },
  { id: 'units', title: 'Units and money', parts: ['units'], body: <UnitsSection /> },
  { id: 'consensus', title: 'Consensus', parts: ['consensus'], body: <ConsensusSection /> },
  { id: 'criteria', title: 'Exceptions', parts: ['criteria'], body: <CriteriaSection /> },
  { id: 'sharing', title: 'Sharing', parts: ['sharing'], body: <SharingSection /> },
  { id: 'order-terms', title: 'Order terms', parts: ['orderTerms'], body: <OrderTermsSection /> },
  { id: 'metrics', title: 'Metrics', parts: ['metrics'], body: <MetricsSection /> },
  {
    id: 'governance',
    title: 'Governance',
    parts: ['governance', 'disputeDays'],
    body: <GovernanceSection />,
  },
];

type AgreementEditorProps = {
  content: AgreementContent;
  issues: readonly ContentIssue[];
  sideNames: { buyer: string; seller: string };
  categories?: string[];
  /** Absent: the agreement is only shown. */
  onChange?: (content: AgreementContent) => void;
};

/** The whole content of an agreement, section by section; what is wrong stands at its place. */
export function AgreementEditor({ content, issues, sideNames, categories, onChange }: AgreementEditorProps) {
  const sections = useMemo(() => sectionsOf(categories ?? []), [categories]);
  const form: AgreementForm = {
    content,
    issues,
    isReadOnly: onChange === undefined,
    sideNames,
    set: (path: ContentPath, value: unknown) => onChange?.(writeAt(content, path, value)),
  };
  return (
    <AgreementFormContext value={form}>
      <div className="agreement-form">
        <nav aria-label="Sections of the agreement" className="section-list">
          <ul>
            {sections.map(({ id, title, parts }) => {
              const wrong = countErrors(issues, parts);
              return (
                <li key={id}>
                  <a href={`#agreement-${id}`}>{title}</a>
                  {wrong > 0 && <span className="tag bad">{wrong} to fix</span>}
                </li>
              );
            })}
          </ul>
        </nav>
        <div>
          {sections.map(({ id, title, parts, body }) => (
            <section
              key={id}
              id={`agreement-${id}`}
              className="section form-section"
              aria-labelledby={`title-${id}`}
            >
              <h2 id={`title-${id}`}>{title}</h2>
              <SectionIssues issues={issues} parts={parts} />
              {body}
            </section>
          ))}
        </div>
      </div>
    </AgreementFormContext>
  );
}

/** What is said about a section as a whole or at a place that is folded away; fields show their own. */
function SectionIssues({ issues, parts }: { issues: readonly ContentIssue[]; parts: readonly string[] }) {
  const said = issuesOf(issues, parts);
  if (said.length === 0) return null;
  return (
    <ul
      className="section-issues"
      data-tone={said.some(({ severity }) => severity === 'error') ? 'bad' : 'warn'}
    >
      {said.map(({ path, message, severity }) => (
        <li key={`${path} ${message}`}>
          {severity === 'warning' && 'Look at this: '}
          {path.startsWith('criteria.') && `Criterion ${Number(path.split('.')[1]) + 1}: `}
          {message.startsWith('is ') || message.startsWith('must ')
            ? `${placeName(path)} ${message}`
            : message}
        </li>
      ))}
    </ul>
  );
}

/** "calendar.timeZone" → "Time zone", for messages that begin with a verb. */
function placeName(path: string): string {
  const last = path.split('.').findLast((part) => !/^\d+$/.test(part)) ?? path;
  return formatState(last.replace(/([A-Z])/g, '-$1').replace(/-(Milli|Minor|Ratio)$/, ''));
}
