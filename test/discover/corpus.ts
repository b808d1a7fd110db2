import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { pathSource, scan, type Finding } from '../../src/discover/index.ts';
import * as fake from './fakes.ts';

/** A file, and the lines of it where a credential stands. */
export interface CorpusFile {
  readonly path: string;
  readonly text: string;
  readonly secrets: readonly number[];
}

/** Lines that end in this mark hold a credential; the mark is taken off. */
const MARK = '@@';

export function corpusFile(path: string, lines: readonly string[]): CorpusFile {
  const secrets = lines.flatMap((line, index) => (line.endsWith(MARK) ? [index + 1] : []));
  return { path, text: `${lines.map((line) => line.replace(MARK, '')).join('\n')}\n`, secrets };
}

export async function folderWith(
  files: readonly { readonly path: string; readonly text: string | Buffer }[],
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'keyward-scan-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const { path, text } of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}

export interface Score {
  readonly recall: number;
  readonly precision: number;
  readonly missed: readonly string[];
  readonly surplus: readonly string[];
}

/** How many of the marked lines have an alert, and how many of the alerts are on a marked line. */
export async function scoreOf(files: readonly CorpusFile[]): Promise<Score> {
  const folder = await folderWith(files);
  const { items } = await scan({ source: pathSource(folder), key: new Uint8Array(32) });
  const alerts = items.filter((item): item is Finding => 'rule' in item && item.severity === 'alert');
  const found = new Set(alerts.map(({ file, line }) => `${file.slice(folder.length + 1)}:${line}`));
  const wanted = files.flatMap(({ path, secrets }) => secrets.map((line) => `${path}:${line}`));
  const surplus = [...found].filter((finding) => !wanted.includes(finding));
  const missed = wanted.filter((finding) => !found.has(finding));
  return {
    recall: (wanted.length - missed.length) / wanted.length,
    precision: (found.size - surplus.length) / Math.max(1, found.size),
    missed,
    surplus,
  };
}

const { hex, password, randomText } = fake;

export const mcpFiles = (): readonly CorpusFile[] => [
  corpusFile('.mcp.json', [
    '{ "mcpServers": {',
    `  "a": { "command": "npx", "args": ["-y", "@scope/server-github"], "env": { "GITHUB_PERSONAL_ACCESS_TOKEN": "${fake.githubToken()}" } },@@`,
    '  "b": { "command": "npx", "env": { "GITHUB_TOKEN": "${GITHUB_TOKEN}", "LOG_LEVEL": "debug" } },',
    `  "c": { "type": "http", "url": "https://mcp.corp.dev/mcp", "headers": { "Authorization": "Bearer ${randomText(40)}" } },@@`,
    '  "d": { "type": "http", "url": "https://mcp.corp.dev/mcp", "headers": { "Authorization": "Bearer ${TOKEN}" } },',
    `  "e": { "url": "https://mcp.corp.dev/sse?api_key=${randomText(32)}" },@@`,
    `  "f": { "command": "uvx", "args": ["server", "--api-key", "${hex(32)}"] },@@`,
    `  "g": { "command": "uvx", "args": ["server", "--token=${randomText(30)}"] },@@`,
    `  "h": { "command": "docker", "args": ["run", "-i", "--rm", "-e", "NOTION_TOKEN=ntn_${randomText(43)}", "mcp/notion"] },@@`,
    '  "i": { "command": "docker", "args": ["run", "-e", "NOTION_TOKEN", "mcp/notion:latest"] },',
    `  "j": { "command": "npx", "args": ["server-postgres", "postgresql://app:${password()}@db.corp.dev:5432/app"] },@@`,
    `  "k": { "url": "https://mcp.corp.dev", "headers": { "X-Api-Key": "${randomText(36)}" } },@@`,
    `  "l": { "url": "https://mcp.corp.dev", "headers": { "Authorization": "Token ${hex(40)}" } },@@`,
    '  "m": { "command": "node", "args": ["/home/me/server.js", "--config", "/home/me/config.json"], "env": { "API_KEY": "<your-api-key>" } }',
    '} }',
  ]),
  corpusFile('.vscode/mcp.json', [
    '{',
    '  // inputs are asked for',
    '  "inputs": [{ "id": "key", "type": "promptString", "password": true }],',
    '  "servers": {',
    '    "x": { "command": "npx", "env": { "OPENAI_API_KEY": "${input:key}" } },',
    `    "y": { "command": "npx", "env": { "ANTHROPIC_API_KEY": "${fake.anthropicKey()}" } },@@`,
    '  },',
    '}',
  ]),
  corpusFile('.codex/config.toml', [
    'model = "o5"',
    '[mcp_servers.search]',
    'command = "npx"',
    `args = ["-y", "search", "--api-key", "${randomText(31)}"]@@`,
    `env = { "BRAVE_API_KEY" = "BSA${randomText(28)}" }@@`,
    '[mcp_servers.docs]',
    'url = "https://docs.corp.dev/mcp"',
    'bearer_token_env_var = "DOCS_TOKEN"',
    '[mcp_servers.docs.env]',
    `DOCS_SECRET = "${randomText(24)}"@@`,
  ]),
  corpusFile('goose/config.yaml', [
    'extensions:',
    '  jira:',
    '    cmd: uvx',
    '    envs:',
    `      JIRA_API_TOKEN: ATATT3${randomText(60)}@@`,
    '      JIRA_URL: https://corp.atlassian.net',
    '    args:',
    '      - --token',
    `      - ${randomText(28)}@@`,
  ]),
  corpusFile('.claude/settings.json', [
    '{ "permissions": { "allow": [',
    `  "Bash(curl -H \\"Authorization: Bearer ${randomText(44)}\\" https://api.corp.dev/*)",@@`,
    '  "Bash(npm run test:*)", "Read(~/.zshrc)"',
    '] } }',
  ]),
  corpusFile('clean/mcp.json', [
    '{ "mcpServers": { "a": { "command": "keyward", "args": ["mcp", "--agent", "claude-desktop"] },',
    '  "b": { "command": "npx", "env": { "API_KEY": "op://ai/openai/credential", "REGION": "eu-central-1" } },',
    '  "c": { "command": "npx", "env": { "TOKEN": "YOUR_TOKEN_HERE", "MAX_TOKENS": "4096", "TENANT_ID": "6f1c2a52-3f0e-4b0b-9d39-6f2f7c8d1e55" } } } }',
  ]),
];

export const credentialFiles = (): readonly CorpusFile[] => [
  corpusFile('.env', [
    `DATABASE_URL=postgres://app:${password()}@db.corp.dev:5432/app@@`,
    `STRIPE_SECRET_KEY=${fake.stripeKey()}@@`,
    `DB_PASSWORD=${password()}@@`,
    `export SESSION_SECRET="${hex(64)}"@@`,
    `MAIL_PASS='${password()}' # mailer@@`,
    `SENDGRID_API_KEY=${fake.sendgridKey()}@@`,
    `AWS_SECRET_ACCESS_KEY=${randomText(40)}@@`,
    'NODE_ENV=production',
    'PORT=3000',
    'PASSWORD_MIN_LENGTH=12',
    'API_KEY=changeme',
    'TOKEN=${FROM_ELSEWHERE}',
    'PUBLIC_KEY_PATH=/etc/keys/public.pem',
    'OPENAI_API_KEY=op://ai/openai/credential',
    'SECRET_NAME=prod-database',
    'AUTH_URL=https://login.corp.dev/oauth/token',
    'GIT_SHA=3f786850e387550fdab836ed7e6dc881de23001b',
  ]),
  corpusFile('.env.example', ['API_KEY=your-api-key', 'DB_PASSWORD=secret', 'TOKEN=', 'JWT_SECRET=please-change-me']),
  corpusFile('.netrc', ['machine api.corp.dev', '  login me', `  password ${password()}@@`]),
  corpusFile('.pgpass', ['# host:port:db:user:password', `db.corp.dev:5432:app:me:${password()}@@`]),
  corpusFile('.git-credentials', [`https://me:${randomText(20)}@git.corp.dev@@`]),
  corpusFile('.npmrc', [
    'registry=https://registry.corp.dev/',
    `//registry.corp.dev/:_authToken=${fake.npmToken()}@@`,
    'always-auth=true',
  ]),
  corpusFile('.pypirc', ['[pypi]', 'username = __token__', `password = pypi-${randomText(80)}@@`]),
  corpusFile('.aws/credentials', [
    '[default]',
    `aws_access_key_id = AKIA${randomText(16, 'ABCDEFGHIJKL234567')}`,
    `aws_secret_access_key = ${randomText(40)}@@`,
    'region = eu-west-1',
  ]),
  corpusFile('.docker/config.json', [
    '{ "auths": { "registry.corp.dev": {',
    `  "auth": "${Buffer.from(`me:${password()}`).toString('base64')}"@@`,
    '} } }',
  ]),
  corpusFile('.kube/config', [
    'users:',
    '- name: admin',
    '  user:',
    `    client-key-data: ${Buffer.from(randomText(90)).toString('base64')}@@`,
    `    token: ${randomText(60)}@@`,
  ]),
  corpusFile('docker-compose.yml', [
    'services:',
    '  db:',
    '    environment:',
    `      POSTGRES_PASSWORD: ${password()}@@`,
    `      - MYSQL_ROOT_PASSWORD=${password()}@@`,
    '      POSTGRES_USER: app',
    '      REDIS_PASSWORD: ${REDIS_PASSWORD}',
  ]),
  corpusFile('gcloud/application_default_credentials.json', [
    '{ "client_id": "764086051850-abc.apps.googleusercontent.com",',
    `  "client_secret": "d-${randomText(22)}",@@`,
    `  "refresh_token": "1//0${randomText(60)}",@@`,
    '  "type": "authorized_user" }',
  ]),
  { path: '.ssh/id_ed25519', text: fake.privateKeyText(), secrets: [1] },
  corpusFile('.htpasswd', [`me:$apr1$${randomText(8)}$${randomText(22)}@@`]),
  corpusFile('web.config', [
    '<configuration><appSettings>',
    `  <add key="ApiSecret" value="${randomText(28)}" />@@`,
    '  <add key="Timeout" value="30" />',
    '</appSettings></configuration>',
  ]),
  corpusFile('filezilla.xml', [
    '<Server><Host>ftp.corp.dev</Host>',
    `<Pass encoding="base64">${Buffer.from(password()).toString('base64')}</Pass>@@`,
    '</Server>',
  ]),
  corpusFile('.bash_history', [
    'ls -la',
    `export GITHUB_TOKEN=${fake.githubToken()}@@`,
    `curl -u me:${password()} https://api.corp.dev@@`,
    `mysql -u root -p${password()} app@@`,
    'git commit -m "rotate token"',
    'ssh me@host',
  ]),
  corpusFile('application.properties', [
    'server.port=8080',
    `spring.datasource.password=${password()}@@`,
    'spring.datasource.username=app',
  ]),
  corpusFile('hosts.yml', ['github.com:', '  user: me', `  oauth_token: ${fake.githubToken()}@@`]),
  corpusFile('terraform.tfvars', [`db_password = "${password()}"@@`, 'region = "eu-west-1"']),
];

export const sourceFiles = (): readonly CorpusFile[] => [
  corpusFile('app/main.py', [
    `API_KEY = "${randomText(32)}"@@`,
    `db = connect(host="db", password="${password()}")@@`,
    'api_key = os.environ["API_KEY"]',
    'password = getpass("password: ")',
    'token = request.headers.get("X-Token")',
    `headers = {"Authorization": "Bearer ${randomText(40)}"}@@`,
    'TOKEN_URL = "https://login.corp.dev/token"',
    'secret_name = "prod/database"',
  ]),
  corpusFile('app/client.ts', [
    `const stripe = new Stripe('${fake.stripeKey()}');@@`,
    `const apiKey: string = '${hex(40)}';@@`,
    'const apiKey2 = process.env.API_KEY;',
    "const tokenType = 'access_token';",
    `const options = { clientSecret: '${randomText(32)}', timeout: 3000 };@@`,
    "const cacheKey = 'user:profile:v2';",
    "const integrity = 'sha512-9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';",
    "if (password === '') throw new Error('password is required');",
    "const passwordLabel = 'Enter your password';",
  ]),
  corpusFile('app/config.php', [
    '<?php',
    `define('DB_PASSWORD', '${password()}');@@`,
    `$config['secret_key'] = '${randomText(40)}';@@`,
    "define('DB_NAME', 'wordpress');",
    "$token = $_POST['token'];",
  ]),
  corpusFile('app/settings.rb', [
    `  config.secret_key_base = '${hex(64)}'@@`,
    `  password: "${password()}",@@`,
    "  config.token = ENV.fetch('TOKEN')",
  ]),
  corpusFile('app/Main.java', [
    `  private static final String SECRET = "${randomText(36)}";@@`,
    `  conn = DriverManager.getConnection("jdbc:mysql://root:${password()}@db.corp.dev/app");@@`,
    '  private static final String TOKEN_HEADER = "X-Auth-Token";',
  ]),
  corpusFile('app/main.go', [
    `	token := "${fake.githubToken()}"@@`,
    '	password := flag.String("password", "", "the password to use")',
    `	client.SetAuthToken("${randomText(32)}")@@`,
  ]),
  corpusFile('app/notebook.ipynb', [
    '{ "cells": [ { "cell_type": "code", "source": [',
    `  "openai_api_key = \\"${randomText(48)}\\"\\n",@@`,
    '  "model = load()\\n"',
    '] } ] }',
  ]),
  corpusFile('app/maps.js', [`loadMaps({ key: '${fake.googleKey()}' });@@`, "const primaryKey = 'id';"]),
  corpusFile('app/hashes.py', [
    'sha256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"',
    'uuid = "6f1c2a52-3f0e-4b0b-9d39-6f2f7c8d1e55"',
  ]),
  corpusFile('.github/workflows/ci.yml', [
    'env:',
    `  DEPLOY_TOKEN: ${randomText(40)}@@`,
    '  NPM_TOKEN: ${{ secrets.NPM_TOKEN }}',
  ]),
  corpusFile('deploy.sh', [
    `export SLACK_TOKEN=${fake.slackToken()}@@`,
    'TOKEN=$(get-token)',
    'curl -H "Authorization: Bearer $TOKEN" https://api.corp.dev',
  ]),
];
