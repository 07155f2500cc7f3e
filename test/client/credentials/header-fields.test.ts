/** What a key or headers may be, and what is never sent whatever a person types (RFC 9110 §5.5, §7.6.1). */
import { describe, expect, it } from '@jest/globals';
import { apiKey, headerNameProblem, ownHeaders } from '@granthouse/client';

const refused = { code: 'not_allowed' };
const caught = (work: () => unknown) => {
  try {
    return work();
  } catch (error) {
    return error;
  }
};

describe('a header', () => {
  it.each([
    'Host',
    'host',
    'Connection',
    'Keep-Alive',
    'TE',
    'Trailer',
    'Transfer-Encoding',
    'Upgrade',
    'Proxy-Authorization',
    'Proxy-Connection',
    'Content-Length',
    'Content-Type',
    'content-encoding',
    'Mcp-Session-Id',
    'MCP-Protocol-Version',
    'Mcp-Param-Tenant',
    'Cookie',
    'Set-Cookie',
    'X-Forwarded-For',
    'X-Forwarded-Host',
    'Forwarded',
    'X-Real-IP',
    'Accept',
    'Origin',
    'Last-Event-ID',
    'X-HTTP-Method-Override',
    'Sec-Fetch-Site',
  ])('that says how a request is read or where it came from is refused: %s', (name) => {
    expect(caught(() => ownHeaders({ [name]: 'x' }))).toMatchObject(refused);
    expect(headerNameProblem(name)).toContain(name);
  });

  it.each(['', ' ', 'X Key', 'X-Key:', 'X-Key\r\nHost', 'X-Kéy', 'X(Key)', '__proto__\0', 'x'.repeat(101)])(
    'whose name is none is refused: %j',
    (name) => {
      expect(caught(() => ownHeaders({ [name]: 'x' }))).toMatchObject(refused);
    },
  );

  it.each([
    'a\r\nHost: evil',
    'a\nb',
    'a\rb',
    'a\0b',
    'a\tb',
    'a\u007Fb',
    'schlüssel',
    'a\u200Bb',
    '',
    '  ',
    'x'.repeat(8193),
  ])('whose value carries another, or none, is refused without repeating it: %j', (value) => {
    const error = caught(() => ownHeaders({ 'X-Key': value }));
    expect(error).toMatchObject(refused);
    expect(String(error)).not.toMatch(/Host: evil|schlüssel|xxx/);
  });

  it('is there once, in whatever case', () => {
    expect(caught(() => ownHeaders({ 'X-Key': 'a', 'x-key': 'b' }))).toMatchObject(refused);
  });

  it.each(['X-Api-Key', 'Authorization', 'Api_Key', 'X-Mcp-Key', 'Ocp-Apim-Subscription-Key', 'Host-Key', '__proto__'])(
    'of the server’s own making is sent: %s',
    async (name) => {
      const fields = await ownHeaders(Object.fromEntries([[name, ' a, b; c="d" \n']])).fields();
      expect(Object.entries(fields)).toEqual([[name, 'a, b; c="d"']]);
    },
  );
});

describe('a key', () => {
  it.each([
    ['k-1', undefined, { Authorization: 'Bearer k-1' }],
    [' k-1\n', undefined, { Authorization: 'Bearer k-1' }],
    ['Bearer k-1', undefined, { Authorization: 'Bearer k-1' }],
    ['Basic YTpi', 'authorization', { authorization: 'Basic YTpi' }],
    ['k-1', 'X-Api-Key', { 'X-Api-Key': 'k-1' }],
  ])('%j for the header %s is sent as %j', async (key, header, sent) => {
    expect(await apiKey(key, header).fields()).toEqual(sent);
  });

  it.each([
    ['', undefined],
    [' ', 'X-Api-Key'],
    ['a\r\nb', undefined],
    ['k', 'Cookie'],
  ])('%j for the header %s is refused', (key, header) => {
    expect(caught(() => apiKey(key, header))).toMatchObject(refused);
  });
});
