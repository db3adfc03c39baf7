import { type Block, heading, list, table, text } from '../blocks/blocks.ts';
import type { ConformanceReport, RuleVerdict } from './check-conformance.ts';

const verdictWords: Readonly<Record<RuleVerdict, string>> = {
  passed: 'passed',
  failed: 'FAILED',
  told: 'passed, with remarks',
};
const shownMax = 50;

/** The report for people: the verdict, each set, each rule, and every fault with its place and remedy. */
export function conformancePage(report: ConformanceReport, title: string): Block[] {
  const { isPassed, sets, rules, files } = report;
  const messageCount = files.reduce((sum, file) => sum + file.messageCount, 0);
  const blocks: Block[] = [
    heading(1, title),
    text(
      isPassed
        ? `All ${messageCount} messages in ${files.length} files keep the agreement.`
        : 'The agreement is not kept yet: see what failed below, each with its place and remedy.',
    ),
    table(
      ['message', 'sent', 'passed', 'verdict'],
      sets.map((set) => [
        set.type,
        String(set.messageCount),
        String(set.passedCount),
        set.isPassed ? 'passed' : 'FAILED',
      ]),
    ),
    table(
      ['rule', 'verdict', 'remarks'],
      rules.map((rule) => [rule.title, verdictWords[rule.verdict], String(rule.findings.length)]),
    ),
  ];
  for (const { title: rule, findings } of rules) {
    if (findings.length === 0) continue;
    blocks.push(heading(2, rule));
    blocks.push(
      list(
        findings
          .slice(0, shownMax)
          .map(
            ({ file, message, remedy, place }) =>
              `${message}. ${remedy === '' ? '' : `${remedy} `}(${[file, place].filter((one) => one !== '').join(', ')})`,
          ),
      ),
    );
    if (findings.length > shownMax) blocks.push(text(`… and ${findings.length - shownMax} more.`));
  }
  return blocks;
}
