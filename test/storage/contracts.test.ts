import { describeApprovalStore } from '../contracts/approval-store.ts';
import { describeAuditStore } from '../contracts/audit-store.ts';
import { describeIdentityStore } from '../contracts/identity-store.ts';
import { describeUsageStore } from '../contracts/usage-store.ts';
import { describeVaultStore } from '../contracts/vault-store.ts';
import { DRIVERS, openOn, temporaryFolder } from '../support/storage-kit.ts';

for (const { name, load } of DRIVERS) {
  const open = async () => openOn(await load(), await temporaryFolder());
  describeVaultStore(name, async () => (await open()).vaults);
  describeIdentityStore(name, open);
  describeUsageStore(name, open);
  describeApprovalStore(name, open);
  describeAuditStore(name, async () => (await open()).audit);
}
