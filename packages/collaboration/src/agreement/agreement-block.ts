/** One readable fact of an agreement: its place, what it is called on the screen, and its value in words. */
export type AgreementFact = { path: string; label: string; text: string };

/**
 * Facts that stand or fall together. An `isListed` block is an entry of a list (one criterion, one sharing rule), found
 * again in another version by its own key and not by its position.
 */
export type AgreementBlock = {
  path: string;
  label: string;
  isListed: boolean;
  summary: string;
  facts: AgreementFact[];
};

export type Facts = readonly (readonly [field: string, label: string, text: string])[];

export const block = (path: string, label: string, facts: Facts): AgreementBlock => ({
  path,
  label,
  isListed: false,
  summary: '',
  facts: facts.map(([field, name, text]) => ({ path: `${path}.${field}`, label: name, text })),
});

export const entry = (path: string, label: string, summary: string, facts: Facts): AgreementBlock => ({
  ...block(path, label, facts),
  isListed: true,
  summary,
});
