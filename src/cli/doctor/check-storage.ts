import { localEvidence } from '../audit/local-evidence.ts';
import { openAlerts } from '../../detection/index.ts';
import type { Runtime } from '../../app/index.ts';
import { find, ok, warn, fail, type Finding } from './finding.ts';

// Processes on one machine share a clock; a record more than a minute ahead was made under another one.
const CLOCK_TOLERANCE_MS = 60_000;

/** What can be told without the owner key. */
export async function checkStorage(runtime: Runtime): Promise<readonly Finding[]> {
  const { ownerKeys, trail, clock, storage } = runtime;
  return [
    // Every connection sets these and refuses to go on without them, so an open database has them.
    await find('storage', async () => ok('databases open, write-ahead log, every commit synced to disk')),
    await find('owner key', async () => {
      const location = await ownerKeys.location();
      return location === 'none' ? warn('not made yet: the first command makes it') : ok(LOCATIONS[location]);
    }),
    await find('clock', async () => {
      const [latest] = await trail.list({ limit: 1 });
      const ahead = latest === undefined ? 0 : Date.parse(latest.at) - clock.now();
      return ahead > CLOCK_TOLERANCE_MS
        ? warn(
            `the clock is ${Math.round(ahead / 1000)} s behind the latest audit record: tokens live longer than meant`,
          )
        : ok(`${new Date(clock.now()).toISOString()}, not behind the audit trail`);
    }),
    await find('audit', async () => {
      const identity = runtime.identity.report();
      if (identity.kind === 'broken') return fail(`${identity.explanation} (${identity.fault})`);
      const report = await trail.verify(undefined, await localEvidence(runtime));
      if (report.kind === 'broken') return fail(`broken at record ${report.seq}: ${report.explanation}`);
      if (identity.kind === 'none' && identity.isEarlierFormat)
        return warn(
          'intact in itself; the first command as the owner, such as `keyward vault list`, makes it this installation’s',
        );
      if (report.records > 0 && report.attested === 0) return fail('no signed checkpoint attests any of its records');
      return ok(`intact, records: ${report.records}`);
    }),
    await find('alerts', async () => {
      const { length } = await openAlerts(storage.audit);
      return length === 0 ? ok('none open') : warn(`open: ${length}; see \`keyward audit list --alerts\``);
    }),
  ];
}

const LOCATIONS = {
  file: 'in owner.key, readable by you alone',
  passphrase: 'in owner.key, under a passphrase',
  keychain: 'in the keychain of this user',
} as const;
