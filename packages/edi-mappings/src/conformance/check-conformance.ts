import {
  decode,
  type Interchange,
  type Issue,
  issuesOf,
  type Message,
  type Place,
  placeText,
} from '@coplan/edi';
import { dialectOf } from '../agreement-profile.ts';
import type { AgreementTerms, TermsParty } from '../agreement-terms.ts';
import { mappedMessages } from '../mapped-messages.ts';
import type { SampleFile } from '../sample-proposal/proposal.ts';
import { setUse } from '../sample-proposal/set-use.ts';
import { type ConformanceRuleId, conformanceRules, remedyOf, ruleOf, toldOnly } from './remedies.ts';

export type ConformanceFinding = {
  file: string;
  /** Transaction set or message type, where it is about one. */
  set?: string | undefined;
  message: string;
  remedy: string;
  /** Where it is: interchange, message, segment, element, byte; empty for the file as a whole. */
  place: string;
  offset: number;
};
export type RuleVerdict = 'passed' | 'failed' | 'told';
export type ConformanceRule = {
  id: ConformanceRuleId;
  title: string;
  verdict: RuleVerdict;
  findings: ConformanceFinding[];
};
export type SetVerdict = { type: string; messageCount: number; passedCount: number; isPassed: boolean };
export type ConformanceReport = {
  isPassed: boolean;
  files: { name: string; messageCount: number }[];
  rules: ConformanceRule[];
  sets: SetVerdict[];
};

const findingsPerRuleMax = 200;
const acknowledgements = new Set(['997', '999', 'CONTRL', '824', 'APERAK']);

class Run {
  readonly findings = new Map<ConformanceRuleId, ConformanceFinding[]>();
  readonly failed = new Set<ConformanceRuleId>();

  note(rule: ConformanceRuleId, finding: ConformanceFinding, isFailure = !toldOnly.has(rule)): void {
    const found = this.findings.get(rule) ?? [];
    this.findings.set(rule, found);
    if (found.length < findingsPerRuleMax) found.push(finding);
    if (isFailure) this.failed.add(rule);
  }

  issue(file: string, issue: Issue, set?: string): void {
    const { message, place, severity } = issue;
    const finding = {
      file,
      set,
      message,
      remedy: remedyOf(issue),
      place: placeText(place),
      offset: place.offset,
    };
    this.note(ruleOf(issue), finding, severity === 'error');
  }
}

/**
 * Whether a partner's files keep an agreement, rule by rule, each fault with its place and its remedy. Nothing is stored
 * and nothing is sent: a partner may run it as often as he likes.
 */
export function checkConformance(files: readonly SampleFile[], terms: AgreementTerms): ConformanceReport {
  const run = new Run();
  const sets = new Map<string, { messageCount: number; passedCount: number }>();
  const summaries: ConformanceReport['files'] = [];
  const { delimiters, levels } = terms.profile;
  for (const { name, bytes } of files) {
    const balances = levels.balances === undefined || levels.balances === 'off' ? 'warning' : levels.balances;
    const decoded = decode(bytes, {
      levels: { ...levels, balances },
      ...(delimiters.charset === undefined ? {} : { charset: delimiters.charset }),
    });
    for (const issue of decoded.issues) run.issue(name, issue);
    let messageCount = 0;
    for (const interchange of decoded.interchanges) {
      const isAddressed = checkHeader(run, name, interchange, terms);
      const own = issuesOf({ interchanges: [interchange], issues: [] });
      for (const issue of own) run.issue(name, issue, typeAt(interchange, issue.place));
      for (const message of interchange.groups.flatMap((group) => group.messages)) {
        messageCount++;
        const verdict = sets.get(message.type) ?? { messageCount: 0, passedCount: 0 };
        verdict.messageCount++;
        if (checkMessage(run, { name, bytes }, message, terms) && isAddressed) verdict.passedCount++;
        sets.set(message.type, verdict);
      }
    }
    if (decoded.interchanges.length > 0 && messageCount === 0) {
      run.note('file', about(name, 'the file holds no message', 'Send at least one message.'));
    }
    summaries.push({ name, messageCount });
  }
  const rules = (Object.keys(conformanceRules) as ConformanceRuleId[]).map((id): ConformanceRule => {
    const findings = run.findings.get(id) ?? [];
    const verdict = run.failed.has(id) ? 'failed' : findings.length > 0 ? 'told' : 'passed';
    return { id, title: conformanceRules[id], verdict, findings };
  });
  return {
    isPassed: rules.every(({ verdict }) => verdict !== 'failed') && files.length > 0,
    files: summaries,
    rules,
    sets: [...sets].map(([type, counts]) => ({
      type,
      ...counts,
      isPassed: counts.passedCount === counts.messageCount,
    })),
  };
}

const about = (
  file: string,
  message: string,
  remedy: string,
  place: Partial<Place> = {},
  set?: string,
): ConformanceFinding => ({
  file,
  set,
  message,
  remedy,
  place: Object.keys(place).length === 0 ? '' : placeText({ offset: 0, ...place }),
  offset: place.offset ?? 0,
});

const typeAt = ({ groups }: Interchange, { message }: Place): string | undefined =>
  message === undefined
    ? undefined
    : groups.flatMap((group) => group.messages).find(({ reference }) => reference === message)?.type;

/** Addresses, usage and delimiters; false where the interchange would be set aside. */
function checkHeader(
  run: Run,
  file: string,
  { header, groups }: Interchange,
  terms: AgreementTerms,
): boolean {
  const { envelope, usage, profile } = terms;
  const place = { interchange: header.reference, offset: header.segment.offset };
  let isAddressed = true;
  const side = (
    what: 'sender' | 'receiver',
    agreed: TermsParty,
    found: { qualifier: string; id: string },
    groupId: string | undefined,
  ): void => {
    if (found.qualifier !== agreed.qualifier || found.id !== agreed.id) {
      const why = `the ${what} is ${found.qualifier}/${found.id}, agreed is ${agreed.qualifier}/${agreed.id}`;
      run.note(
        'addresses',
        about(file, why, `Write ${agreed.qualifier} and ${agreed.id} as ${what}.`, place),
      );
      isAddressed = false;
    }
    const agreedGroup = agreed.groupId ?? agreed.id;
    if (groupId !== undefined && groupId !== agreedGroup) {
      const why = `the ${what} of the group is ${groupId}, agreed is ${agreedGroup}`;
      run.note(
        'addresses',
        about(file, why, `Write ${agreedGroup} into the header of the group.`, place),
        false,
      );
    }
  };
  const [group] = groups;
  side('sender', envelope.partner, header.sender, group?.header?.sender);
  side('receiver', envelope.local, header.receiver, group?.header?.receiver);
  if (header.isTest !== (usage === 'test')) {
    const [is, agreed] = header.isTest ? ['a test', 'production'] : ['production', 'a test'];
    run.note(
      'usage',
      about(
        file,
        `the interchange says ${is}, agreed is ${agreed}`,
        'Set the test indicator as agreed.',
        place,
      ),
    );
    if (header.isTest) isAddressed = false;
  }
  const agreed = header.dialect.name === 'x12' ? profile.delimiters : profile.edifact.delimiters;
  for (const name of ['element', 'component', 'segment'] as const) {
    if (header.delimiters[name] === agreed[name]) continue;
    const why = `the ${name} delimiter is ${JSON.stringify(header.delimiters[name])}, agreed is ${JSON.stringify(agreed[name])}; it is read all the same`;
    run.note('delimiters', about(file, why, 'Use the agreed delimiter where you can.', place));
  }
  return isAddressed;
}

function checkMessage(run: Run, file: SampleFile, message: Message, terms: AgreementTerms): boolean {
  const { profile, sets } = terms;
  const { type, reference, version } = message;
  const place = {
    interchange: message.interchange.reference,
    message: reference,
    offset: message.segments[0]?.offset ?? 0,
  };
  const isX12 = dialectOf(type) === 'x12';
  const agreedVersion = isX12 ? profile.version : profile.edifact.version;
  let isPassed = message.isAccepted;
  if (acknowledgements.has(type)) return isPassed;
  if (version !== agreedVersion) {
    const why = `the ${type} has version ${version}, agreed is ${agreedVersion}`;
    const isReadable = version.slice(0, 6) === agreedVersion.slice(0, 6);
    run.note(
      'version',
      about(file.name, why, `Write it in version ${agreedVersion}.`, place, type),
      !isReadable,
    );
    if (!isReadable) isPassed = false;
  }
  const mapped = mappedMessages.find(({ mapping }) => mapping.type === type);
  const agreed = sets?.filter(({ direction }) => direction === 'from-partner').map((set) => set.type);
  if (mapped === undefined || agreed?.includes(type) === false) {
    const list =
      agreed ??
      mappedMessages.map(({ mapping }) => mapping.type).filter((one) => dialectOf(one) === profile.dialect);
    const why = `messages of type ${type} are not agreed: agreed are ${list.join(', ')}`;
    run.note('set', about(file.name, why, 'Send only messages that are agreed.', place, type));
    return false;
  }
  if (message.isAccepted) {
    const { issues } = mapped.mapping.read(message, profile);
    for (const issue of issues) {
      const { message: why, place: at } = issue;
      const finding = {
        file: file.name,
        set: type,
        message: why,
        remedy: remedyOf(issue),
        place: placeText(at),
        offset: at.offset,
      };
      run.note('document', finding);
    }
    if (issues.length > 0) isPassed = false;
  }
  noteUnused(run, file, message, terms);
  return isPassed;
}

function noteUnused(run: Run, file: SampleFile, message: Message, { profile }: AgreementTerms): void {
  const use = setUse([{ file, message, direction: 'from-partner' }], profile);
  for (const { segment, qualifier, places, evidence } of use?.unknown ?? []) {
    const what = qualifier === '' ? segment : `${segment} with ${qualifier}`;
    const why = `${what}: ${places.join(', ')} ${places.length === 1 ? 'is' : 'are'} not read`;
    const known = run.findings.get('unused')?.some((one) => one.message === why && one.set === message.type);
    if (known === true) continue;
    const place = {
      message: message.reference,
      segment: segment.split(' > ').at(-1),
      segmentIndex: evidence.segmentIndex,
      offset: evidence.offset ?? 0,
    };
    run.note('unused', about(file.name, why, 'It may stay; it has no effect with us.', place, message.type));
  }
}
