/** Measuring terms as people read them, and what differs between two of them. Pure. */
import { otifPresets } from '@coplan/collaboration';
import type { MeasuringTerms, TermsView } from '../../../app/api-types.ts';
import type { DiffRow, DiffSection } from '../../../ui/diff-table.tsx';
import { formatCount, formatDay, formatMoney } from '../../../ui/format.ts';
import { formatShare } from '../../../ui/plain-text.ts';
import { riskTitles } from '../performance-words.ts';
import {
  type OwnOtifRules,
  otifRuleFields,
  type TermAction,
  type TermField,
  termSections,
  valueAt,
} from './term-fields.ts';

const counted = (count: number, unit: 'days' | 'hours'): string =>
  `${formatCount(count)} ${count === 1 ? unit.slice(0, -1) : unit}`;

/** A value of the terms in the user's own units. */
export function fieldText(field: TermField, value: unknown, currency: string): string {
  if (field.kind === 'choice') return field.options.find((one) => one.value === value)?.label ?? '–';
  if (field.kind === 'yes') return value === true ? 'yes' : 'no';
  if (typeof value !== 'number')
    return field.kind === 'number' ? (field.emptyText ?? '–') : String(value ?? '–');
  if (field.kind !== 'number') return String(value);
  if (field.unit === '%') return formatShare(value / 1_000_000);
  return field.unit === 'money' ? formatMoney(value, currency) : counted(value, field.unit);
}

export function effectText({ effect }: Pick<TermAction, 'effect'>): string {
  return effect.kind === 'gain-hours'
    ? `gains ${counted(effect.hours, 'hours')}`
    : `avoids ${formatShare(effect.avoidedMicros / 1_000_000)} of “${riskTitles[effect.component].toLowerCase()}”`;
}
export const actionText = (action: TermAction, currency: string): string =>
  `${action.name}: ${formatMoney(action.actionMinor, currency)}, ${effectText(action)}`;

const ruleText = (rule: OwnOtifRules, currency: string): string =>
  otifRuleFields
    .map((field) => `${field.label}: ${fieldText(field, valueAt(rule, field.path), currency)}`)
    .join(' · ');

/** The customer's rules for on time in full, each from its day on: own ones, or those of the preset. */
export const otifRulesOf = ({ otif }: MeasuringTerms): readonly OwnOtifRules[] =>
  otif.preset === null
    ? otif.ownRules
    : (otifPresets.find(({ code }) => code === otif.preset)?.versions ?? []);

type Line = { key: string; label: string; text: string };
type Lines = { title: string; lines: Line[] };

/** Everything that the terms say, section by section. */
export function termLines(content: MeasuringTerms, currency: string): Lines[] {
  const sections = termSections.map(({ title, fields }) => ({
    title,
    lines: fields.map((field) => ({
      key: field.path.join('.'),
      label: field.label,
      text: fieldText(field, valueAt(content, field.path), currency),
    })),
  }));
  const rules = otifRulesOf(content).map((rule) => ({
    key: `rules ${rule.validFrom}`,
    label: `Rules “${rule.version}” from ${formatDay(rule.validFrom)}`,
    text: ruleText(rule, currency),
  }));
  const last = sections.at(-1);
  last?.lines.push(...rules);
  const actions = content.actions.map((action) => ({
    key: `action ${action.code}`,
    label: action.name,
    text: `${formatMoney(action.actionMinor, currency)}, ${effectText(action)}`,
  }));
  return [...sections, { title: 'Actions against a failure', lines: actions }];
}

/** What a version changes against another. */
export function diffTerms(before: MeasuringTerms, after: MeasuringTerms, currency: string): DiffSection[] {
  const old = new Map(
    termLines(before, currency).flatMap(({ lines }) => lines.map((line) => [line.key, line] as const)),
  );
  const now = termLines(after, currency);
  const kept = new Set(now.flatMap(({ lines }) => lines.map(({ key }) => key)));
  const rowOf = ({ key, label }: Line, was: string | null, is: string | null): DiffRow => ({
    ...{ path: key, label, before: was, after: is },
    kind: was === null ? 'added' : is === null ? 'removed' : 'changed',
  });
  return termLines(before, currency).flatMap(({ title, lines }, index) => {
    const present = now[index]?.lines ?? [];
    const changes = [
      ...present.flatMap((line) => {
        const was = old.get(line.key)?.text ?? null;
        return was === line.text ? [] : [rowOf(line, was, line.text)];
      }),
      ...lines.flatMap((line) => (kept.has(line.key) ? [] : [rowOf(line, line.text, null)])),
    ];
    return changes.length === 0 ? [] : [{ title, changes }];
  });
}

/** Why the terms cannot be saved yet, each in a sentence. */
export function termProblems(content: MeasuringTerms): string[] {
  const { window, otif, actions } = content;
  const empty = termSections
    .flatMap(({ fields }) => fields)
    .filter((field) => field.kind === 'number' && field.emptyText === undefined)
    .filter(({ path }) => typeof valueAt(content, path) !== 'number')
    .map(({ label }) => `${label}: give a number.`);
  const codes = actions.map(({ code }) => code);
  return [
    ...empty,
    ...(window.opens < window.closes ? [] : ['The doors close before they open.']),
    ...(otif.preset === null && otif.ownRules.length === 0
      ? ['On time in full: choose a preset, or give at least one version of your own rules.']
      : []),
    ...(otif.ownRules.some(({ version }) => version.trim() === '')
      ? ['On time in full: each version of your own rules needs a name.']
      : []),
    ...(new Set(otif.ownRules.map(({ validFrom }) => validFrom)).size === otif.ownRules.length
      ? []
      : ['On time in full: two versions begin on the same day.']),
    ...(actions.some(({ name }) => name.trim() === '') ? ['Each action needs a name.'] : []),
    ...(new Set(codes).size === codes.length ? [] : ['Two actions have the same name.']),
  ];
}

type Version = TermsView['versions'][number];
export type Standing = 'holds' | 'comes' | 'over';

/** Which version holds on a day: of two from one day the one that was written last. */
export const versionOn = (versions: readonly Version[], today: string): Version | undefined =>
  versions.findLast(({ validFrom }) => validFrom <= today);

export function standingOf(version: Version, versions: readonly Version[], today: string): Standing {
  if (versionOn(versions, today) === version) return 'holds';
  return version.validFrom > today ? 'comes' : 'over';
}

/** Until the day before which a version holds; `null`: no later one is known, `undefined`: it never held. */
export function endOf(version: Version, versions: readonly Version[]): string | null | undefined {
  const after = versions.slice(versions.indexOf(version) + 1);
  if (after.some(({ validFrom }) => validFrom === version.validFrom)) return undefined;
  return after[0]?.validFrom ?? null;
}

/** Of all suppliers, or those of one supplier alone; oldest first. */
export const versionsOf = ({ versions }: TermsView, supplierId: string | null): Version[] =>
  versions.filter((version) => version.supplierId === supplierId);
