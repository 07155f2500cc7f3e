/** Bytes in bodies: files in base64 (OpenAPI 3.1 §4.8.14.1 to §4.8.14.4). */
import { describe, expect, it } from '@jest/globals';
import { toolOf } from '../../support/planned-tools.ts';

const binary = { type: 'string', format: 'binary' };
const text = { type: 'string' };
const bodyOf = (mediaType: string, schema: object | undefined, encoding: object = {}) => ({
  requestBody: { required: true, content: { [mediaType]: { ...(schema && { schema }), encoding } } },
});
const file = (mediaType: object = {}) => ({
  type: 'object',
  properties: {
    data: { type: 'string', contentEncoding: 'base64', description: 'The bytes, in base64.' },
    filename: { type: 'string' },
    media_type: { type: 'string', ...mediaType },
  },
  required: ['data'],
  additionalProperties: false,
});
const partOf = (schema: object, encoding: object = {}) => {
  const tool = toolOf(bodyOf('multipart/form-data', { type: 'object', properties: { part: schema } }, encoding));
  const part = tool.arguments.get('part');
  return part?.in === 'body' ? { schema: part.schema, holdsFiles: part.holdsFiles } : undefined;
};

describe('a part of a multipart body', () => {
  // samanhappy/mcphub#1078: such an operation became a tool without arguments.
  it.each([
    ['bytes', binary, file()],
    ['bytes of 3.1', { type: 'string', contentMediaType: 'image/png' }, file()],
    ['described bytes', { ...binary, description: 'A scan.' }, { ...file(), description: 'A scan.' }],
    ['a list of them', { type: 'array', items: binary, maxItems: 3 }, { type: 'array', items: file(), maxItems: 3 }],
    ['bytes or null', { anyOf: [binary, { type: 'null' }] }, { anyOf: [file(), { type: 'null' }] }],
    [
      'one or several',
      { oneOf: [binary, { type: 'array', items: binary }] },
      { anyOf: [file(), { type: 'array', items: file() }] },
    ],
    ['nothing known', {}, { anyOf: [text, file()] }],
  ])('of %s is a file', (_title, schema, shown) => {
    expect(partOf(schema)).toEqual({ schema: shown, holdsFiles: true });
  });

  it.each([
    ['text', text],
    ['base64 already', { type: 'string', format: 'byte' }],
    ['base64 already, in 3.1', { type: 'string', contentEncoding: 'base64', contentMediaType: 'image/png' }],
    ['text with a media type', { type: 'string', contentMediaType: 'text/csv' }],
    ['an object', { type: 'object', properties: { a: text } }],
    ['a choice', { enum: ['a', 'b'] }],
  ])('of %s stays as it is', (_title, schema) => {
    expect(partOf(schema)).toEqual({ schema, holdsFiles: false });
  });

  it('has the media types that its encoding allows', () => {
    const types = ['image/png', 'image/jpeg'];
    expect(partOf(binary, { part: { contentType: types.join(', ') } })?.schema).toEqual(
      file({ enum: types, default: 'image/png' }),
    );
    const open = file({ description: 'One of image/*.' });
    expect(partOf(binary, { part: { contentType: 'image/*' } })?.schema).toEqual({
      ...open,
      required: ['data', 'media_type'],
    });
  });

  it('of a reference that leads back to itself ends somewhere', () => {
    const components = { schemas: { Loop: { type: 'array', items: { $ref: '#/components/schemas/Loop' } } } };
    const schema = { type: 'object', properties: { part: { $ref: '#/components/schemas/Loop' } } };
    const { arguments: all } = toolOf(bodyOf('multipart/form-data', schema), { components });
    expect([...all.keys()]).toEqual(['part']);
  });
});

describe('a multipart body', () => {
  it('of unknown parts is an object of texts and files', () => {
    const { arguments: all } = toolOf(bodyOf('multipart/form-data', undefined));
    expect([...all]).toEqual([
      [
        'body',
        {
          in: 'body',
          wireName: undefined,
          required: true,
          requiredInBody: true,
          schema: { type: 'object', additionalProperties: { anyOf: [text, file()] } },
          holdsFiles: true,
        },
      ],
    ]);
  });

  it('of a union has files in each of its branches', () => {
    const branch = (name: string, part: object) => ({ type: 'object', properties: { [name]: part } });
    const schema = { oneOf: [branch('a', binary), branch('b', text)] };
    expect(toolOf(bodyOf('multipart/form-data', schema)).arguments.get('body')).toMatchObject({
      schema: { anyOf: [branch('a', file()), branch('b', text)] },
      holdsFiles: true,
    });
  });
});

describe('a body of bytes', () => {
  const whole = (mediaType: object) => {
    const { filename: _none, ...properties } = file(mediaType).properties;
    return { ...file(), properties };
  };

  it.each([
    [{ 'image/png': { schema: binary } }, whole({ enum: ['image/png'], default: 'image/png' }), 'image/png'],
    [
      { 'image/png': {}, 'image/jpeg': {} },
      whole({ enum: ['image/png', 'image/jpeg'], default: 'image/png' }),
      'image/png',
    ],
    [{ '*/*': { schema: binary } }, whole({}), 'application/octet-stream'],
    [
      { 'image/*': {} },
      { ...whole({ description: 'One of image/*.' }), required: ['data', 'media_type'] },
      'application/octet-stream',
    ],
  ])('of %j is one file', (content, schema, mediaType) => {
    const { arguments: all, body } = toolOf({ requestBody: { required: true, content } });
    expect([...all.keys()]).toEqual(['body']);
    expect(all.get('body')).toMatchObject({ wireName: undefined, holdsFiles: true });
    expect(all.get('body')?.schema).toEqual(schema);
    expect(body).toMatchObject({ mediaType, kind: 'binary' });
  });
});
