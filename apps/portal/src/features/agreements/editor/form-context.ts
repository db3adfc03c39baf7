import type { AgreementContent } from '@coplan/collaboration';
import { createContext, useContext } from 'react';
import { type ContentIssue, type ContentPath, issueAt, readAt } from '../content-paths.ts';

/** The draft that a form edits; issues are shown at their places. */
export type AgreementForm = {
  content: AgreementContent;
  issues: readonly ContentIssue[];
  isReadOnly: boolean;
  sideNames: { buyer: string; seller: string };
  set: (path: ContentPath, value: unknown) => void;
};

export const AgreementFormContext = createContext<AgreementForm | undefined>(undefined);

export function useAgreementForm(): AgreementForm {
  const form = useContext(AgreementFormContext);
  if (form === undefined) throw new Error('A field of an agreement stands outside its form');
  return form;
}

/** One place of the draft: what stands there, what is wrong with it, and how to change it. */
export function useField(path: ContentPath) {
  const { content, issues, isReadOnly, set } = useAgreementForm();
  return {
    value: readAt(content, path),
    error: issueAt(issues, path),
    isReadOnly,
    set: (value: unknown) => set(path, value),
  };
}
