const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** A Markdown table; rows in the order given. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');

export const code = (text: string): string => `\`${text}\``;

/** A whole page. Its first lines say where it comes from, so that nobody edits it by hand. */
export const page = (title: string, ...parts: string[]): string =>
  [
    `# ${title}`,
    '<!-- Made by scripts/generate-reference.ts from the code; a test fails when they differ. -->',
    ...parts,
    '',
  ].join('\n\n');
