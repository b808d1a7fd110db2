import type { Readable, Writable } from 'node:stream';
import type { McpServer, Transport } from '@modelcontextprotocol/server';
import { serveStdio, StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import type { Broker } from '../broker/index.ts';
import type { Logger } from '../core/index.ts';
import { createServer } from './server-factory.ts';
import type { ConnectionFacts } from './session.ts';

export interface StdioDeps {
  readonly version: string;
  readonly approvalWaitMs?: number | undefined;
  readonly connection: ConnectionFacts;
  /** Opened on first use, so that `tools/list` answers before the vault is open. */
  readonly broker: () => Promise<Broker>;
  readonly logger: Logger;
  /** The stream the client writes to; its end ends the server. */
  readonly stdin: Readable;
  readonly stdout: Writable;
  /** How messages come and go; lines on stdin and stdout when left out. */
  readonly wire?: Transport;
}

export interface StdioServer {
  /** Resolves when the client has closed stdin, or after `close`. */
  readonly ended: Promise<void>;
  /** Tell the client that its items are others now. In 2026-07-28 only a client that listens is told. */
  itemsChanged(): void;
  close(): Promise<void>;
}

/**
 * Serve one MCP client over stdin and stdout, in whichever era it opens with.
 * Nothing but JSON-RPC is written to stdout.
 */
export function startStdioServer({ logger, stdin, stdout, wire, connection, ...deps }: StdioDeps): StdioServer {
  let stop = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    stop = resolve;
    stdin.once('end', resolve).once('close', resolve);
  });
  // More than one when a client first probes for a newer version: that server is then closed.
  const servers = new Set<McpServer>();
  const create = ({ era }: { era: 'legacy' | 'modern' }): McpServer => {
    const server = createServer({ ...deps, connection: () => connection }, era);
    servers.add(server);
    return server;
  };
  const handle = serveStdio(create, {
    transport: wire ?? new StdioServerTransport(stdin, stdout),
    onerror: (error) => {
      logger.warn({ error: error.name }, 'a message from the client could not be handled');
    },
  });
  return {
    ended,
    itemsChanged() {
      for (const server of servers) if (server.isConnected()) server.sendResourceListChanged();
    },
    async close() {
      stop();
      await handle.close();
    },
  };
}
