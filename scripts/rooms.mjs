// @ts-check
// `npm run rooms`: no room imports what .config/rooms.cjs does not allow it.
import { cruiseRooms } from './cruise-rooms.mjs';
import { projectFolder } from './project.mjs';

const { modules, violations } = await cruiseRooms(projectFolder);
for (const { rule, from, to, comment } of violations) console.error(`${rule}: ${from} -> ${to}\n    ${comment}`);
console.log(`${modules} files under src/, ${violations.length} forbidden imports`);
process.exitCode = violations.length > 0 ? 1 : 0;
