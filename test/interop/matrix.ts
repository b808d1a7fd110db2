export type Transport = 'stdio' | 'http' | 'sse';

export type ProtocolVersion = '2025-11-25' | '2026-07-28';

/** One connection of one client, and what is spoken over it. */
export interface Run {
  readonly transport: Transport;
  /** What the client is told to do: the older era, whatever it finds, or 2026-07-28 only. */
  readonly mode: 'legacy' | 'auto' | 'modern';
  readonly speaks: ProtocolVersion;
  /** Spoken instead when the server takes longer than a second to start, as it may on a busy machine. */
  readonly speaksInHaste?: ProtocolVersion;
  /**
   * When a cancelled call ends: at once, because the client tells the server; when the client closes, because it only
   * stops waiting; or not before it is answered, because the client goes without a word. In the 2025 era a lost
   * connection is no cancellation (MCP 2025-11-25, transports, sending messages to the server).
   */
  readonly cancels: 'at once' | 'by closing' | 'not';
}

export interface InteropClient {
  /** The program in clients/ that drives it. */
  readonly program: string;
  readonly label: string;
  readonly package: string;
  readonly runs: readonly Run[];
}

const TRANSPORTS: readonly Transport[] = ['stdio', 'http', 'sse'];

const OLD = TRANSPORTS.map((transport): Run => ({
  transport,
  mode: 'legacy',
  speaks: '2025-11-25',
  cancels: 'at once',
}));

// HTTP+SSE has no later era: a client that takes what it finds goes back to 2025.
const FOUND = TRANSPORTS.map((transport): Run => {
  const speaks = transport === 'sse' ? '2025-11-25' : '2026-07-28';
  return { transport, mode: 'auto', speaks, cancels: 'at once' };
});

const NEW = (['stdio', 'http'] as const).map((transport): Run => ({
  transport,
  mode: 'modern',
  speaks: '2026-07-28',
  cancels: 'at once',
}));

// It sends no notifications/cancelled; over HTTP in 2026-07-28 closing the answer's stream says the same.
const AI_SDK = [...OLD, ...FOUND].map((run): Run => {
  const isStreamClosed = run.transport === 'http' && run.speaks === '2026-07-28';
  const cancels = isStreamClosed ? 'at once' : 'by closing';
  return run.transport === 'stdio' ? { ...run, cancels, speaksInHaste: '2025-11-25' } : { ...run, cancels };
});

// What a person has is Ctrl-C: the process ends, and over HTTP of the 2025 era it leaves its session behind.
const INSPECTOR = [...OLD, ...FOUND, ...NEW].map((run): Run => {
  const isLeftBehind = run.transport === 'http' && run.speaks === '2025-11-25';
  return { ...run, cancels: isLeftBehind ? 'not' : 'at once' };
});

function without(transport: Transport, runs: readonly Run[]): readonly Run[] {
  return runs.filter((run) => run.transport !== transport);
}

/** Every client with every transport and era that it has. */
export const CLIENTS: readonly InteropClient[] = [
  { program: 'sdk-v1', label: 'MCP SDK v1', package: '@modelcontextprotocol/sdk', runs: OLD },
  { program: 'sdk-v2', label: 'MCP SDK v2', package: '@modelcontextprotocol/client', runs: [...OLD, ...FOUND, ...NEW] },
  { program: 'ai-sdk', label: 'Vercel AI SDK', package: '@ai-sdk/mcp', runs: AI_SDK },
  { program: 'openai-agents', label: 'OpenAI Agents', package: '@openai/agents', runs: FOUND },
  { program: 'mastra', label: 'Mastra', package: '@mastra/mcp', runs: without('sse', [...OLD, ...FOUND]) },
  { program: 'langchain', label: 'LangChain', package: '@langchain/mcp-adapters', runs: OLD },
  {
    program: 'inspector',
    label: 'MCP Inspector',
    package: '@modelcontextprotocol/inspector',
    runs: INSPECTOR,
  },
];
