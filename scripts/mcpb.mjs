// @ts-check
// `npm run bundle`: dist-bundle/keyward-VERSION.mcpb, which Claude Desktop installs with a click.
import { relative } from 'node:path';
import { buildIfStale } from './build-if-stale.mjs';
import { makeDesktopBundle } from './desktop-bundle.mjs';
import { bundleFolder, projectFolder } from './project.mjs';

try {
  await buildIfStale();
  const { path, bytes, natives } = await makeDesktopBundle(bundleFolder);
  console.log(`made ${relative(projectFolder, path)}: ${Math.round(bytes / 1024)} KiB`);
  console.log(`native parts: ${natives.join(', ') || 'none'}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
