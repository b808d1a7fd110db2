import { z } from 'zod';
import { assertSafeProcess, ignoreInspectorSignal, type Config } from '../../config/index.ts';
import { KeywardError, newId, systemRandom, type Logger } from '../../core/index.ts';
import { startStdioServer, type ConnectionFacts } from '../../mcp/index.ts';
import { prepareDataFolder } from '../../vault/index.ts';
import { openAgentApp, type AgentApp } from '../../app/index.ts';
import { defineCommand, type CommandContext } from '../define-command.ts';
import { savedTokens } from '../agent/saved-token.ts';
import { createLogger } from '../logger.ts';
import { passphraseFromFile } from '../owner/passphrase.ts';
import { processFacts } from '../owner/process-facts.ts';
import { VERSION } from '../version.ts';

const agentName = z.string().min(1).max(64);

export const mcp = defineCommand({
  about: [
    'Serve one MCP client over stdin and stdout, until it closes stdin. Clients such as Claude Desktop and Cursor',
    'start this themselves: see the README for what to put into their configuration.',
    '',
    'It acts as the agent whose token is stored on this machine (--agent-token: what `keyward connect` sets up; it opens',
    'the vaults of that agent and no other), as the agent named with --agent, by the owner key of this machine, or as',
    'the agent whose token is in KEYWARD_SERVICE_ACCOUNT_TOKEN. Logs go to stderr.',
    '',
    'Calls go straight to their services, or through the proxy in KEYWARD_EGRESS_PROXY; HTTPS_PROXY is ignored.',
  ].join('\n'),
  options: [
    { flags: '--agent-token <name>', description: 'act as this agent, by its token stored on this machine' },
    { flags: '--agent <name>', description: 'act as this agent, by the owner key of this machine' },
  ],
  examples: [
    'keyward mcp --agent-token claude-desktop',
    'keyward mcp --agent claude-desktop',
    'KEYWARD_SERVICE_ACCOUNT_TOKEN=kwa_... keyward mcp',
  ],
  input: z.object({ agent: agentName.optional(), agentToken: agentName.optional() }),
  async run({ agent, agentToken }, context) {
    const { config } = context;
    if (agent !== undefined && agentToken !== undefined) {
      throw new KeywardError('CONFIG_INVALID', 'one of --agent and --agent-token, not both');
    }
    if (agent === undefined && agentToken === undefined && config.serviceAccountToken === undefined) {
      throw new KeywardError(
        'CONFIG_INVALID',
        'say which agent: --agent-token NAME, --agent NAME, or a token in KEYWARD_SERVICE_ACCOUNT_TOKEN',
      );
    }
    await serve({ ...context, agentName: agent, savedTokenOf: agentToken, logger: createLogger(context) });
    return undefined;
  },
});

interface Serving extends Pick<CommandContext, 'config' | 'streams' | 'signals'> {
  readonly logger: Logger;
  readonly agentName: string | undefined;
  readonly savedTokenOf: string | undefined;
}

// The server answers `initialize` and `tools/list` while the vault is still being opened.
async function serve(serving: Serving): Promise<void> {
  const connection = connectionFacts(serving.config);
  const opening = openApp(serving, connection);
  const server = startStdioServer({
    version: VERSION,
    approvalWaitMs: serving.config.settings.approvals.wait_seconds * 1_000,
    connection,
    logger: serving.logger,
    // Named: at the real command line this is the process itself, with a version of its own.
    stdin: serving.streams.stdin,
    stdout: serving.streams.stdout,
    broker: async () => (await opening).broker,
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) serving.signals.once(signal, () => void server.close());
  try {
    const app = await opening;
    const stopWatching = app.onItemsChanged(() => server.itemsChanged());
    await server.ended;
    stopWatching();
    await app.close();
    if (app.refusedBecause !== undefined)
      throw new KeywardError('IDENTITY_TOKEN_INVALID', refusedSentence(app.refusedBecause, serving));
  } finally {
    await server.close();
  }
}

async function openApp(serving: Serving, connection: ConnectionFacts): Promise<AgentApp> {
  const { config, logger, agentName, signals } = serving;
  assertSafeProcess();
  ignoreInspectorSignal(signals);
  const passphrase = agentName === undefined ? undefined : await passphraseFromFile(config);
  const token = await savedToken(serving);
  const session = { ...connection };
  const app = await openAgentApp({ config, logger, agentName, token, passphrase, session, version: VERSION });
  if (app.refusedBecause !== undefined) {
    logger.warn({ because: app.refusedBecause }, refusedSentence(app.refusedBecause, { agentName }));
  }
  return app;
}

async function savedToken(serving: Pick<Serving, 'config' | 'savedTokenOf'>): Promise<string | undefined> {
  const { config, savedTokenOf } = serving;
  if (savedTokenOf === undefined) return undefined;
  await prepareDataFolder(config.home);
  const token = await savedTokens({ config, random: systemRandom }).load(savedTokenOf);
  if (token !== undefined) return token;
  throw new KeywardError('IDENTITY_AGENT_NOT_FOUND', 'no token of that agent is stored on this machine', {
    hint: 'run `keyward connect` for this client again, or `keyward agent create NAME --keep`',
  });
}

// To the operator on stderr the cause is named; over MCP every cause reads the same.
function refusedSentence(because: string, { agentName }: Pick<Serving, 'agentName'>): string {
  return agentName === undefined
    ? `the agent token is not valid: ${because}`
    : `there is no agent to act as: ${because}`;
}

function connectionFacts(config: Config): ConnectionFacts {
  return {
    transport: 'stdio',
    connection_id: newId(systemRandom),
    process: processFacts(config),
    ...(config.hostSession === undefined ? {} : { host_session: config.hostSession }),
  };
}
