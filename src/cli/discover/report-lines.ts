import { findService } from '../../catalog/index.ts';
import type { Finding, ScanReport, Skipped } from '../../discover/index.ts';

const MAX_SKIPPED = 20;

/** What a scan found, for people, with what to do about it. */
export function reportLines({ items, texts, bytes, inBaseline }: ScanReport): readonly string[] {
  const findings = items.filter((item): item is Finding => 'rule' in item);
  const skipped = items.filter((item): item is Skipped => 'skipped' in item);
  const alerts = findings.filter(({ severity }) => severity === 'alert');
  const reviews = findings.filter(({ severity }) => severity === 'review');
  return [
    ...alerts.flatMap((finding) => [...findingLines(finding), `    ${whatToDo(finding)}`]),
    ...reviews.flatMap(findingLines),
    ...skippedLines(skipped),
    `${texts} texts read (${(bytes / 1e6).toFixed(1)} MB), ${skipped.length} not read`,
    `${alerts.length} alerts, ${reviews.length} for review${inBaseline === 0 ? '' : `, ${inBaseline} in the baseline`}`,
  ];
}

function findingLines({ file, line, severity, label, masked, rule, history }: Finding): readonly string[] {
  const since =
    history === undefined ? [] : [`    since ${history.commit.slice(0, 12)}, ${history.author}, ${history.date}`];
  return [`${severity}  ${file}:${line}  ${label}  ${masked}  (${rule})`, ...since];
}

function whatToDo({ service, history, rule }: Finding): string {
  const known = service === undefined ? undefined : findService(service);
  const page = known?.revocation?.page;
  const revoke = known === undefined ? 'make a new one where it was issued' : `revoke it at ${page ?? known.name}`;
  if (history !== undefined) return `${revoke}: every copy of the repository has it`;
  if (rule.endsWith('private-key')) return 'make a new key pair, and take this one out of what it opens';
  return `store it with \`keyward item create\`, write a reference in its place, and ${revoke} if others could read it`;
}

function skippedLines(skipped: readonly Skipped[]): readonly string[] {
  const lines = skipped.slice(0, MAX_SKIPPED).map(({ file, skipped: reason }) => `not read  ${file}  ${reason}`);
  const more = skipped.length - lines.length;
  return more > 0 ? [...lines, `not read  ${more} more: see them with --json`] : lines;
}
