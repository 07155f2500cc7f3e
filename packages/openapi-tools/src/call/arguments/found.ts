/** A value that a caller gave, in few words, and not at all where it may be a secret. */
import type { ErrorObject } from 'ajv/dist/2020.js';
import { isObject, member } from '../../json.ts';

/** Characters. */
const longest = 40;
const secretNames =
  /pass(?:word|phrase|code)?|secret|token|api_?key|private_?key|credential|authorization|\bpin\b|otp/iu;

export function isSecretPlace({ instancePath, parentSchema }: ErrorObject): boolean {
  const format = member(parentSchema, 'format');
  return secretNames.test(instancePath) || format === 'password' || member(parentSchema, 'writeOnly') === true;
}

export function describeValue(value: unknown, isSecret: boolean): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (isObject(value)) return 'an object';
  if (typeof value !== 'string') return isSecret ? `a ${typeof value}` : `the ${typeof value} ${JSON.stringify(value)}`;
  if (isSecret || value.length > longest) return `a text of ${value.length} characters`;
  return `the text ${JSON.stringify(value)}`;
}
