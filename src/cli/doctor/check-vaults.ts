import { listAgents, type AgentSummary } from '../../identity/index.ts';
import type { Owner } from '../owner/open-owner.ts';
import { shortTime } from '../terminal/present.ts';
import { storedBinding } from '../item/stored-binding.ts';
import { find, ok, warn, type Finding } from './finding.ts';

const SOON_MS = 7 * 86_400_000;

/** What only the owner can tell: whether everything sealed and signed is as it was. */
export async function checkVaults({ vaults, agents, clock }: Owner): Promise<readonly Finding[]> {
  return [
    await find('vaults', async () => {
      const items = await (await vaults.openAll()).list();
      const unreadable = items.filter((item) => item.binding !== undefined && storedBinding(item) === undefined);
      if (unreadable.length > 0)
        return warn(`items with a binding that cannot be read, which allow nothing: ${unreadable.length}`);
      return ok(`vaults: ${(await vaults.listVaults()).length}, items: ${items.length}, all authentic`);
    }),
    await find('agents', async () => agentsFinding(await listAgents(agents), clock.now())),
  ];
}

function agentsFinding(all: readonly AgentSummary[], now: number): Omit<Finding, 'check'> {
  const active = all.filter(({ status }) => status === 'active');
  const ending = active.filter(({ expiresAt }) => expiresAt - now < SOON_MS);
  if (ending.length === 0) return ok(`active: ${active.length}, none expires within a week`);
  return warn(
    `expire within a week: ${ending.map(({ name, expiresAt }) => `${name} (${shortTime(expiresAt)} UTC)`).join(', ')}`,
  );
}
