import type { Wire } from './act.ts';
import { bodyView, type BodyView } from './body-view.ts';
import type { Extent } from './bounded-yes.ts';
import { plainText, visibleText, type PlainText } from './plain-text.ts';
import type { Tier } from './store.ts';

const MAX_NAME = 80;
const MAX_CLAIM = 200;
const MAX_LINE = 2_000;

/** What the caller knows of one host: its registrable domain, and how its letters are read where it is in punycode. */
export interface HostNames {
  readonly registrableDomain?: string | undefined;
  readonly unicodeHost?: string | undefined;
}

/** Names and facts that the caller knows beside the request. Everything in it may have been written by an agent. */
export interface Display extends HostNames {
  readonly agent: string;
  readonly item: string;
  /** Name the client claims. */
  readonly client?: string | undefined;
  readonly session?: string | undefined;
  /** The agent's own words. */
  readonly reason?: string | undefined;
  /** Sentences of ours, such as that the agent calls this host for the first time. */
  readonly flags?: readonly string[] | undefined;
  /** Sentences of ours: what is other than in the last request that was approved. */
  readonly differences?: readonly string[] | undefined;
}

export interface HostView {
  /** As it is connected to: in punycode where the name has other letters. With its port where that is not the usual one. */
  readonly name: string;
  readonly registrableDomain: string | undefined;
  readonly unicode: string | undefined;
}

/** One request as it is shown: data to lay out, every text of which is safe to show as text. Never HTML, never a secret. */
export interface RequestView {
  readonly host: HostView;
  readonly encrypted: boolean;
  readonly method: string;
  /** A person types the name of the host before saying yes. */
  readonly destructive: boolean;
  readonly path: string;
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: BodyView | undefined;
  readonly flags: readonly string[];
  readonly differences: readonly string[];
}

export interface StepView {
  readonly host: HostView;
  readonly method: string;
  readonly destructive: boolean;
  /** `*` stands for what names one object. */
  readonly shape: string;
  readonly uses: number;
  readonly item: string;
}

/** What a person is asked, whole. `claim` comes last wherever it is shown, quoted, and marked as what the agent says. */
export interface Summary {
  readonly id: string;
  readonly digest: string;
  readonly tier: Tier;
  /** How many people must say yes. */
  readonly needed: number;
  /** Milliseconds since the epoch. */
  readonly askedAt: number;
  readonly answerBy: number;
  readonly expiresAt: number;
  readonly agent: string;
  readonly item: string;
  readonly client: string | undefined;
  readonly session: string | undefined;
  readonly ask:
    | { readonly kind: 'request'; readonly request: RequestView; readonly largestExtent: Extent | undefined }
    | { readonly kind: 'plan'; readonly steps: readonly StepView[] };
  readonly claim: PlainText | undefined;
}

export type SummaryHead = Pick<
  Summary,
  'id' | 'digest' | 'tier' | 'needed' | 'askedAt' | 'answerBy' | 'expiresAt' | 'ask'
>;

/** What the person sees, from the request that will be sent; only the agent's words are the agent's. */
export function renderSummary(head: SummaryHead, display: Display): Summary {
  return {
    ...head,
    agent: named(display.agent),
    item: named(display.item),
    client: display.client === undefined ? undefined : named(display.client),
    session: display.session === undefined ? undefined : named(display.session),
    claim: display.reason === undefined ? undefined : plainText(display.reason, MAX_CLAIM),
  };
}

export function requestView(wire: Wire, display: Display): RequestView {
  const url = new URL(wire.url);
  return {
    host: hostView(url, display),
    encrypted: url.protocol === 'https:',
    method: wire.method,
    destructive: isDestructive(wire.method),
    path: line(url.pathname),
    query: [...url.searchParams].map(([name, value]) => [line(name), line(value)] as const),
    headers: wire.headers.map(([name, value]) => [line(name), line(value)] as const),
    body: wire.body && bodyView(wire.body),
    flags: (display.flags ?? []).map(line),
    differences: (display.differences ?? []).map(line),
  };
}

export function hostView(url: URL, { registrableDomain, unicodeHost }: HostNames): HostView {
  return {
    name: url.host,
    registrableDomain: registrableDomain === undefined ? undefined : line(registrableDomain),
    unicode: unicodeHost === undefined ? undefined : line(unicodeHost),
  };
}

export function isDestructive(method: string): boolean {
  return method === 'DELETE';
}

export function named(text: string): string {
  return plainText(text, MAX_NAME).text;
}

// Cut with a count, so that nothing is pushed out of sight unsaid.
function line(text: string): string {
  const characters = Array.from(visibleText(text));
  if (characters.length <= MAX_LINE) return characters.join('');
  return `${characters.slice(0, MAX_LINE).join('')} (${characters.length - MAX_LINE} more characters)`;
}
