import { readFile } from 'node:fs/promises';
import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import { openApiDocument } from '../../src/api/index.ts';
import { VERSION } from '../../src/cli/version.ts';

describe('the OpenAPI document', () => {
  it('is valid OpenAPI 3.1', async () => {
    const validator = new Validator();
    const { valid, errors } = await validator.validate(structuredClone(openApiDocument(VERSION)));
    expect(errors).toBeUndefined();
    expect(valid).toBe(true);
    expect(validator.version).toBe('3.1');
  });

  it('is the one in docs/', async () => {
    const kept: unknown = JSON.parse(await readFile(new URL('../../docs/openapi.json', import.meta.url), 'utf8'));
    expect(kept).toEqual(JSON.parse(JSON.stringify(openApiDocument(VERSION))));
  });

  it('refers to nothing that is not in it', () => {
    const text = JSON.stringify(openApiDocument(VERSION));
    const { schemas } = JSON.parse(text).components;
    for (const [, name = ''] of text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g))
      expect(schemas).toHaveProperty(name);
    expect(text.replaceAll(/"\$ref":"#\/components\/schemas\/\w+"/g, '')).not.toContain('$ref');
    expect(text).not.toContain('$schema');
  });
});
