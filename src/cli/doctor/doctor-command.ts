import { z } from 'zod';
import { EXIT_CODES } from '../../core/index.ts';
import { defineCommand, type CommandContext } from '../define-command.ts';
import { checkCheckpoints } from './check-checkpoints.ts';
import { checkFolder } from './check-folder.ts';
import { checkProcess } from './check-process.ts';
import { checkRestraints } from './check-restraints.ts';
import { checkSinks } from './check-sinks.ts';
import { checkStorage } from './check-storage.ts';
import { checkVaults } from './check-vaults.ts';
import { find, ok, type Finding } from './finding.ts';
import { openOwner } from '../owner/open-owner.ts';
import type { Runtime } from '../../app/index.ts';
import { readPassphrase } from '../owner/passphrase.ts';
import { table } from '../terminal/table.ts';
import { withRuntime } from '../owner/with-owner.ts';

export const doctor = defineCommand({
  about: [
    'Check that everything is as it should be: Node, how this process was started, the data folder, the databases, the',
    'owner key, the clock, the audit trail, its checkpoints and sinks, the vaults, the agents. It makes and changes nothing.',
    'Exit code 1 when a check failed; a warning alone is 0.',
  ].join('\n'),
  examples: ['keyward doctor', 'keyward doctor --json'],
  input: z.object({}),
  async run(_input, context) {
    const findings = [...(await checkProcess(context)), ...(await checkData(context))];
    return {
      json: findings.map(({ check, status, message }) => ({ check, status, message })),
      text: table(
        ['check', 'status', 'finding'],
        findings.map(({ check, status, message }) => [check, status, message]),
        '',
      ),
      exitCode: findings.some(({ status }) => status === 'fail') ? EXIT_CODES.unexpected : EXIT_CODES.ok,
    };
  },
});

async function checkData(context: CommandContext): Promise<readonly Finding[]> {
  const folder = await checkFolder(context.config);
  if (folder.status !== 'ok') return [folder];
  const findings: Finding[] = [];
  const opened = await find('storage', async () => {
    await withRuntime(context, async (runtime) => {
      findings.push(...(await checkStorage(runtime)), ...(await checkCheckpoints(runtime)));
      findings.push(...(await checkSinks(runtime)));
      findings.push(...(await checkAsOwner(runtime, context)));
    });
    return ok('');
  });
  return opened.status === 'ok' ? [folder, ...findings] : [folder, ...findings, opened];
}

async function checkAsOwner(runtime: Runtime, context: CommandContext): Promise<readonly Finding[]> {
  if ((await runtime.ownerKeys.location()) === 'none') return [];
  const findings: Finding[] = [];
  const unlocked = await find('unlock', async () => {
    const owner = await openOwner(runtime, { passphrase: () => readPassphrase(context), isLooking: true });
    findings.push(...(await checkVaults(owner)), await checkRestraints(owner));
    return ok('the owner key opens the vaults');
  });
  return [unlocked, ...findings];
}
