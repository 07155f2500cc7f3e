/** A document with an operation for each place, style, explode and kind of value, and for each kind of body. */
import type { Raw } from '../../support/raw-document.ts';

const text = { type: 'string' };
const kinds = {
  text,
  number: { type: 'number' },
  list: { type: 'array', items: text },
  object: { type: 'object', properties: { R: text, G: { type: 'integer' }, 'b+c': text } },
  map: { type: 'object', additionalProperties: text },
  union: { anyOf: [text, { type: 'array', items: text }, { type: 'null' }] },
  nested: {
    type: 'object',
    properties: { a: { type: 'array', items: text }, b: { type: 'object', properties: { c: text } } },
  },
};

const styles = {
  path: ['simple', 'label', 'matrix'],
  query: ['form', 'spaceDelimited', 'pipeDelimited', 'deepObject'],
  header: ['simple'],
  cookie: ['form', 'cookie'],
} as const;

const json = (schema: unknown) => ({ content: { 'application/json': { schema } } });
const parameter = (place: string, name: string, more: object): object => ({
  in: place,
  name,
  ...(place === 'path' && { required: true }),
  ...more,
});

type Operation = readonly [path: string, operation: object];

/** JSON, as which nested values are written, holds what divides or what some places don't take. */
const kindsOf = (style: string) =>
  Object.entries(kinds).filter(([kind]) => kind !== 'nested' || style === 'deepObject' || style === 'form');

function ofParameters(): Operation[] {
  return Object.entries(styles).flatMap(([place, all]) =>
    all.flatMap((style: string) =>
      [true, false].flatMap((explode) =>
        kindsOf(style).map(([kind, schema]): Operation => {
          const name = `${style}-${explode ? 'exploded' : 'whole'}-${kind}`;
          const own = parameter(place, 'value', { style, explode, schema });
          const beside = parameter(place, 'other', { schema: text, ...(style === 'cookie' && { style }) });
          const path = place === 'path' ? `/${name}/{value}/and/{other}` : `/${place}/${name}`;
          return [path, { parameters: [own, beside] }];
        }),
      ),
    ),
  );
}

function ofContent(): Operation[] {
  return ['path', 'query', 'header', 'cookie'].flatMap((place) =>
    Object.entries(kinds).map(([kind, schema]): Operation => {
      const path = place === 'path' ? `/content/${kind}/{value}` : `/content/${place}/${kind}`;
      return [path, { parameters: [parameter(place, 'value', json(schema))] }];
    }),
  );
}

const reserved: Operation[] = [
  ['/reserved', { parameters: [{ in: 'query', name: 'value', allowReserved: true, schema: text }] }],
  [
    '/reserved-list',
    { parameters: [{ in: 'query', name: 'value', allowReserved: true, explode: false, schema: kinds.list }] },
  ],
  ['/empty', { parameters: [{ in: 'query', name: 'value', allowEmptyValue: true, schema: { type: 'integer' } }] }],
  ['/files/{path*}', { parameters: [{ in: 'path', name: 'path', required: true, schema: text }] }],
  ['/two/{a}:{b}', {}],
  ['/two of them/{a}/{a}', {}],
];

const form = 'application/x-www-form-urlencoded';
const wholeQueries: Operation[] = [
  [
    '/whole-form',
    { parameters: [{ in: 'querystring', name: 'value', content: { [form]: { schema: kinds.object } } }] },
  ],
  ['/whole-json', { parameters: [{ in: 'querystring', name: 'value', ...json(kinds.nested) }] }],
];

const bytes = { type: 'string', format: 'binary' };
const members = {
  title: text,
  count: { type: 'integer' },
  tags: kinds.list,
  detail: kinds.object,
  many: { type: 'array', items: kinds.object },
};
const object = (properties: object) => ({ type: 'object', properties });
const files = { one: bytes, several: { type: 'array', items: bytes }, picture: bytes };

const bodies: Readonly<Record<string, object>> = {
  'application/json': { schema: object({ ...members, cleared: { type: ['string', 'null'] } }) },
  'application/merge-patch+json': { schema: { type: 'object', additionalProperties: { type: ['string', 'null'] } } },
  'application/vnd.list+json': { schema: { type: 'array', items: text } },
  [form]: {
    schema: object({ ...members, deep: kinds.nested, piped: kinds.list, plain: kinds.text }),
    encoding: {
      deep: { style: 'deepObject', explode: true },
      piped: { style: 'pipeDelimited', explode: false },
      plain: { contentType: 'application/json' },
    },
  },
  'multipart/form-data': {
    schema: object({ ...members, ...files }),
    encoding: { picture: { contentType: 'image/png, image/jpeg' }, title: { contentType: 'application/json' } },
  },
  'text/plain': { schema: text },
  'application/octet-stream': { schema: bytes },
};

/** Of OpenAPI 3.2, which alone has `querystring` and the style `cookie`. */
export const everyForm: Raw = {
  openapi: '3.2.0',
  info: { title: 'Every form', version: '1' },
  paths: Object.fromEntries([
    ...[...ofParameters(), ...ofContent(), ...reserved, ...wholeQueries].map(([path, get]) => [path, { get }]),
    ...Object.entries(bodies).flatMap(([type, media], index) =>
      [true, false].map((required) => [
        `/bodies/${index}/${required ? 'needed' : 'free'}`,
        { post: { requestBody: { required, content: { [type]: media } } } },
      ]),
    ),
  ]) as Raw,
};
