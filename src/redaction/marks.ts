/** Stands where a secret was. Constant: it tells neither the length nor which secret. */
export const REDACTED = '[REDACTED]';

/** Stands for a whole value that could not be shown safely. */
export const WITHHELD = '[WITHHELD]';
