import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Received850, read850, read856 } from './edi.ts';

/** The supplier's side of an EDI folder: it reads what the gateway wrote and drops what it answers. */
export type Mailbox = {
  folder: string;
  find850(poNumber: string): Received850[];
  find856(poNumber: string): ReturnType<typeof read856>[];
  /** Control numbers (ISA13) of everything in the outbox, in ascending order. */
  sentNumbers(): number[];
  drop(name: string, bytes: Buffer): void;
};

const filesIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.x12'))
    .sort();

/** Every agreement of the demo has its folder below `<data>/edi`. */
export function openMailbox(dataFolder: string, name: string): Mailbox {
  const folder = join(dataFolder, 'edi', name);
  const outbox = join(folder, 'outbox');
  return {
    folder,
    find850: (poNumber) =>
      filesIn(outbox)
        .filter((file) => file.startsWith('850'))
        .map((file) => read850(readFileSync(join(outbox, file))))
        .filter((order) => order.poNumber === poNumber),
    find856: (poNumber) =>
      filesIn(outbox)
        .filter((file) => file.startsWith('856'))
        .map((file) => read856(readFileSync(join(outbox, file))))
        .filter(({ poNumbers }) => poNumbers.includes(poNumber)),
    sentNumbers: () =>
      filesIn(outbox)
        .map((file) => Number(read850(readFileSync(join(outbox, file))).controlNumber))
        .sort((left, right) => left - right),
    drop(file, bytes) {
      const path = join(folder, 'inbox', file);
      writeFileSync(`${path}.tmp`, bytes);
      renameSync(`${path}.tmp`, path);
    },
  };
}

/** The 997s in the outbox as `[group acknowledged, verdict]`. */
export function sent997s({ folder }: Mailbox): { group: string; verdict: string }[] {
  const outbox = join(folder, 'outbox');
  return filesIn(outbox)
    .filter((file) => file.startsWith('997'))
    .map((file) =>
      readFileSync(join(outbox, file), 'latin1')
        .split('~')
        .map((segment) => segment.trim().split('*')),
    )
    .map((segments) => ({
      group: segments.find(([name]) => name === 'AK1')?.[2] ?? '',
      verdict: segments.find(([name]) => name === 'AK9')?.[1] ?? '',
    }));
}
