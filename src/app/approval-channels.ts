import { spawn as startProgram } from 'node:child_process';
import { desktopChannel, webhookChannel, type Channel, type Mac, type Spawn } from '../approval/index.ts';
import type { ApprovalChannelSettings } from '../config/index.ts';
import { isKeywardError } from '../core/index.ts';
import { signWith } from '../outbound/index.ts';
import { readSinkSecret } from './background/sink-credential.ts';
import type { Runtime } from './runtime.ts';

const SPAWN_TIMEOUT_MS = 5_000;
const POST_TIMEOUT_MS = 10_000;

/** The ways to tell a person that the settings name. A secret is read, and a connection opened, when one is told. */
export function openChannels(runtime: Runtime): readonly Channel[] {
  return runtime.config.settings.approvals.channels.map((settings) =>
    settings.kind === 'desktop' ? desktop() : webhook(runtime, settings),
  );
}

function desktop(): Channel {
  return desktopChannel({ platform: process.platform === 'darwin' ? 'darwin' : 'linux', spawn });
}

type WebhookSettings = Extract<ApprovalChannelSettings, { kind: 'webhook' }>;

// The secret is read for each message, so that a new one counts without a new start.
function webhook(runtime: Runtime, { name, url, secret, link }: WebhookSettings): Channel {
  const { clock, logger } = runtime;
  return {
    name,
    async notify(summary) {
      try {
        const mac: Mac = signWith(await readSinkSecret(runtime, secret));
        return await webhookChannel({ name, post: poster(runtime, url), mac, clock, link }).notify(summary);
      } catch (error) {
        logger.warn(
          { channel: name, code: isKeywardError(error) ? error.code : 'INTERNAL' },
          'a channel told no person',
        );
        return false;
      }
    },
  };
}

type Post = Parameters<typeof webhookChannel>[0]['post'];

function poster(runtime: Runtime, url: string): Post {
  return async ({ body, headers }) => {
    const { http } = await runtime.network();
    const { 'content-type': contentType = 'application/json', ...others } = headers;
    const request = { method: 'POST', url, headers: others, body: { contentType, content: body } } as const;
    return (await http.send({ ...request, limits: { timeoutMs: POST_TIMEOUT_MS } })).status;
  };
}

const spawn: Spawn = async (program, args) =>
  new Promise((resolve) => {
    const child = startProgram(program, args, { stdio: 'ignore', timeout: SPAWN_TIMEOUT_MS });
    child.once('error', () => resolve(undefined));
    child.once('close', (code) => resolve(code ?? undefined));
  });
