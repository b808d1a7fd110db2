import type { Migration } from '../migration.ts';
import { records } from './001-records.ts';
import { filters } from './002-filters.ts';
import { leases } from './003-leases.ts';
import { approvals } from './004-approvals.ts';
import { usage } from './005-usage.ts';
import { anchor } from './008-anchor.ts';

/** Schema of audit.db, in order. A new step is a new file and one line here. */
export const auditMigrations: readonly Migration[] = [records, filters, leases, approvals, usage, anchor];
