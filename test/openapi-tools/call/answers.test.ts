/** What the API answers, as it came: text, JSON, pictures, sound, files, and answers that aren't what they say. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openApiTools } from '@granthouse/openapi-tools';
import { documentOf, type RecordingApi, startRecordingApi } from './recording-api.ts';

const document = documentOf({
  '/file': {
    get: {
      operationId: 'getFile',
      responses: { 200: { description: '', content: { 'image/png': {}, 'application/problem+json': {} } } },
    },
    head: { operationId: 'headFile' },
    delete: { operationId: 'deleteFile' },
  },
});
const png = Buffer.from('89504e470d0a1a0a0000000d49484452ff', 'hex');
const gif = Buffer.from('GIF89a\u0001\u0000\u0001\u0000', 'latin1');
const webp = Buffer.concat([Buffer.from('RIFF'), Buffer.from([1, 0, 0, 0]), Buffer.from('WEBPVP8 ')]);
const zip = Buffer.from('504b03040a0000000000ff00fe', 'hex');

describe('an answer', () => {
  let api: RecordingApi;
  beforeAll(async () => {
    api = await startRecordingApi();
  });
  afterAll(async () => api.close());

  async function answered(
    headers: Record<string, string>,
    body: Buffer | string = '',
    { status = 200, name = 'getFile' } = {},
  ) {
    api.answer = (_request, response) => response.writeHead(status, headers).end(body);
    return openApiTools(document, { server: api.url }).call(name, {}, { principal: undefined });
  }
  const text = (value: string) => [{ type: 'text', text: value }];

  // https://github.com/doitintl/doit-mcp-server/pull/225
  it.each(['application/json', 'application/vnd.api+json; charset=utf-8', 'APPLICATION/PROBLEM+JSON'])(
    'that is an object of %s is structured too',
    async (type) => {
      const body = '{ "a": [1,  2] }';
      expect(await answered({ 'content-type': type }, body)).toEqual({
        content: text(body),
        structuredContent: { a: [1, 2] },
      });
    },
  );

  // https://github.com/PrefectHQ/fastmcp/issues/2472
  it.each(['[1,2]', '"a"', 'null', '17', 'true'])(
    'that is the JSON %s is text alone, since structured content is an object',
    async (body) => {
      expect(await answered({ 'content-type': 'application/json' }, body)).toEqual({ content: text(body) });
    },
  );

  it.each([
    ['text/plain', 'a\r\nb'],
    ['text/html; charset=utf-8', '<b>ü</b>'],
    ['application/xml', '<a/>'],
    ['image/svg+xml', '<svg/>'],
    ['application/x-ndjson', '{"a":1}\n{"a":2}\n'],
    ['application/yaml', 'a: 1'],
    ['text/csv', 'a;b'],
  ])('of %s is text', async (type, body) => {
    expect(await answered({ 'content-type': type }, body)).toEqual({ content: text(body) });
  });

  it.each([
    ['iso-8859-1', Buffer.from([0x67, 0xfc, 0x6e]), 'gün'],
    ['shift_jis', Buffer.from([0x82, 0xa0]), 'あ'],
    ['"UTF-8"', Buffer.from('gün'), 'gün'],
    ['nobody-knows', Buffer.from('gün'), 'gün'],
  ])('is read in its charset %s', async (charset, body, expected) => {
    expect(await answered({ 'content-type': `text/plain; charset=${charset}` }, body)).toEqual({
      content: text(expected),
    });
  });

  it('in an undeclared old charset is text all the same', async () => {
    expect(await answered({ 'content-type': 'text/plain' }, Buffer.from([0x67, 0xfc, 0x6e]))).toEqual({
      content: text('gün'),
    });
  });

  // https://github.com/dotCMS/core/issues/36241
  it.each([
    ['image/png', png, 'image/png'],
    ['image/gif', gif, 'image/gif'],
    ['image/webp', webp, 'image/webp'],
    ['image/jpeg', Buffer.from('ffd8ffe0', 'hex'), 'image/jpeg'],
    ['image/jpeg', png, 'image/png'],
    ['application/octet-stream', png, 'image/png'],
  ])('of %s is a picture of the type that its bytes have, whole', async (type, body, mimeType) => {
    expect(await answered({ 'content-type': type }, body)).toEqual({
      content: [{ type: 'image', data: body.toString('base64'), mimeType }],
    });
  });

  it('that is sound is sound', async () => {
    const body = Buffer.from('fffb9064', 'hex');
    expect(await answered({ 'content-type': 'audio/mpeg' }, body)).toEqual({
      content: [{ type: 'audio', data: body.toString('base64'), mimeType: 'audio/mpeg' }],
    });
  });

  it.each([
    ['application/zip', undefined, 'answer:///getFile/answer', 'application/zip'],
    ['application/pdf', 'attachment; filename="../a b.pdf"', 'answer:///getFile/a%20b.pdf', 'application/pdf'],
    [
      'video/mp4',
      "attachment; filename*=UTF-8''%C3%BC.mp4; filename=u.mp4",
      'answer:///getFile/%C3%BC.mp4',
      'video/mp4',
    ],
    ['image/avif', 'inline', 'answer:///getFile/answer', 'image/avif'],
    ['image/png', undefined, 'answer:///getFile/answer', 'image/png'],
    ['nonsense', undefined, 'answer:///getFile/answer', 'application/octet-stream'],
  ])('of other bytes, here %s with %s, is a resource of its type', async (type, disposition, uri, mimeType) => {
    const headers = { 'content-type': type, ...(disposition !== undefined && { 'content-disposition': disposition }) };
    const resource = { uri, mimeType, blob: zip.toString('base64') };
    expect(await answered(headers, zip)).toEqual({ content: [{ type: 'resource', resource }] });
  });

  it('that says JSON and is none is text', async () => {
    expect(await answered({ 'content-type': 'application/json' }, '<html>')).toEqual({ content: text('<html>') });
  });

  it('that says text and holds other bytes is a resource, not broken text', async () => {
    expect(await answered({ 'content-type': 'text/plain' }, zip)).toMatchObject({ content: [{ type: 'resource' }] });
  });

  it.each([{}, { 'content-type': '' }, { 'content-type': 'application/octet-stream' }])(
    'that says nothing, here %j, is what it looks like',
    async (headers) => {
      expect(await answered(headers, '{"a":1}')).toEqual({ content: text('{"a":1}'), structuredContent: { a: 1 } });
      expect(await answered(headers, '# Words')).toEqual({ content: text('# Words') });
      expect(await answered(headers, zip)).toMatchObject({ content: [{ type: 'resource' }] });
    },
  );

  it.each([
    ['deleteFile', 204, {}, 'The API answered 204 No Content: it took the call and has nothing more to say.'],
    [
      'getFile',
      200,
      { 'content-type': 'application/json' },
      'The API answered 200 OK: it took the call and has nothing more to say.',
    ],
    [
      'getFile',
      201,
      { location: '/files/5' },
      'The API answered 201 Created: it took the call and has nothing more to say. What it made or is about is at /files/5.',
    ],
  ])('to %s without a body, %s, says so', async (name, status, headers, expected) => {
    expect(await answered(headers as Record<string, string>, '', { status, name })).toEqual({
      content: text(expected),
    });
  });

  it('to HEAD tells the headers, and no cookie', async () => {
    const headers = { 'content-type': 'image/png', 'content-length': '17', 'set-cookie': 'a=secret' };
    const { content, structuredContent } = await answered(headers, '', { name: 'headFile' });
    expect(content).toEqual(text('The API answered 200 OK.\ncontent-length: 17\ncontent-type: image/png'));
    expect(structuredContent).toEqual({
      status: 200,
      headers: { 'content-length': '17', 'content-type': 'image/png' },
    });
  });

  it('to HEAD that is an error is one', async () => {
    const { isError, content } = await answered({}, '', { name: 'headFile', status: 404 });
    expect(isError).toBe(true);
    expect(content).toEqual(text('The API answered 404 Not Found.'));
  });

  // https://github.com/altendky/onshape-mcp/issues/123
  it('is asked for in the types that the document names', async () => {
    await answered({});
    expect(api.recorded.at(-1)?.headers.accept).toMatch(/image\/png/u);
    await answered({}, '', { name: 'deleteFile' });
    expect(api.recorded.at(-1)?.headers.accept).toBe('*/*');
  });
});
