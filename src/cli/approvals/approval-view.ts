import { z } from 'zod';
import { readShown, type ApprovalRow, type RequestView, type StepView, type Summary } from '../../approval/index.ts';
import type { JsonObject } from '../../core/index.ts';
import { isoTime, shortTime } from '../terminal/present.ts';

/** What waits, as `--json` gives it. */
export function approvalJson(row: ApprovalRow): JsonObject {
  const shown = readShown(row);
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    tier: row.tier,
    digest: row.digest,
    asked_at: isoTime(row.askedAt),
    answer_by: isoTime(row.answerBy),
    expires_at: isoTime(row.expiresAt),
    told: row.reached,
    ...(shown === undefined ? {} : shownJson(shown)),
  };
}

/** The whole of what is asked, line by line: the host first, the agent's own words last. */
export function approvalLines(row: ApprovalRow): readonly string[] {
  const shown = readShown(row);
  const head = `${row.id}  ${row.state}  ${row.tier}  until ${shortTime(row.answerBy)} UTC`;
  if (shown === undefined) return [head];
  const { ask, agent, item, client, claim } = shown;
  return [
    head,
    ...(ask.kind === 'request' ? requestLines(ask.request) : ask.steps.map(stepLine)),
    `  item: ${item}`,
    `  agent: ${agent}${client === undefined ? '' : ` (the client says it is ${client})`}`,
    ...(ask.kind === 'request' && ask.largestExtent !== undefined
      ? [`  one yes may reach ${String(ask.largestExtent.uses)} uses within ${minutes(ask.largestExtent.ms)}`]
      : []),
    ...(claim === undefined ? [] : [`  the agent says: "${claim.text}"`]),
  ];
}

/** The name that a person types before saying yes to what destroys something. */
export function hostToType(row: ApprovalRow): string | undefined {
  const ask = readShown(row)?.ask;
  const asked = ask?.kind === 'plan' ? ask.steps : ask === undefined ? [] : [ask.request];
  return asked.find(({ destructive }) => destructive)?.host.name;
}

function requestLines(request: RequestView): readonly string[] {
  const { host, method, path, query, headers, body, flags, differences } = request;
  const text = body?.kind === 'text' ? body.text.split('\n') : [];
  return [
    `  ${host.name}${host.unicode === undefined ? '' : ` (reads ${host.unicode})`}`,
    `  ${method} ${path}`,
    ...query.map(([name, value]) => `  ?${name}=${value}`),
    ...headers.map(([name, value]) => `  ${name}: ${value}`),
    ...(body === undefined ? [] : [`  body: ${String(body.bytes)} bytes, sha256 ${body.sha256}`]),
    ...text.map((line) => `  | ${line}`),
    ...(body?.kind === 'text' && body.cut > 0 ? [`  | (${String(body.cut)} more characters)`] : []),
    ...(body?.kind === 'uninspectable' ? [`  | uninspectable: ${body.why}`] : []),
    ...[...flags, ...differences].map((line) => `  note: ${line}`),
  ];
}

function stepLine({ host, method, shape, uses, item }: StepView): string {
  return `  ${host.name}  ${method} ${shape}  at most ${String(uses)} times, with ${item}`;
}

function shownJson({ ask, agent, item, client, claim }: Summary): JsonObject {
  // Texts, numbers and lists of them, without anything undefined once it is JSON.
  const asked = z.json().parse(JSON.parse(JSON.stringify(ask)));
  return { agent, item, client: client ?? null, claim: claim?.text ?? null, ask: asked };
}

function minutes(ms: number): string {
  return `${String(Math.round(ms / 60_000))} minutes`;
}
