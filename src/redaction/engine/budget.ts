/**
 * What looking through one answer and cleaning it may cost together, in steps of the loops that do it. Each loop
 * takes its steps before or while it runs: an answer made to be slow ends where the budget ends.
 */
export interface Budget {
  /** Below zero nothing is looked at any more, and the answer is withheld. */
  steps: number;
}

/** A picture in base64 needs about 40 steps for each of its bytes. */
const STEPS_PER_BYTE = 64;
const LEAST_STEPS = 4_194_304;

/** A budget for an input of that many bytes, or of `steps` in all. */
export function createBudget(inputBytes: number, steps?: number): Budget {
  return { steps: steps ?? inputBytes * STEPS_PER_BYTE + LEAST_STEPS };
}

/** Take steps; false when there were not enough left. */
export function spend(budget: Budget, steps: number): boolean {
  budget.steps -= steps;
  return budget.steps >= 0;
}

export function isSpent(budget: Budget): boolean {
  return budget.steps < 0;
}
