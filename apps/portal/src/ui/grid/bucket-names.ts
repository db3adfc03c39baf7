/** Short enough for a column's head: "P10 W4 FY2026" → "P10 W4"; the tooltip has the whole name. */
export const shortBucketName = (label: string): string => label.replace(/ FY\d{4}$/, '');

/** The same days by another calendar, in brackets: "2026-W47 / 2026-W48" → "[W47/48]". */
export const shortPartnerName = (label: string): string => {
  const [first = '', second] = label.split(' / ').map((part) => shortBucketName(part).replace(/^\d{4}-/, ''));
  return second === undefined ? `[${first}]` : `[${first}/${second.replace(/^W/, '')}]`;
};

/** Without the year, where many stand in a row. */
export const tinyBucketName = (label: string): string =>
  shortBucketName(label)
    .replace(/^\d{4}-/, '')
    .replace(' ', '');
