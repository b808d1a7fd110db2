import { describe, expect, it } from 'vitest';

import { revealText } from '../../src/core/hazmat.ts';
import { findCredentials } from '../../src/redaction/index.ts';
import { noise } from './known.ts';

const HEX = '0123456789abcdef';
const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const jwt = `eyJ${noise(30, 1)}.eyJ${noise(60, 2)}.${noise(43, 3)}`;

const EXAMPLES: readonly (readonly [string, string])[] = [
  ['keyward-agent-token', `kwa_${noise(26, 1, 'abcdefghijklmnopqrstuvwxyz234567')}_${noise(43, 2)}_${noise(6, 3)}`],
  ['github-token', `ghp_${noise(36, 4)}`],
  ['github-token', `ghs_${noise(36, 5)}`],
  ['github-installation-token', `ghs_1234567_${jwt}`],
  ['github-fine-grained-token', `github_pat_${noise(22, 6)}_${noise(59, 7)}`],
  ['gitlab-token', `glpat-${noise(20, 8)}`],
  ['anthropic-key', `sk-ant-api03-${noise(93, 9)}AA`],
  ['openai-key', `sk-proj-${noise(58, 10)}T3BlbkFJ${noise(58, 11)}`],
  ['openrouter-key', `sk-or-v1-${noise(64, 12, HEX)}`],
  ['slack-token', `xoxb-${noise(12, 13, '123456789')}-${noise(12, 14, '123456789')}-${noise(24, 15)}`],
  ['slack-app-token', `xapp-1-${noise(11, 16, UPPER)}-${noise(13, 17, '123456789')}-${noise(64, 18, HEX)}`],
  ['stripe-key', `sk_live_${noise(24, 19)}`],
  ['stripe-webhook-secret', `whsec_${noise(32, 20)}`],
  ['google-api-key', `AIza${noise(35, 22)}`],
  ['google-oauth-token', `ya29.${noise(100, 23)}`],
  ['google-client-secret', `GOCSPX-${noise(28, 24)}`],
  ['npm-token', `npm_${noise(36, 25)}`],
  ['pypi-token', `pypi-AgE${noise(150, 26)}`],
  ['huggingface-token', `hf_${noise(34, 27, 'abcdefghijklmnopqrstuvwxyzABCDEFGH')}`],
  ['sendgrid-key', `SG.${noise(22, 28)}.${noise(43, 29)}`],
  ['shopify-token', `shpat_${noise(32, 30, HEX)}`],
  ['digitalocean-token', `dop_v1_${noise(64, 31, HEX)}`],
  ['vault-token', `hvs.${noise(90, 32)}`],
  ['onepassword-service-account-token', `ops_eyJ${noise(600, 33)}`],
  ['terraform-cloud-token', `${noise(14, 36)}.atlasv1.${noise(67, 37)}`],
  ['telegram-bot-token', `${noise(9, 38, '123456789')}:AA${noise(33, 39)}`],
  ['jwt', jwt],
  ['private-key', `-----BEGIN EC PRIVATE KEY-----\n${noise(64, 34)}\n${noise(64, 35)}\n-----END EC PRIVATE KEY-----`],
];

describe('finding credentials by their shape', () => {
  it.each(EXAMPLES)('finds a %s', (shape, credential) => {
    const text = `{"access_token": "${credential}", "expires_in": 3600}`;
    const [found, ...others] = findCredentials(text);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ shape, from: 18, to: 18 + credential.length });
    expect(found === undefined ? '' : revealText(found.value)).toBe(credential);
  });

  it('finds several in order', () => {
    const text = EXAMPLES.map(([, credential]) => credential).join('\n');
    expect(findCredentials(text).map(({ shape }) => shape)).toEqual(EXAMPLES.map(([shape]) => shape));
  });

  it('hands values out concealed', () => {
    expect(JSON.stringify(findCredentials(jwt))).not.toContain(jwt.slice(0, 12));
  });

  it.each([
    'sk-learn and sk-image are packages',
    'ghp_short, npm_config_registry, xoxb-your-token-here, hf_hub_download',
    'AKIAthis, AIza, eyJ.eyJ.x, SG.a.b',
    `the key id AKIA${noise(16, 21, UPPER)}, which is public`,
    `${noise(20, 40)}.atlasv1.${noise(67, 41)}`,
    `a hash ${noise(40, 50, HEX)} and an id 3d9b7f2a-61c4-4e8d-9a05-b7e2c8f1d436`,
    `${noise(40, 51)}ghp_${noise(36, 52)}`,
    '-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE\n-----END PUBLIC KEY-----',
  ])('finds nothing in %s', (text) => {
    expect(findCredentials(text)).toEqual([]);
  });

  it('ends on text made to be slow', () => {
    const starts = [
      'eyJ',
      'eyJ-',
      'eyJaaaaaaaaaaaa.',
      'sk-',
      'xoxb-a-',
      'glpat-',
      '-----BEGIN PRIVATE KEY-----',
      'ops_eyJ',
      'AKIA',
      '.atlasv1.',
      ':AA',
      'https://hooks.slack.com/services/T',
      'https://prod-1.logic.azure.com',
      'AAAAAAAAAA.',
    ];
    for (const start of starts) expect(findCredentials(start.repeat(300_000 / start.length))).toEqual([]);
  });
});
