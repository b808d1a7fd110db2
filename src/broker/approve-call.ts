import { domainToUnicode } from 'node:url';
import type { Act, Permit, Question, Standing } from '../approval/index.ts';
import { authList, canonicalJson, formatAuth, sha256Hex } from '../core/index.ts';
import type { Principal } from '../identity/index.ts';
import type { Asks } from '../policy/index.ts';
import type { BrokerDeps } from './broker-deps.ts';
import type { CallInput } from './call-input.ts';
import type { Evaluated } from './judge.ts';
import { recordEvent, type RecordFacts } from './record-event.ts';
import { awaitAnswer } from './await-answer.ts';

/** A judged call that a person is to be asked about. */
export interface AskingCall {
  readonly deps: BrokerDeps;
  readonly facts: RecordFacts;
  readonly input: CallInput;
  readonly judged: Evaluated;
  readonly decision: Asks;
  readonly principal: Principal;
}

/** A yes that this call may use, once, for these very bytes. */
export interface Approved {
  readonly permit: Permit;
  /** Made from the request anew each time. */
  readonly act: () => Act;
}

export interface AskedPerson {
  readonly standing: Standing;
  /** True when it is not how the call stood at first. */
  readonly hasWaited: boolean;
}

/** How the call stands with the people who may agree to it, after the wait that its context allows. */
export async function askPerson(call: AskingCall): Promise<AskedPerson> {
  const { deps, facts } = call;
  const question = await questionOf(call);
  const ask = async (): Promise<Standing> =>
    deps.approvals.ask(question, async ({ id: approval, digest, tier, reached, answerBy }) =>
      recordEvent(deps.trail, facts, {
        type: 'approval.requested',
        detail: { approval, digest, tier, asked: reached, answer_by: new Date(answerBy).toISOString() },
      }),
    );
  const first = await ask();
  const standing = await awaitAnswer(call, first, ask);
  if (standing.kind === 'expired' || standing.kind === 'void') {
    const type = standing.kind === 'expired' ? 'approval.expired' : 'approval.cancelled';
    await recordEvent(deps.trail, facts, { type, detail: { approval: standing.id } });
  }
  return { standing, hasWaited: standing !== first };
}

/** The request as it is about to be sent, in the words of an approval. */
export function actOf({ judged, principal }: Pick<AskingCall, 'judged' | 'principal'>): Act {
  const { item, binding, request, decision } = judged;
  const grant = principal.grants.find(({ vaultId }) => vaultId === item.vaultId);
  const rule = decision.kind === 'deny' ? undefined : binding.rules[decision.rule];
  const { method, url, headers, body } = request;
  const sent = body === undefined ? headers : [...headers, ['content-type', body.contentType] as const];
  return {
    asker: {
      agentId: principal.agentId,
      tokenId: principal.tokenId ?? 'owner',
      grantVersion: `${grant?.id ?? 'none'} ${grant?.can ?? ''}`,
    },
    subject: {
      itemId: item.id,
      // 0: a store that counts no versions; the binding still has one.
      itemVersion: item.version ?? 0,
      bindingVersion: sha256Hex(canonicalJson(binding)),
      rule: rule === undefined ? '' : `${rule.methods.join(',')} ${rule.path}`,
      placements: authList(binding.auth).map(formatAuth),
    },
    wire: {
      method,
      url: url.href,
      headers: sent.toSorted(([one], [other]) => (one < other ? -1 : 1)),
      body: body?.bytes,
    },
  };
}

// A session is bounded like any yes to several requests; only that it stands for them without being asked for.
const SESSION = { maxMs: 15 * 60_000, maxUses: 100, allowNewHost: true, allowFirstUse: true };

async function questionOf(call: AskingCall): Promise<Question> {
  const { deps, facts, input, judged, principal, decision } = call;
  const { item, request } = judged;
  const { mode, tier, bounded } = decision.approval;
  const now = deps.clock.now();
  const novelty = await deps.usage.noveltyOf({ agentId: principal.agentId, item, now }, request.origin);
  const isSession = mode === 'session';
  const rule = bounded && { maxMs: bounded.ms, maxUses: bounded.uses };
  const reach = rule ?? (isSession ? SESSION : undefined);
  const unicodeHost = domainToUnicode(request.url.hostname);
  return {
    act: actOf(call),
    tier,
    callId: facts.callId,
    novelty,
    bounded: reach && (isSession ? { ...SESSION, ...reach } : reach),
    whole: isSession,
    display: {
      agent: principal.agentName,
      item: `${item.vaultName}/${item.title}`,
      client: facts.context.session.client?.name,
      reason: input.reason,
      unicodeHost: unicodeHost === request.url.hostname ? undefined : unicodeHost,
      flags: [
        ...(novelty.firstUse ? ['this agent has not used this item before'] : []),
        ...(novelty.newHost ? ['this agent has not called this host before'] : []),
        ...(isSession ? ['a yes stands for such requests for a while, as far as it may reach'] : []),
      ],
    },
  };
}
