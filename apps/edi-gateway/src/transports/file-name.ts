/**
 * Whether a name from outside names a file of its folder and nothing else: no path, no control character (they would
 * end in logs and on terminals), not longer than any file system takes (255 bytes).
 */
export const isPlainFileName = (name: string): boolean =>
  name !== '' &&
  name !== '.' &&
  name !== '..' &&
  !/[\p{Cc}/\\]/u.test(name) &&
  Buffer.byteLength(name) <= 255;
