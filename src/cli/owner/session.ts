import type { Config } from '../../config/index.ts';
import { newId, type Random, type SessionContext } from '../../core/index.ts';
import { processFacts } from './process-facts.ts';

/** The session context of a command: the owner, at this command line. */
export function operatorSession(config: Config, random: Random): SessionContext {
  return {
    principal: { kind: 'owner' },
    transport: 'cli',
    connection_id: newId(random),
    process: processFacts(config),
    ...(config.hostSession === undefined ? {} : { host_session: config.hostSession }),
  };
}
