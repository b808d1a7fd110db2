import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { buildProgram } from '../../scripts/build-program.mjs';
import { buildTypes } from '../../scripts/build-types.mjs';
import { installedPackages } from '../../scripts/installed-packages.mjs';
import { projectFolder } from '../../scripts/project.mjs';

const run = promisify(execFile);

export interface PackageManifest {
  readonly files: readonly string[];
  readonly dependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
}

export async function readManifest(): Promise<PackageManifest> {
  return JSON.parse(await readFile(join(projectFolder, 'package.json'), 'utf8')) as PackageManifest;
}

/**
 * Build this source, pack it, and install the tarball in `folder/app` with what `dependencies` names and nothing more:
 * copied from our own node_modules, or by npm from the registry where `KEYWARD_PACKAGE_INSTALL=npm` asks for it.
 * Answers the folder of the app.
 */
export async function installPackage(folder: string): Promise<string> {
  const tarball = await pack(folder);
  const app = join(folder, 'app');
  const target = join(app, 'node_modules', 'keyward');
  await mkdir(target, { recursive: true });
  if (process.env['KEYWARD_PACKAGE_INSTALL'] === 'npm') {
    await npm(['install', tarball, '--no-save', '--no-audit', '--no-fund', '--prefix', app], app);
    return app;
  }
  await run('tar', ['-xzf', tarball, '-C', target, '--strip-components=1']);
  const { dependencies } = await readManifest();
  for (const name of installedPackages(Object.keys(dependencies))) {
    await cp(join(projectFolder, 'node_modules', name), join(app, 'node_modules', name), { recursive: true });
  }
  return app;
}

// In a folder of its own: other tests start the program in dist/ meanwhile.
async function pack(folder: string): Promise<string> {
  const staging = join(folder, 'staging');
  const dist = join(staging, 'dist');
  const { files } = await readManifest();
  await mkdir(dist, { recursive: true });
  for (const name of ['package.json', 'README.md', 'LICENSE', ...files.filter((file) => file !== 'dist')]) {
    await cp(join(projectFolder, name), join(staging, name), { recursive: true });
  }
  await Promise.all([buildProgram(dist), buildTypes(dist)]);
  const { stdout } = await npm(['pack', '--ignore-scripts', '--json', '--pack-destination', folder], staging);
  const [packed] = JSON.parse(stdout) as readonly { readonly filename: string }[];
  if (packed === undefined) throw new Error('npm packed nothing');
  return join(folder, packed.filename);
}

async function npm(args: readonly string[], cwd: string): Promise<{ readonly stdout: string }> {
  return run('npm', [...args], { cwd, shell: process.platform === 'win32' });
}

export async function filesBelow(
  folder: string,
): Promise<readonly { readonly path: string; readonly bytes: number }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(paths.map(async (path) => ({ path, bytes: (await stat(path)).size })));
}
