// What runs on the thread of the audit trail: a connection of its own to audit.db, and nothing that could open a vault.
import { parentPort, workerData } from 'node:worker_threads';
import { serveAppends } from './audit/index.ts';
import { silentLogger, systemRandom } from './core/index.ts';
import { openAuditStorage } from './storage/index.ts';

const store = await openAuditStorage({ folder: String(workerData), logger: silentLogger });
if (parentPort !== null) serveAppends({ store, random: systemRandom, port: parentPort });
