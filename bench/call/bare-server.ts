// What Keyward is measured against: an MCP SDK server that makes the same undici call, with no vault, policy or audit.
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { bareServer } from './bare-tools.ts';

serveStdio(bareServer);
