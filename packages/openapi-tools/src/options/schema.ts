/** Every option and what it may be. */
import { z } from 'zod';
import { isObject } from '../json.ts';
import { toolLimits } from './limits.ts';

const aFunction = z.custom((value) => typeof value === 'function', 'Give a function.');
const texts = z.array(z.string());
const address = z.union([z.string(), z.instanceof(URL)], 'Give an address, such as https://api.example.com/v1.');

// So much must stay for the name itself: a word, and a hash where it was cut.
const namePrefix = z
  .string()
  .regex(/^(?:[A-Za-z_][A-Za-z0-9_-]{0,31})?$/u, 'Begin with a letter, then at most 31 letters, digits, _ or -.');

const names = z.strictObject({
  style: z.enum(['as-is', 'snake_case']).optional(),
  prefix: namePrefix.optional(),
  maxLength: z.int().min(24).max(128).optional(),
});

const descriptions = z.strictObject({ maxLength: z.int().min(40).max(20_000).optional() });

const selection = z.strictObject({
  tags: texts.optional(),
  methods: texts.optional(),
  paths: texts.optional(),
  operationIds: texts.optional(),
  deprecated: z.boolean().optional(),
  scopes: texts.optional(),
});

const isOrigin = (key: string) => URL.canParse(key) && new URL(key).origin === key;

const credentials = z.custom(
  (value) =>
    typeof value === 'function' ||
    (isObject(value) && Object.entries(value).every(([key, each]) => isOrigin(key) && typeof each === 'function')),
  'Give a function, or one for each origin, such as { "https://api.example.com": … }.',
);

const idempotencyKey = z.strictObject({
  header: z
    .string()
    .regex(/^[\w!#$%&'*+.^`|~-]{1,80}$/u, 'Give the name of a header.')
    .optional(),
  methods: z.array(z.enum(['POST', 'PUT', 'PATCH', 'DELETE'])).optional(),
  argument: z.boolean().optional(),
});

export const schema = z.strictObject({
  server: address.optional(),
  serverVariables: z.record(z.string(), z.string()).optional(),
  references: z
    .record(
      z.string(),
      z.custom((value) => typeof value === 'object' && value !== null, 'Give a document.'),
    )
    .optional(),
  names: names
    .refine(
      ({ prefix = '', maxLength = 64 }) => prefix.length + 20 <= maxLength,
      'Leave at least 20 characters of maxLength beside the prefix.',
    )
    .optional(),
  descriptions: descriptions.optional(),
  select: z.union([aFunction, selection]).optional(),
  limits: z.union([toolLimits, z.array(toolLimits)]).optional(),
  scopes: aFunction.optional(),
  annotations: aFunction.optional(),
  authorize: aFunction.optional(),
  credentials: credentials.optional(),
  dangerouslyForwardInboundToken: z.boolean().optional(),
  timeout: z.int().min(1).max(3_600_000).optional(),
  maxAnswerBytes: z.int().min(1).optional(),
  idempotencyKey: idempotencyKey.optional(),
  onCall: aFunction.optional(),
  log: z
    .custom(
      (value) => typeof (value as { warn?: unknown } | null)?.warn === 'function',
      'Give an object with warn(details, message).',
    )
    .optional(),
  fetch: aFunction.optional(),
});

/** Of a function that takes options of its own. */
export type OptionsSchema = z.ZodObject;

export const registrationSchema = z.strictObject({
  principal: aFunction.optional(),
  onRefusal: aFunction.optional(),
  pageSize: z.int().min(1).optional(),
});

export const searchSchema = z.strictObject({ prefix: namePrefix.optional(), about: z.string().max(200).optional() });

/** The names of the options, and of those inside one. */
export function namesIn(known: OptionsSchema, option: string | undefined): string[] {
  if (option === undefined) return Object.keys(known.shape);
  const inner: Readonly<Record<string, { readonly shape: object }>> = {
    names,
    descriptions,
    select: selection,
    limits: toolLimits,
    idempotencyKey,
  };
  return Object.keys(inner[option]?.shape ?? {});
}
