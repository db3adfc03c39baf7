import type { Stats } from 'node:fs';
import type { Attributes, FileEntry } from 'ssh2';

const directoryMode = 0o40_755;
const fileMode = 0o100_644;
const seconds = (milliseconds: number): number => Math.floor(milliseconds / 1_000);

export const folderAttributes = (nowMs: number): Attributes => ({
  ...{ mode: directoryMode, uid: 0, gid: 0, size: 0 },
  ...{ atime: seconds(nowMs), mtime: seconds(nowMs) },
});

export const fileAttributes = ({ size, mtimeMs }: Pick<Stats, 'size' | 'mtimeMs'>): Attributes => ({
  ...{ mode: fileMode, uid: 0, gid: 0, size },
  ...{ atime: seconds(mtimeMs), mtime: seconds(mtimeMs) },
});

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A line as `ls -l` writes it, which clients show as it is (draft-ietf-secsh-filexfer-02, 7). */
export function entryOf(filename: string, attrs: Attributes): FileEntry {
  const isFolder = attrs.mode === directoryMode;
  const at = new Date(attrs.mtime * 1_000);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${months[at.getUTCMonth()]} ${two(at.getUTCDate())} ${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`;
  const rights = isFolder ? 'drwxr-xr-x' : '-rw-r--r--';
  return {
    filename,
    longname: `${rights} 1 partner coplan ${String(attrs.size).padStart(12)} ${day} ${filename}`,
    attrs,
  };
}
