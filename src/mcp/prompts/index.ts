import type { Prompt } from '../define-prompt.ts';
import { askForAccess } from './ask-for-access.ts';
import { useCredential } from './use-credential.ts';

/** Every prompt a person can choose, in the order clients show them. */
export const PROMPTS: readonly Prompt[] = [useCredential, askForAccess];
