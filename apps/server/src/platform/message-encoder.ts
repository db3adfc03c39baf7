type Shared = { json: string; frameKey: string; frame: string };
type Message = {
  id?: number | string | null;
  jsonrpc?: string;
  result?: { type?: string; id?: string; data?: { data?: unknown } };
};

const shared = new WeakMap<object, Shared>();

/** Marks content that many pages are told alike: it is put into JSON once for all of them. It must not change after. */
export function toldToMany<Content extends object>(content: Content): Content {
  shared.set(content, { json: '', frameKey: '', frame: '' });
  return content;
}

/** The message with shared content; pages mostly number their subscriptions alike, so even the whole text is kept. */
function encodeShared({ id, result }: Message, content: object, kept: Shared): string {
  const frameKey = `${JSON.stringify(id)},"result":{"type":"data","id":${JSON.stringify(result?.id)}`;
  if (kept.frameKey === frameKey) return kept.frame;
  if (kept.json === '') kept.json = JSON.stringify(content);
  kept.frameKey = frameKey;
  kept.frame = `{"id":${frameKey},"data":{"id":${JSON.stringify(result?.id)},"data":${kept.json}}}}`;
  return kept.frame;
}

/** Messages of WebSockets in JSON. */
export const messageEncoder = {
  encode(message: unknown): string {
    const { jsonrpc, result } = message as Message;
    const content = result?.data?.data;
    if (
      typeof content === 'object' &&
      content !== null &&
      jsonrpc === undefined &&
      result?.id !== undefined
    ) {
      const kept = shared.get(content);
      if (kept !== undefined) return encodeShared(message as Message, content, kept);
    }
    return JSON.stringify(message);
  },
  decode(text: string | ArrayBuffer | Uint8Array): unknown {
    if (typeof text !== 'string') throw new Error('A message must be text in JSON, not bytes');
    return JSON.parse(text);
  },
};
