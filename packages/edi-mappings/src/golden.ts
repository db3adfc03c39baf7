import { readdirSync, readFileSync } from 'node:fs';
import { decode, type Message, messagesOf } from '@coplan/edi';
import { assert } from '@coplan/kernel';

/** For tests only: the golden files of a folder, each with the one message that it holds. */
export function goldenMessages(folder: URL): { name: string; message: Message }[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.x12'))
    .map((name) => {
      const bytes = readFileSync(new URL(name, folder));
      const [message] = messagesOf(decode(bytes));
      assert(message !== undefined, `${name} holds a message`);
      return { name, message };
    });
}
