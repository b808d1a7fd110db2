import { serveStdio } from '@modelcontextprotocol/server/stdio';
import type { Logger } from '../core/index.ts';
import { createServer, type ServerDeps } from './server-factory.ts';

export interface StdioDeps extends ServerDeps {
  readonly logger: Logger;
  /** The stream the client writes to; its end ends the server. */
  readonly stdin: NodeJS.ReadStream;
}

export interface StdioServer {
  /** Resolves when the client has closed stdin, or after `close`. */
  readonly ended: Promise<void>;
  close(): Promise<void>;
}

/**
 * Serve one MCP client over this process's stdin and stdout, in whichever era it opens with.
 * Nothing but JSON-RPC is written to stdout.
 */
export function startStdioServer({ logger, stdin, ...deps }: StdioDeps): StdioServer {
  let stop = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    stop = resolve;
    stdin.once('end', resolve).once('close', resolve);
  });
  const handle = serveStdio((context) => createServer(deps, context.era), {
    onerror: (error) => {
      logger.warn({ error: error.name }, 'a message from the client could not be handled');
    },
  });
  return {
    ended,
    async close() {
      stop();
      await handle.close();
    },
  };
}
