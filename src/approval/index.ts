// In: a request about to be sent, the rules of its binding, and the answers of people.
// Out: how the request stands, what a person is shown, and one `spent` for each yes, in whatever process.
// Never here: a secret, the network, who a person is, or the sending itself.
//
// The way of one call:
//   ask(question)            -> approved: spend; anything else: its code is the answer, the identical retry is the check
//   spend({permit, act, ..}) -> spent: send those very bytes; anything else: do not send
// The way of one answer:
//   readShown(row) is what the person sees; its `digest` goes back with decide({id, digest, approverId, yes, ...})
// Code that changes an item, binding, grant or approver calls `voidAll` of the store, so that lists show it at once; without
// that, the versions in the request still keep an old yes from being used.
export { approvalRequest, type Act, type ApprovalRequest, type Asker, type Subject, type Wire } from './act.ts';
export type { Approver, ApproverDirectory } from './approver.ts';
export type { BoundedRule, Extent, Novelty } from './bounded-yes.ts';
export type { Channel, Notice } from './channel.ts';
export { desktopChannel, type DesktopOptions, type Spawn } from './channels/desktop.ts';
export { readWebhookAnswer, webhookChannel, type WebhookAnswer, type WebhookAnswerer } from './channels/webhook.ts';
export { signedHeaders, type Mac, type SignedMessage } from './channels/webhook-signature.ts';
export type { ClientAnswer } from './client-answer.ts';
export {
  createApprovals,
  type ApprovalPolicy,
  type Approvals,
  type ApprovalsDeps,
  type ClientOutcome,
  type DenialAlert,
  type OnAsked,
} from './create-approvals.ts';
export type { Answer, Answered, AnswerRefusal, Decided, RecordAnswer } from './decide.ts';
export { APPROVAL_LIMITS, type ApprovalLimits } from './limits.ts';
export { pathShape } from './path-shape.ts';
export { plainText, visibleText, type PlainText } from './plain-text.ts';
export type { Plan, PlanRefusal, PlanStep } from './plan.ts';
export type { AskRules, Question } from './question.ts';
export { readShown } from './read-shown.ts';
export type { Spent, Use } from './spend.ts';
export type { Permit, Standing } from './standing.ts';
export type { AnsweringHabit, ApprovalQuery, ApprovalRow, ApprovalState, ApprovalStore, Tier } from './store.ts';
export type { Display, RequestView, StepView, Summary } from './summary.ts';
export { digestOf, type Terms } from './terms.ts';
