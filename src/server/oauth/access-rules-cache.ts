import { isKeywardError, type Logger } from '../../core/index.ts';
import { readAccessible, type AccessibleAgent, type IdentityStore } from '../../identity/index.ts';
import type { Clock } from '../../core/index.ts';
import type { TokenStore } from '../../vault/index.ts';

export interface DirectoryDeps {
  readonly store: IdentityStore;
  readonly tokens: Pick<TokenStore, 'names' | 'load'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The agents that access tokens open on this server, with the rules their owner signed. It keeps no token and no key. */
export interface AccessDirectory {
  agents(): Promise<readonly AccessibleAgent[]>;
}

/** Read anew when any process changed the database; a token that is kept is followed by such a change. */
export function createAccessDirectory(deps: DirectoryDeps): AccessDirectory {
  let known: { readonly counter: number; readonly agents: Promise<readonly AccessibleAgent[]> } | undefined;
  return {
    async agents() {
      const counter = deps.store.changeCounter();
      if (known?.counter !== counter) known = { counter, agents: readAll(deps) };
      return known.agents;
    },
  };
}

async function readAll(deps: DirectoryDeps): Promise<readonly AccessibleAgent[]> {
  const names = await deps.tokens.names();
  const read = await Promise.all(names.map(async (name) => readOne(deps, name)));
  return read.filter((agent) => agent !== undefined);
}

// One that cannot be read must not take the others away.
async function readOne({ store, tokens, clock, logger }: DirectoryDeps, name: string) {
  try {
    const agent = await readAccessible({ store, clock }, (await tokens.load(name)) ?? '');
    return agent.kind === 'accessible' && agent.agentName === name ? agent : undefined;
  } catch (error) {
    const code = isKeywardError(error) ? error.code : 'INTERNAL';
    logger.error({ code }, 'the token of an agent for access tokens cannot be read');
    return undefined;
  }
}
