import { domainToUnicode } from 'node:url';

import { authList, canonicalJson, formatAuth, sha256Hex, type Json } from '../core/index.ts';
import type { Binding } from './binding-schema.ts';
import { certificateFingerprint } from './certificate.ts';
import { formatRule } from './parse-rule.ts';
import type { Rule } from './rule-schema.ts';

/** A binding as lines for a person, one fact each. */
export function describeBinding(binding: Binding): readonly string[] {
  const { origins, rules, auth: _auth, approval: _approval, privateNetworks, tls, ...terms } = binding;
  return [
    ...origins.map((origin) => `origin: ${showOrigin(origin)}`),
    ...authList(binding.auth).map((each) => `auth: ${formatAuth(each)}`),
    ...rules.map((rule) => `rule: ${describeRule(rule)}`),
    `approval: ${binding.approval}`,
    ...privateNetworks.map((network) => `private network: ${network}`),
    ...Object.entries(terms).map(([name, value]) => `${name}: ${show(value)}`),
    ...(tls?.ca === undefined ? [] : [`tls authority: ${showAuthority(tls.ca)}`]),
    ...(tls?.pins ?? []).map((pin) => `tls pin: ${pin}`),
  ];
}

/** What changes from one binding to another, as lines that begin with `-` or `+`; empty when nothing does. */
export function diffBindings(before: Binding, after: Binding): readonly string[] {
  const [old, fresh] = [describeBinding(before), describeBinding(after)];
  const lines = [
    ...old.filter((line) => !fresh.includes(line)).map((line) => `- ${line}`),
    ...fresh.filter((line) => !old.includes(line)).map((line) => `+ ${line}`),
  ];
  if (lines.length > 0 || canonicalJson(before.rules) === canonicalJson(after.rules)) return lines;
  return ['  the rules are the same, in another order'];
}

/** How the secret is placed, in the words of `--auth`. */
export function describeAuth(auth: Binding['auth']): string {
  return authList(auth).map(formatAuth).join(', ');
}

function describeRule(rule: Rule): string {
  const { effect: _effect, methods: _methods, path: _path, ...terms } = rule;
  const extra = Object.entries(terms).map(([name, value]) => `, ${name} ${show(value)}`);
  return `${formatRule(rule)}${extra.join('')}`;
}

// Both forms, so that a name that only looks like another can be told apart.
function showOrigin(origin: string): string {
  const host = origin.replace(/^https?:\/\/(?:\*\.)?/, '').replace(/:[0-9]+$/, '');
  const unicode = domainToUnicode(host);
  return unicode === host || unicode === '' ? origin : `${origin} (reads ${unicode})`;
}

// The fingerprint is what other programs show; of several certificates it would name the first alone.
function showAuthority(pem: string): string {
  const isOne = pem.indexOf('-----BEGIN', 1) === -1;
  return isOne ? `fingerprint ${certificateFingerprint(pem) ?? ''}` : `several, of SHA-256 ${sha256Hex(pem)}`;
}

function show(value: Json): string {
  if (typeof value === 'string') return value;
  return isTexts(value) ? value.join(',') : canonicalJson(value);
}

function isTexts(value: Json): value is readonly string[] {
  return Array.isArray(value) && value.length > 0 && value.every((entry) => typeof entry === 'string');
}
