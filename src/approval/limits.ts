/** How long and how often; every time in milliseconds. */
export interface ApprovalLimits {
  /** For a person to answer. */
  readonly answerMs: number;
  /** For the agent to use the yes, after the time to answer is over. */
  readonly useMs: number;
  /** From asking on, for all steps of a plan together. */
  readonly planMs: number;
  readonly maxPending: number;
  /** After a first no; doubled by each further one within the hour. */
  readonly coolDownMs: number;
  readonly maxCoolDownMs: number;
  /** So many noes to one agent within ten minutes raise an alert. */
  readonly alertAfter: number;
  /** A client that answers sooner than this has asked no person. */
  readonly fastestPersonMs: number;
  /** Before one that no approver was shown is sent to the channels again. */
  readonly notifyAgainMs: number;
}

export const APPROVAL_LIMITS: ApprovalLimits = {
  answerMs: 5 * 60_000,
  useMs: 5 * 60_000,
  planMs: 60 * 60_000,
  maxPending: 3,
  coolDownMs: 30_000,
  maxCoolDownMs: 15 * 60_000,
  alertAfter: 5,
  fastestPersonMs: 1_000,
  notifyAgainMs: 30_000,
};

export const DENIALS_COUNT_FOR_MS = 60 * 60_000;
export const ALERT_WINDOW_MS = 10 * 60_000;
