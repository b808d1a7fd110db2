import { KeywardError } from '../../core/index.ts';
import type { CheckpointTarget, Post } from './target.ts';

const CONFLICT = 409;

/** An HTTP endpoint that is sent each checkpoint as text. 409 means that it has another one that does not fit. */
export function httpTarget(url: string, post: Post): CheckpointTarget {
  return {
    name: `endpoint ${new URL(url).host}`,
    async publish({ note }, { signal }) {
      const { status } = await post({ url, contentType: 'text/plain; charset=utf-8', body: note, signal });
      if (status === CONFLICT) {
        throw new KeywardError('AUDIT_BROKEN', 'a checkpoint that was published before does not fit the trail');
      }
      if (status < 200 || status > 299)
        throw new KeywardError('OUTBOUND_UNREACHABLE', 'the endpoint did not take the checkpoint');
    },
  };
}
