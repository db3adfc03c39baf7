import type { PostedFile } from './practice-types.ts';

const chunkBytes = 32_768;

/** Bytes as base64, in pieces that fit a call's arguments. */
export function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    text += String.fromCharCode(...bytes.subarray(at, at + chunkBytes));
  }
  return btoa(text);
}

export const postedFile = async (file: File): Promise<PostedFile> => ({
  name: file.name.slice(0, 200),
  base64: toBase64(new Uint8Array(await file.arrayBuffer())),
});

/** Pasted text as the bytes of a file, in UTF-8. */
export const pastedFile = (text: string): PostedFile => ({
  name: 'pasted.txt',
  base64: toBase64(new TextEncoder().encode(text)),
});
