// @ts-check
// The table of rooms.cjs as dependency-cruiser rules. Paths are relative to the folder that holds src/.
const { ROOMS, PORTS, LOOSE_FILES, HAZMAT, PACKAGES, NODE_MODULES } = require('./rooms.cjs');

/** @typedef {import('dependency-cruiser').IRegularForbiddenRuleType} Rule */

const DOORS = '^src/[^/]+/index[.]ts$';

/** @returns {Rule[]} */
function roomRules() {
  return Object.entries(ROOMS).map(([room, allowed]) => ({
    name: `room-${room}`,
    comment: `${room} may import ${list([...allowed, ...portsOf(room)])}, and nothing else of ours`,
    from: { path: folder(room) },
    to: { path: '^src/', pathNot: [room, ...allowed, ...portsOf(room)].map(folder) },
  }));
}

/** @returns {Rule[]} */
function portRules() {
  return Object.entries(PORTS).map(([room, ports]) => ({
    name: `port-types-${room}`,
    comment: `${room} may import ${list(ports)} as types only`,
    from: { path: folder(room) },
    to: { path: ports.map(file), dependencyTypesNot: ['type-only'] },
  }));
}

/** @returns {Rule[]} */
function doorRules() {
  return [
    {
      name: 'through-the-door',
      comment: 'another room is imported through its index.ts only',
      from: { path: '^src/([^/]+)/', pathNot: Object.keys(PORTS).map(folder) },
      to: { path: '^src/[^/]+/', pathNot: ['^src/$1/', DOORS, file(HAZMAT.file)] },
    },
    ...Object.entries(PORTS).map(([room, ports]) => ({
      name: `through-the-door-${room}`,
      comment: 'another room is imported through its index.ts or its port only',
      from: { path: folder(room) },
      to: { path: '^src/[^/]+/', pathNot: [folder(room), DOORS, file(HAZMAT.file), ...ports.map(file)] },
    })),
    {
      name: 'through-the-door-loose',
      comment: 'a loose file imports a room through its index.ts only',
      from: { path: '^src/[^/]+$' },
      to: { path: '^src/[^/]+/', pathNot: [DOORS] },
    },
    {
      name: 'hazmat',
      comment: `${HAZMAT.file} turns a secret into text: only ${list(HAZMAT.rooms)} may import it`,
      from: { path: '^src/', pathNot: HAZMAT.rooms.map(folder) },
      to: { path: file(HAZMAT.file) },
    },
    {
      name: 'hazmat-passed-on',
      comment: `${HAZMAT.file} is imported where it is used, never exported again`,
      from: { path: '^src/' },
      to: { path: file(HAZMAT.file), dependencyTypes: ['export'] },
    },
  ];
}

/** @returns {Rule[]} */
function gateRules() {
  return [
    ...Object.entries(PACKAGES).flatMap(([name, where]) => gate(`package-${name}`, packageFolder(name), where)),
    ...Object.entries(NODE_MODULES).flatMap(([name, where]) => gate(`node-${name}`, `^(node:)?${name}(/|$)`, where)),
  ];
}

/** @param {string} name @param {string} target @param {readonly string[]} where @returns {Rule[]} */
function gate(name, target, where) {
  if (where.includes('*')) return [];
  const comment = `only ${list(where)} may import it`;
  return [{ name, comment, from: { path: '^src/', pathNot: where.map(folder) }, to: { path: target } }];
}

/**
 * What the table does not name at all.
 *
 * @returns {Rule[]}
 */
function denyTheRest() {
  const rooms = Object.keys(ROOMS).map(folder);
  const loose = LOOSE_FILES.map(file);
  const known = Object.keys(PACKAGES).map(packageFolder);
  return [
    {
      name: 'unknown-room',
      comment: 'rooms.cjs has no row for it',
      from: { path: '^src/', pathNot: [...rooms, ...loose] },
      to: {},
    },
    {
      name: 'unknown-package',
      comment: 'rooms.cjs has no row for it',
      from: { path: '^src/' },
      to: { path: '(^|/)node_modules/', pathNot: known },
    },
    {
      name: 'outside',
      comment: 'src/ imports only itself and packages',
      from: { path: '^src/' },
      to: { pathNot: ['^src/', '(^|/)node_modules/'], couldNotResolve: false, dependencyTypesNot: ['core'] },
    },
    {
      name: 'unresolvable',
      comment: 'it leads nowhere',
      from: { path: '^src/' },
      to: { couldNotResolve: true },
    },
    {
      name: 'cycle',
      comment: 'it imports itself in the end',
      from: { path: '^src/' },
      to: { circular: true },
    },
  ];
}

/** @param {string} room @returns {string[]} */
function portsOf(room) {
  return Object.entries(PORTS).flatMap(([name, ports]) => (name === room ? ports : []));
}

/** @param {string} name a room, a folder in a room, a file, or `*` for every room */
function folder(name) {
  if (name === '*') return '^src/[^/]+/';
  return name.endsWith('.ts') ? file(name) : `^src/${escape(name)}/`;
}

/** @param {string} name */
function file(name) {
  return `^src/${escape(name)}$`;
}

/** @param {string} name */
function packageFolder(name) {
  return `(^|/)node_modules/${escape(name)}/`;
}

/** @param {string} text */
function escape(text) {
  return text.replaceAll('.', '[.]');
}

/** @param {readonly string[]} names */
function list(names) {
  return names.length === 0 ? 'nothing' : names.join(', ');
}

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [...roomRules(), ...portRules(), ...doorRules(), ...gateRules(), ...denyTheRest()].map((rule) => ({
    ...rule,
    severity: 'error',
  })),
  options: {
    // `import type` counts: a room that knows another's types depends on it.
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    // Node 20 does not know it yet.
    builtInModules: { add: ['node:sqlite'] },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
