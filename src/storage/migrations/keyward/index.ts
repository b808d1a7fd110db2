import type { Migration } from '../migration.ts';
import { vaultsAndAgents } from './001-vaults-and-agents.ts';
import { tokenUses } from './002-token-uses.ts';
import { agentRestrictions } from './003-agent-restrictions.ts';
import { earlierFormat } from './004-earlier-format.ts';

/** Schema of keyward.db, in order. A new step is a new file and one line here. */
export const keywardMigrations: readonly Migration[] = [vaultsAndAgents, tokenUses, agentRestrictions, earlierFormat];
