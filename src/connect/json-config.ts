import { createScanner, findNodeAtLocation, parse, parseTree, type Node, type ParseError } from 'jsonc-parser';
import type { JsonObject } from '../core/index.ts';
import { SERVER_NAME, type ConfigFormat, type Splice } from './config-format.ts';

/** JSON as editors read it, with comments and trailing commas. */
export const jsonConfig: ConfigFormat = {
  parse(text) {
    if (isBlank(text)) return {};
    const errors: ParseError[] = [];
    const value: unknown = parse(withoutMark(text), errors, { allowTrailingComma: true });
    if (errors.length > 0 || typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new SyntaxError('not one JSON object');
    }
    return { ...value };
  },
  insert(text, section, entry) {
    if (isBlank(text)) return { offset: text.length, content: `${this.render(section, entry)}\n` };
    const root = rootOf(text);
    const servers = findNodeAtLocation(root, [section]);
    if (servers === undefined) return insertFirst(text, root, { name: section, value: { [SERVER_NAME]: entry } });
    return insertFirst(text, servers, { name: SERVER_NAME, value: entry });
  },
  cut(text, section) {
    const value = findNodeAtLocation(rootOf(text), [section, SERVER_NAME]);
    if (value?.parent === undefined) throw new SyntaxError('no such entry');
    return cutProperty(text, value.parent);
  },
  render: (section, entry) => JSON.stringify({ [section]: { [SERVER_NAME]: entry } }, null, 2),
};

const BYTE_ORDER_MARK = '\uFEFF';

function isBlank(text: string): boolean {
  return withoutMark(text).trim() === '';
}

// Windows editors write one; a space in its place keeps every offset.
function withoutMark(text: string): string {
  return text.startsWith(BYTE_ORDER_MARK) ? ` ${text.slice(1)}` : text;
}

function rootOf(text: string): Node {
  const root = parseTree(withoutMark(text), [], { allowTrailingComma: true });
  if (root === undefined) throw new SyntaxError('not JSON');
  return root;
}

interface Property {
  readonly name: string;
  readonly value: JsonObject;
}

// As the first of its object: no line of the others changes, and comments stay beside what they are about.
function insertFirst(text: string, object: Node, property: Property): Splice {
  if (object.type !== 'object') throw new SyntaxError('not an object');
  const isEmpty = (object.children ?? []).length === 0;
  const opened = object.offset + 1;
  const lineBreak = firstLineBreak(text, opened);
  if (lineBreak === undefined && !isEmpty) {
    return { offset: opened, content: `${JSON.stringify(property.name)}:${JSON.stringify(property.value)},` };
  }
  const [unit, newline] = [indentUnit(text), text.includes('\r\n') ? '\r\n' : '\n'];
  const outer = unit.repeat(depthOf(object));
  const value = JSON.stringify(property.value, null, unit).replaceAll('\n', `${newline}${outer}${unit}`);
  const line = `${newline}${outer}${unit}${JSON.stringify(property.name)}: ${value}`;
  if (lineBreak !== undefined) return { offset: lineBreak, content: isEmpty ? line : `${line},` };
  return { offset: opened, content: `${line}${newline}${outer}` };
}

/** The end of the line on which the object opens, unless its first property is on that line too. */
function firstLineBreak(text: string, from: number): number | undefined {
  const scanner = createScanner(text);
  scanner.setPosition(from);
  for (;;) {
    scanner.scan();
    const start = text.charAt(scanner.getTokenOffset());
    if (start === '\r' || start === '\n') return scanner.getTokenOffset();
    const isSpaceOrComment = start === ' ' || start === '\t' || start === '/';
    if (!isSpaceOrComment) return undefined;
  }
}

function indentUnit(text: string): string {
  return /^([ \t]+)"/m.exec(text)?.[1] ?? '  ';
}

function depthOf(node: Node): number {
  // Between an object and the one around it is the node of the property.
  return node.parent?.parent === undefined ? 0 : 1 + depthOf(node.parent.parent);
}

// With the comma after it, or the one before it where it is the last; comments around it stay.
function cutProperty(text: string, property: Node): string {
  const end = property.offset + property.length;
  const [start, after] = [startOfLine(text, property.offset), commaAfter(text, end)];
  if (after !== undefined) return text.slice(0, start) + text.slice(after + 1);
  const siblings = property.parent?.children ?? [];
  const previous = siblings[siblings.indexOf(property) - 1];
  const comma = previous === undefined ? undefined : commaAfter(text, previous.offset + previous.length);
  if (comma === undefined) return text.slice(0, start) + text.slice(end);
  return text.slice(0, comma) + text.slice(comma + 1, start) + text.slice(end);
}

/** The line break before it where nothing else is on its line, else where it begins itself. */
function startOfLine(text: string, offset: number): number {
  const before = /\r?\n[ \t]*$/.exec(text.slice(0, offset));
  return before === null ? offset : before.index;
}

function commaAfter(text: string, from: number): number | undefined {
  const scanner = createScanner(text, true);
  scanner.setPosition(from);
  scanner.scan();
  const offset = scanner.getTokenOffset();
  return text.charAt(offset) === ',' ? offset : undefined;
}
