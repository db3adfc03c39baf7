import { randomBytes } from 'node:crypto';
import type { FileEntry } from 'ssh2';
import type { Download } from './download.ts';
import { failing } from './requests.ts';
import type { Upload } from './upload.ts';

export type Listing = { kind: 'listing'; entries: FileEntry[] };
export type Opened = Upload | Download | Listing;

/** What a client has open. Requests on one handle are carried out one after another, as they came. */
export type Handles = {
  requireRoom(): void;
  hold(opened: Opened): Buffer;
  find(handle: Buffer): Opened;
  inTurn<Answer>(handle: Buffer, work: () => Promise<Answer>): Promise<Answer>;
  /** Forgets the handle; its earlier requests are done when `work` begins. */
  release(handle: Buffer, work: (opened: Opened) => Promise<void>): Promise<void>;
  releaseAll(work: (opened: Opened) => Promise<void>): Promise<void>;
};

const handlesMax = 32;
type Held = { opened: Opened; last: Promise<unknown> };

function queue<Answer>(one: Held, work: () => Promise<Answer>): Promise<Answer> {
  const next = one.last.then(work);
  one.last = next.catch(() => undefined);
  return next;
}

export function createHandles(): Handles {
  const handles = new Map<string, Held>();
  const held = (handle: Buffer): Held => {
    const found = handles.get(handle.toString('hex'));
    if (found === undefined) throw failing('This handle is not open.');
    return found;
  };
  return {
    requireRoom() {
      if (handles.size >= handlesMax) throw failing(`At most ${handlesMax} files are open at once.`);
    },
    hold(opened) {
      const handle = randomBytes(8);
      handles.set(handle.toString('hex'), { opened, last: Promise.resolve() });
      return handle;
    },
    find: (handle) => held(handle).opened,
    inTurn: async (handle, work) => queue(held(handle), work),
    async release(handle, work) {
      const one = held(handle);
      handles.delete(handle.toString('hex'));
      await queue(one, () => work(one.opened));
    },
    async releaseAll(work) {
      const all = [...handles.values()];
      handles.clear();
      await Promise.all(all.map((one) => queue(one, () => work(one.opened))));
    },
  };
}
