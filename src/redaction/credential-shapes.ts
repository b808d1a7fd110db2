export interface CredentialShape {
  /** Stable name, such as `github-token`. */
  readonly name: string;
  /** Linear in the text: bounded repeats, or one start per run of characters. */
  readonly pattern: RegExp;
}

/** Not inside a longer word: a token begins where its alphabet begins. */
const START = '(?<![A-Za-z0-9_-])';
const END = '(?![A-Za-z0-9_-])';

const shape = (name: string, body: string): CredentialShape => ({
  name,
  pattern: new RegExp(`${START}${body}${END}`, 'g'),
});

/**
 * Credentials that can be told by their shape alone. Conservative: a shape is here when its issuer gives it a
 * fixed prefix and enough random characters that ordinary text does not have it.
 */
export const CREDENTIAL_SHAPES: readonly CredentialShape[] = [
  shape('keyward-agent-token', 'kw[ac]_[a-z2-7]{26}_[A-Za-z0-9]{43}_[A-Za-z0-9]{6}'),
  shape('github-token', 'gh[opsur]_[A-Za-z0-9]{36,251}'),
  shape('github-fine-grained-token', 'github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}'),
  shape('gitlab-token', 'gl(?:pat|dt|rt|ptt|cbt|soat|agent|imt|ft)-[A-Za-z0-9_.-]{20,300}'),
  shape('anthropic-key', 'sk-ant-[a-z]{3,6}\\d\\d-[A-Za-z0-9_-]{80,200}'),
  shape('openai-key', 'sk-(?:proj-|svcacct-|admin-)?[A-Za-z0-9_-]{20,180}T3BlbkFJ[A-Za-z0-9_-]{20,180}'),
  shape('openrouter-key', 'sk-or-v1-[0-9a-f]{64}'),
  shape('slack-token', 'xox[abeoprs]-(?:[A-Za-z0-9]{1,16}-){1,4}[A-Za-z0-9]{16,200}'),
  shape('slack-app-token', 'xapp-\\d-[A-Z0-9]{8,16}-\\d{8,16}-[0-9a-f]{64}'),
  shape('stripe-key', '[rs]k_(?:live|test)_[A-Za-z0-9]{16,247}'),
  shape('stripe-webhook-secret', 'whsec_[A-Za-z0-9+/=]{32,64}'),
  shape('aws-access-key-id', '(?:AKIA|ASIA)[A-Z2-7]{16}'),
  shape('google-api-key', 'AIza[A-Za-z0-9_-]{35}'),
  shape('google-oauth-token', 'ya29\\.[A-Za-z0-9_-]{30,2048}'),
  shape('google-client-secret', 'GOCSPX-[A-Za-z0-9_-]{28}'),
  shape('npm-token', 'npm_[A-Za-z0-9]{36}'),
  shape('pypi-token', 'pypi-AgE[A-Za-z0-9_-]{50,500}'),
  shape('huggingface-token', 'hf_[A-Za-z]{34}'),
  shape('sendgrid-key', 'SG\\.[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{43}'),
  shape('shopify-token', 'shp(?:at|ca|pa|ss)_[0-9a-f]{32}'),
  shape('digitalocean-token', 'do[opr]_v1_[0-9a-f]{64}'),
  shape('vault-token', 'hv[sbr]\\.[A-Za-z0-9_-]{24,300}'),
  shape('onepassword-service-account-token', 'ops_eyJ[A-Za-z0-9_-]{200,2000}={0,2}'),
  shape('jwt', 'eyJ[A-Za-z0-9_-]{10,4096}\\.eyJ[A-Za-z0-9_-]{10,8192}\\.[A-Za-z0-9_-]{20,2048}'),
  {
    name: 'private-key',
    pattern:
      /-----BEGIN (?:[A-Z]{2,9} ){0,2}PRIVATE KEY-----[^-]{64,16384}-----END (?:[A-Z]{2,9} ){0,2}PRIVATE KEY-----/g,
  },
];
