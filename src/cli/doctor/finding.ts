import { isKeywardError } from '../../core/index.ts';

export interface Finding {
  readonly check: string;
  readonly status: 'ok' | 'warn' | 'fail';
  readonly message: string;
}

/** A check answers its finding without its own name, or throws: then it failed. */
type CheckWork = () => Promise<Omit<Finding, 'check'>>;

export async function find(check: string, work: CheckWork): Promise<Finding> {
  try {
    return { check, ...(await work()) };
  } catch (error) {
    if (!isKeywardError(error)) return { check, status: 'fail', message: 'something unexpected went wrong' };
    const hint = error.hint === undefined ? '' : `; ${error.hint}`;
    return { check, status: 'fail', message: `${error.message} (${error.code})${hint}` };
  }
}

export const ok = (message: string): Omit<Finding, 'check'> => ({ status: 'ok', message });
export const warn = (message: string): Omit<Finding, 'check'> => ({ status: 'warn', message });
export const fail = (message: string): Omit<Finding, 'check'> => ({ status: 'fail', message });
