import {
  parseJSONRPCMessage,
  type JSONRPCMessage,
  type MessageExtraInfo,
  type Transport,
} from '@modelcontextprotocol/server';

const MAX_WAITING_BYTES = 8 * 1024 * 1024;
const KEEP_ALIVE_MS = 15_000;

/** The server's side of HTTP+SSE of 2024-11-05, for clients that know no other: one stream out, posts in. */
export interface SseTransport extends Transport {
  /** What the client reads: first where to post to, then the messages. */
  readonly stream: ReadableStream<Uint8Array>;
  /** Takes one posted message; false when it is none. */
  receive(body: unknown, extra: MessageExtraInfo): boolean;
}

export function createSseTransport(endpoint: string): SseTransport {
  const encoder = new TextEncoder();
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  let keepAlive: NodeJS.Timeout | undefined;
  const write = (text: string): void => {
    // A client that does not read must not make us keep everything for it.
    if (controller !== undefined && (controller.desiredSize ?? 0) <= 0) void transport.close();
    controller?.enqueue(encoder.encode(text));
  };
  const stream = new ReadableStream<Uint8Array>(
    {
      start: (started) => {
        controller = started;
      },
      cancel: () => {
        controller = undefined;
        void transport.close();
      },
    },
    new ByteLengthQueuingStrategy({ highWaterMark: MAX_WAITING_BYTES }),
  );
  const transport: SseTransport = {
    stream,
    async start() {
      write(`event: endpoint\ndata: ${endpoint}\n\n`);
      keepAlive = setInterval(() => write(': keepalive\n\n'), KEEP_ALIVE_MS).unref();
    },
    async send(message: JSONRPCMessage) {
      write(`event: message\ndata: ${JSON.stringify(message)}\n\n`);
    },
    async close() {
      clearInterval(keepAlive);
      const open = controller;
      controller = undefined;
      open?.close();
      const { onclose } = transport;
      transport.onclose = undefined;
      onclose?.();
    },
    receive(body, extra) {
      const message = messageOf(body);
      if (message === undefined) return false;
      transport.onmessage?.(message, extra);
      return true;
    },
  };
  return transport;
}

function messageOf(body: unknown): JSONRPCMessage | undefined {
  try {
    return parseJSONRPCMessage(body);
  } catch {
    return undefined;
  }
}
