import { readFile } from 'node:fs/promises';
import { checkInterchange, type InterchangeCheck, placeText } from '@coplan/edi';

/** Issues as tools that count verdicts want them; the offset and the segment stand beside the place. */
const issueOf = ({ code, severity, message, place }: InterchangeCheck['issues'][number]) => ({
  code,
  severity,
  offset: place.offset,
  segment: place.segment ?? '',
  message,
  place: placeText(place),
});

async function answerOf(file: string) {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    const message = `the file cannot be read: ${error instanceof Error ? error.message : String(error)}`;
    const issue = { code: 'file-unreadable', severity: 'error', offset: 0, segment: '', message, place: '' };
    return { file, accepted: false, identical: false, messages: [], issues: [issue] };
  }
  const { accepted, identical, messages, issues } = checkInterchange(bytes);
  return { file, accepted, identical, messages, issues: issues.map(issueOf) };
}

/**
 * Reads each file, writes it back and compares byte for byte: one JSON object a line, in the order of the files. A file
 * that is refused, or cannot be read, is answered like any other and stops none; the exit code is 0.
 */
export async function roundtripFiles(files: readonly string[]): Promise<number> {
  for (const file of files) console.log(JSON.stringify(await answerOf(file)));
  return 0;
}
