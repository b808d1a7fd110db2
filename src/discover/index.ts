// In: bytes, paths, a repository, this machine's known locations; the token shapes of `catalog`.
// Out: findings (where, what kind, how sure, masked, keyed fingerprint), and what was not read and why.
// Never here: a value in a finding, an error or a report; a call to a service; a change to what is scanned.
export { createBaselineText, parseBaseline, type Baseline } from './baseline.ts';
export type { Candidate, Finding, ScanItem, Severity, Skipped } from './finding.ts';
export { openInstallationKey } from './installation-key.ts';
export { findingJson } from './report/finding-json.ts';
export { sarifLog } from './report/sarif.ts';
export { scan, type ScanReport, type ScanSource } from './scan.ts';
export { historySource } from './sources/history.ts';
export { machineSource } from './sources/machine.ts';
export { pathSource } from './sources/path.ts';
export { stagedSource } from './sources/staged.ts';
export { stdinSource } from './sources/stdin.ts';
