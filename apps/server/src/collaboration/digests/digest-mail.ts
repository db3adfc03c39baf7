import type { NewsKind } from './digest-preferences.ts';

/** One thing that waits for somebody, as a line of a mail. */
export type NewsItem = {
  kind: NewsKind;
  /** Names the item and what is new about it: the same key is told once. */
  key: string;
  text: string;
  /** Path in the portal. */
  path: string;
  dueAt: Date | null;
  moneyMinor: number | null;
  currency: string | null;
  /** Only for that person; null: for everybody with the role. */
  forUserId: string | null;
};

const titles: Record<NewsKind, string> = {
  exceptions: 'Exceptions that wait for you',
  commits: 'Commits that you owe',
  cycle: 'Steps of this week’s cycle',
  agreements: 'Agreements to look at or to sign',
  mentions: 'You were asked',
};
const kinds = Object.keys(titles) as NewsKind[];

const moneyText = ({ moneyMinor, currency }: NewsItem): string =>
  moneyMinor === null || currency === null
    ? ''
    : ` · ${new Intl.NumberFormat('en', { style: 'currency', currency, maximumFractionDigits: 0 }).format(
        moneyMinor / 100,
      )}`;

const dueText = ({ dueAt }: NewsItem, timeZone: string): string =>
  dueAt === null
    ? ''
    : ` · due ${new Intl.DateTimeFormat('en-GB', {
        timeZone,
        weekday: 'short',
        day: 'numeric',
        month: 'short',
        hour: '2-digit',
        minute: '2-digit',
      }).format(dueAt)}`;

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => escapes[sign] ?? sign);

const linesMax = 20;

/** The mail for one person: sections by kind, most urgent first, each line with a link. Local times of the reader. */
export function composeDigest(
  items: readonly NewsItem[],
  { publicUrl, timeZone }: { publicUrl: string; timeZone: string },
): { subject: string; text: string; html: string } {
  const urgency = ({ dueAt }: NewsItem): number => dueAt?.getTime() ?? Number.MAX_SAFE_INTEGER;
  const sections = kinds
    .map((kind) => ({
      kind,
      lines: items
        .filter((item) => item.kind === kind)
        .toSorted((left, right) => urgency(left) - urgency(right) || (left.key < right.key ? -1 : 1)),
    }))
    .filter(({ lines }) => lines.length > 0);
  const first = sections[0];
  const subject =
    items.length === 1 && first?.lines[0] !== undefined
      ? first.lines[0].text.slice(0, 150)
      : `${items.length} things wait for you: ${sections
          .map(({ kind, lines }) => `${lines.length} ${kind}`)
          .join(', ')}`;
  const line = (item: NewsItem): string => `${item.text}${moneyText(item)}${dueText(item, timeZone)}`;
  const more = (count: number): string => (count > linesMax ? `… and ${count - linesMax} more` : '');
  const text = sections
    .flatMap(({ kind, lines }) => [
      titles[kind],
      ...lines.slice(0, linesMax).map((item) => `- ${line(item)}\n  ${publicUrl}${item.path}`),
      more(lines.length),
      '',
    ])
    .filter((part, index, all) => part !== '' || all[index - 1] !== '')
    .join('\n');
  const html = sections
    .map(({ kind, lines }) => {
      const rows = lines
        .slice(0, linesMax)
        .map((item) => `<li><a href="${escaped(publicUrl + item.path)}">${escaped(line(item))}</a></li>`);
      return `<h2>${titles[kind]}</h2><ul>${rows.join('')}</ul><p>${more(lines.length)}</p>`;
    })
    .join('');
  const footer = `${publicUrl}/account`;
  return {
    subject: subject.replace(/\s+/g, ' '),
    text: `${text}\nHow often you get this: ${footer}\n`,
    html: `${html}<p>How often you get this: <a href="${escaped(footer)}">${escaped(footer)}</a></p>`,
  };
}
