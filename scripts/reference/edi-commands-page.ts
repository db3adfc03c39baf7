import { ediUsage } from '@coplan/cli';
import { page } from './markdown.ts';

const agreement = `An agreement file is JSON: \`envelope\` with \`local\` and \`partner\` (\`qualifier\`, \`id\`, in X12 also \`groupId\`), \`usage\` (\`test\` or \`production\`), \`profile\` (what differs from the defaults), \`sets\` (\`type\` and \`direction\`: \`from-partner\` or \`to-partner\`), and for guides \`localName\` and \`partnerName\`. \`coplan edi propose --draft FILE\` writes one.`;

/** The commands that work on EDI files without a server. */
export const ediCommandsPage = (): string => page('coplan edi', `\`\`\`\n${ediUsage}\n\`\`\``, agreement);
