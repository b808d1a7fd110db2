import { join } from 'node:path';
import { expect, it } from 'vitest';
import { auditMigrations } from '../../src/storage/migrations/audit/index.ts';
import { nextRow } from '../support/audit-rows.ts';
import { DRIVERS, openOn, temporaryFolder } from '../support/storage-kit.ts';

const NOW = 1_780_000_000_000;

it.each(DRIVERS)('a folder that counted in memory takes its last hour of reflections along, on $name', async (kind) => {
  const [driver, folder] = [await kind.load(), await temporaryFolder()];
  await (await openOn(driver, folder)).close();
  const database = driver.open(join(folder, 'audit.db'));
  database.exec(
    'DROP INDEX records_of_calls; DROP TABLE reflections; DROP TABLE token_uses; DROP TABLE anchor; PRAGMA user_version = 4',
  );
  const earlier = [
    { at: NOW - 3_600_001, redacted: true },
    { at: NOW - 1_000, redacted: true },
    { at: NOW, redacted: false },
  ];
  for (const [index, { at, redacted }] of earlier.entries()) {
    const record = JSON.stringify({ outcome: { result: 'ok', redacted } });
    const row = [index + 1, at, 'call.outcome', 'a', 'i', nextRow(undefined).hash, record];
    database.run(
      'INSERT INTO records (seq, at, type, agent_id, item_id, hash, record) VALUES (?, ?, ?, ?, ?, ?, ?)',
      row,
    );
  }
  database.close();

  const { usage } = await openOn(driver, folder);

  expect(auditMigrations.at(-1)?.version).toBeGreaterThan(4);
  expect(await usage.countReflections({ agentId: 'a', itemId: 'i', since: 0 })).toBe(1);
});
