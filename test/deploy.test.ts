import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { loadConfig } from '../src/config/index.ts';

const read = (path: string): string => readFileSync(join('deploy', path), 'utf8');

/** The settings of `env` as `keyward serve` reads them; throws what it throws. */
const serveOf = (env: Readonly<Record<string, string>>) =>
  loadConfig({ env, platform: 'linux', homedir: '/home/node' }).serve;

describe('deploy/', () => {
  it('builds an image whose settings the server reads, and which listens where its health check asks', () => {
    const [, env = ''] = /^ENV ((?:.*\\\n)*.*)$/m.exec(read('Dockerfile').replace(/^[\s\S]*\nFROM /, 'FROM ')) ?? [];
    const settings = Object.fromEntries(
      env.split(/\s*\\\n\s*/).map((line): [string, string] => {
        const [name = '', value = ''] = line.split('=');
        return [name, value];
      }),
    );
    expect(serveOf(settings)).toMatchObject({ host: '0.0.0.0', port: 7117, behind_proxy: true });
    expect(read('Dockerfile')).toContain(`http://127.0.0.1:${settings['KEYWARD_SERVE_PORT']}/readyz`);
    expect(read('Dockerfile')).toMatch(/^USER node$/m);
  });

  it('has a compose file without a published port of the server, on a read-only file system', () => {
    const { services } = parse(read('compose.yaml'));
    expect(services.keyward).toMatchObject({ read_only: true, cap_drop: ['ALL'] });
    expect(services.keyward.ports).toBeUndefined();
    expect(read('proxy/Caddyfile')).toContain('reverse_proxy keyward:7117');
  });

  it('has a chart whose templates name only values there are, and whose documents are YAML', () => {
    const values = parse(read('helm/keyward/values.yaml'));
    const templates = readdirSync('deploy/helm/keyward/templates').map((name) =>
      read(`helm/keyward/templates/${name}`),
    );
    const used = templates.flatMap((text) => [...text.matchAll(/\.Values\.([\w.]+)/g)].map(([, name = '']) => name));
    expect(used.length).toBeGreaterThan(5);
    for (const name of used) expect([name, valueAt(values, name)]).not.toEqual([name, undefined]);
    const plain = templates.map((text) =>
      text.replace(/^\s*\{\{-? (?:with|if|end).*\}\}$/gm, '').replace(/\{\{.*?\}\}/g, 'x'),
    );
    for (const document of plain.flatMap((text) => parseAllDocuments(text))) expect(document.errors).toEqual([]);
  });

  it('names every setting as the server reads it', () => {
    const texts = ['compose.yaml', 'helm/keyward/templates/statefulset.yaml', 'systemd/keyward.service'].map(read);
    const names = texts
      .flatMap((text) => text.match(/KEYWARD_[A-Z_]+/g) ?? [])
      .filter((name) => name !== 'KEYWARD_DOMAIN');
    const page = ['docs/CLI.md', 'docs/SERVE.md'].map((path) => readFileSync(path, 'utf8')).join('');
    for (const name of new Set(names)) expect(page).toContain(`\`${name}\``);
  });

  const analyze = spawnSync('systemd-analyze', ['--version']).status === 0;
  it.skipIf(!analyze)('has a unit that systemd takes (skipped without systemd-analyze)', () => {
    const { status, stderr } = spawnSync('systemd-analyze', ['verify', 'deploy/systemd/keyward.service'], {
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it('has a property list of well-formed pairs', () => {
    const [, dictionary = ''] = /<dict>([\s\S]*)<\/dict>/.exec(read('launchd/io.keyward.serve.plist')) ?? [];
    expect(dictionary.match(/<key>/g)?.length).toBe(dictionary.match(/<\/key>/g)?.length);
    expect(dictionary).toContain('<string>serve</string>');
  });
});

function valueAt(values: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((inner, name) => {
    return typeof inner === 'object' && inner !== null ? Reflect.get(inner, name) : undefined;
  }, values);
}
