/** What holds for every page: how it is built, that words can't rebuild it, and what it never says. */
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { consentPage } from '../../../packages/authorization-server/src/pages/consent.ts';
import { errorPage } from '../../../packages/authorization-server/src/pages/error.ts';
import { homePage } from '../../../packages/authorization-server/src/pages/home.ts';
import { messagePage, signedOutPage } from '../../../packages/authorization-server/src/pages/messages.ts';
import { signInPage } from '../../../packages/authorization-server/src/pages/sign-in.ts';
import { propertyRuns } from '../../support/property-runs.ts';
import { expectInOrder } from './expect-in-order.ts';
import { elementsOf, hostileText, skeletonOf, visibleTextOf } from './parsed-html.ts';
import { consent, context, imitation, signIn, states } from './states.ts';

const inputsOf = (html: string) => elementsOf(html, 'input');

describe.each(states)('$name', ({ html }) => {
  it('is a whole document with a language, a title, one heading and one stylesheet of our own', () => {
    expect(html).toMatch(/^<!doctype html>/);
    expect(elementsOf(html, 'html')).toEqual([{ lang: 'en' }]);
    for (const name of ['title', 'h1', 'main']) expect(elementsOf(html, name)).toHaveLength(1);
    expect(elementsOf(html, 'link')).toEqual([{ rel: 'stylesheet', href: context.stylesheetPath }]);
  });

  it('holds no script, no inline style, no handler, and nothing from elsewhere', () => {
    for (const name of ['script', 'style', 'img', 'iframe', 'object', 'base'])
      expect(elementsOf(html, name)).toEqual([]);
    const names = skeletonOf(html).flatMap((bone) => bone.replace(/^.*\(|\)$/g, '').split(' '));
    expect(names.filter((name) => name.startsWith('on') || name === 'style')).toEqual([]);
    for (const { href = '' } of elementsOf(html, 'a')) expect(href).toMatch(/^(?:\/(?!\/)|mailto:)/);
  });

  it('posts every form to our own server, with the value that ties it to the browser', () => {
    const forms = elementsOf(html, 'form');
    for (const { method, action } of forms)
      expect([method, action]).toEqual(['post', expect.stringMatching(/^\/(?!\/)/)]);
    expect(inputsOf(html).filter(({ name }) => name === 'csrf')).toEqual(
      forms.map(() => ({ type: 'hidden', name: 'csrf', value: 'token-of-this-browser' })),
    );
  });

  it('speaks to a person: no word of the protocol', () => {
    expect(visibleTextOf(html)).not.toMatch(
      /\b(?:oauth|openid|clients?|scopes?|grants?|redirects?|resources?|uris?|tokens?)\b/i,
    );
  });
});

describe('hostile words', () => {
  it('change no page’s structure, wherever they stand', () => {
    const bonesOf = (text: string) => [
      skeletonOf(signInPage(context, { ...signIn, app: { name: `x${text}`, asker: { kind: 'claims' } }, login: text })),
      skeletonOf(consentPage(context, { ...consent, clientName: `x${text}`, clientUri: text, account: text })),
      skeletonOf(consentPage(context, { ...consent, clientName: `x${text}`, asker: imitation.asker })),
      skeletonOf(signInPage(context, { ...signIn, app: { ...imitation, name: `x${text}` } })),
      skeletonOf(errorPage(context, { title: 'x', what: 'x', steps: [], details: { code: text, description: text } })),
    ];
    const expected = bonesOf('y');
    fc.assert(
      fc.property(hostileText, (text) => expect(bonesOf(text)).toEqual(expected)),
      { numRuns: propertyRuns(60) },
    );
  });

  it('never stand in the title of the tab', () => {
    const html =
      consentPage(context, { ...consent, clientName: 'Evil name' }) +
      signInPage(context, { ...signIn, app: { name: 'Evil name', asker: { kind: 'claims' } } });
    for (const [, title] of html.matchAll(/<title>(.*?)<\/title>/g)) expect(title).not.toContain('Evil');
  });
});

describe('an error', () => {
  const props = { title: 'We stopped', what: 'It was wrong.', steps: ['Go back.', 'Start again.'], reference: 'ab12' };
  const details = {
    code: 'invalid_request',
    section: 'RFC 6749 §4.1.2.1',
    description: 'redirect_uri\u202E is\nmissing',
  };

  it('says what happened, what to do, and the reference, in this order; details stay folded', () => {
    const html = errorPage(context, { ...props, details });
    expectInOrder(html, ['We stopped', 'It was wrong.', 'What you can do now', 'Go back.', 'Start again.', 'ab12']);
    expect(visibleTextOf(html)).not.toContain('invalid_request');
    expect(elementsOf(html, 'details')).toEqual([{}]);
    for (const text of ['invalid_request', 'RFC 6749 §4.1.2.1', 'redirect_uri is missing'])
      expect(html).toContain(text);
  });

  it('has no empty parts', () => {
    const html = errorPage(context, { title: 'We stopped', what: 'It was wrong.', steps: [] });
    for (const name of ['ol', 'details', 'section', 'code']) expect(elementsOf(html, name)).toEqual([]);
  });
});

describe('links', () => {
  it('of a message lead nowhere but to our own server', () => {
    const link = (href: string) => () =>
      messagePage(context, { title: 'x', what: 'x', nextStep: { label: 'x', href } });
    expect(elementsOf(link('/sign-out?a=b')(), 'a')).toContainEqual(expect.objectContaining({ href: '/sign-out?a=b' }));
    for (const href of [
      'https://evil.example',
      '//evil.example',
      '/\\evil.example',
      '/\t/evil.example',
      'javascript:alert(1)',
      '',
    ]) {
      expect(link(href)).toThrow(TypeError);
    }
  });

  it.each([
    ['mailto:help@example.com?subject=x', 'help@example.com', ['mailto:help@example.com']],
    ['https://help.example.com', 'help.example.com', []],
    ['the IT desk, room 4', 'the IT desk, room 4', []],
    ['javascript:alert(1)', 'javascript:alert(1)', []],
  ])('RFC9700-16: the contact %s is text, or a mail address that opens the mail program', (contact, words, links) => {
    const html = signedOutPage({ ...context, brand: { name: 'Granthouse', contact } });
    expect(visibleTextOf(html)).toContain(`Questions? ${words}`);
    expect(elementsOf(html, 'a').map(({ href }) => href)).toEqual(['/', ...links]);
  });
});

describe('home', () => {
  it('says what this is, who is signed in, and what an app can be connected to', () => {
    const services = [{ name: 'Order desk', address: 'https://orders.example/mcp' }];
    const html = homePage(context, {
      issuer: 'https://login.example',
      signOutPath: '/sign-out',
      account: 'ada',
      services,
    });
    expectInOrder(html, [
      'sign in when an app asks',
      'ada',
      'Sign out',
      'Order desk',
      'https://orders.example/mcp',
      'https://login.example',
    ]);
    expect(elementsOf(html, 'a').map(({ href }) => href)).toContain('/sign-out');
  });
});
