import { DEFAULT_MAX_REFLECTIONS, LOCK_WINDOW_MS } from '../../broker/index.ts';
import { listAgents } from '../../identity/index.ts';
import { standingOf } from '../agent/agent-standing.ts';
import type { Owner } from '../owner/open-owner.ts';
import { shortTime } from '../terminal/present.ts';
import { find, ok, warn, type Finding } from './finding.ts';

/** Agents that are slowed down or suspended, and items that are locked, each with the command that lifts it. */
export async function checkRestraints(owner: Owner): Promise<Finding> {
  return find('restraints', async () => {
    const held = [...(await restrainedAgents(owner)), ...(await lockedItems(owner))];
    return held.length === 0
      ? ok('no agent is slowed down or suspended, and no item is locked')
      : warn(held.join('; '));
  });
}

async function restrainedAgents({ agents, clock }: Owner): Promise<readonly string[]> {
  const now = clock.now();
  return (await listAgents(agents)).flatMap((agent) => {
    const standing = standingOf(agent, now);
    if (standing === 'normal') return [];
    const until = standing === 'throttled' ? ` until ${shortTime(agent.throttledUntil ?? now)} UTC` : '';
    return [`agent ${agent.name} is ${standing}${until}: \`keyward agent resume ${agent.name}\``];
  });
}

async function lockedItems({ storage, vaults, clock, config }: Owner): Promise<readonly string[]> {
  const reflected = await storage.usage.reflectedItems(clock.now() - LOCK_WINDOW_MS);
  const limit = config.maxReflections ?? DEFAULT_MAX_REFLECTIONS;
  const locked = reflected.filter(({ charge }) => charge >= limit);
  if (locked.length === 0) return [];
  const items = await (await vaults.openAll()).list();
  return [...new Set(locked.map(({ itemId }) => itemId))].map((id) => {
    const item = items.find((one) => one.id === id);
    return `item ${item === undefined ? id : `${item.vaultName}/${item.title}`} is locked: \`keyward item unlock ${id}\``;
  });
}
