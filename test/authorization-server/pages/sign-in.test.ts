/** The page where a person types a password: what it says, in which order, and what it keeps. */
import { describe, expect, it } from '@jest/globals';
import { signInPage } from '../../../packages/authorization-server/src/pages/sign-in.ts';
import { expectInOrder } from './expect-in-order.ts';
import { elementsOf, visibleTextOf } from './parsed-html.ts';
import { context, imitation, signIn } from './states.ts';

const inputNamed = (html: string, name: string) => elementsOf(html, 'input').find((input) => input['name'] === name);
const lead = 'to connect Cursor to Order desk';

describe('signing in', () => {
  it('says where, why, and shows the way out, in this order', () => {
    const html = signInPage(context, signIn);
    expectInOrder(html, [
      'Northwind Tools',
      'Sign in',
      lead,
      'It says it is “Cursor”. We could not verify this.',
      'Username or email',
      'Password',
      'Cancel',
    ]);
  });

  it('says who registered an app that did not do so itself', () => {
    const html = signInPage(context, { ...signIn, app: { name: 'Cursor', asker: { kind: 'registered' } } });
    expect(visibleTextOf(html)).toContain('An app sent you here. This is “Cursor”, registered by Northwind Tools.');
  });

  it('warns of an app that imitates a known one before anything else, and repeats its name nowhere as its own', () => {
    const html = signInPage(context, { ...signIn, app: imitation });
    expectInOrder(html, [
      'This may not be the real Claude.',
      'An app calls itself “CIaude”. We know Claude at claude.ai or claude.com, and this app is at login.evil.example.',
      'Unless you know this app and expected it, choose Cancel.',
      'Sign in',
      'to connect an app to Order desk',
      'Username or email',
      'Cancel',
    ]);
    expect(html).toContain('<title>Warning: sign in');
  });

  it('names the fields for password managers', () => {
    const html = signInPage(context, signIn);
    expect(inputNamed(html, 'login')).toMatchObject({ id: 'login', autocomplete: 'username', required: '' });
    expect(inputNamed(html, 'password')).toMatchObject({
      id: 'password',
      type: 'password',
      autocomplete: 'current-password',
    });
    expect(elementsOf(html, 'label').map((label) => label['for'])).toEqual(['login', 'password']);
  });

  it('keeps the typed name, never the password, and says what is wrong where the fields are', () => {
    const html = signInPage(context, { ...signIn, login: '"><b>ada', problem: { kind: 'wrong' } });
    expect(inputNamed(html, 'login')).toMatchObject({
      value: '"><b>ada',
      'aria-describedby': 'problem',
      'aria-invalid': 'true',
    });
    expect(inputNamed(html, 'password')).toMatchObject({ 'aria-describedby': 'problem', autofocus: '' });
    expect(inputNamed(html, 'password')).not.toHaveProperty('value');
    expect(elementsOf(html, 'div')).toContainEqual(expect.objectContaining({ id: 'problem', role: 'alert' }));
    expectInOrder(html, [lead, 'do not match', 'Username or email']);
  });

  it.each([
    [1, 'Wait 1 second,'],
    [29.2, 'Wait 30 seconds,'],
    [90, 'Wait 90 seconds,'],
    [91, 'Wait 2 minutes,'],
    [0, 'Wait 1 second,'],
  ])('says how long to wait: %d', (seconds, words) => {
    expect(visibleTextOf(signInPage(context, { ...signIn, problem: { kind: 'wait', seconds } }))).toContain(words);
  });

  it('says plainly that it is a demo, and fills the form in', () => {
    const html = signInPage(context, { ...signIn, demo: { login: 'demo', password: 'secret' } });
    expect(visibleTextOf(html)).toContain('This is a demo.');
    expect(inputNamed(html, 'login')).toMatchObject({ value: 'demo' });
    expect(inputNamed(html, 'password')).toMatchObject({ value: 'secret' });
  });

  it('never pairs another person’s name with the demo’s password', () => {
    const props = {
      ...signIn,
      login: 'ada',
      problem: { kind: 'wrong' },
      demo: { login: 'demo', password: 'secret' },
    } as const;
    const html = signInPage(context, props);
    expect(inputNamed(html, 'login')).toMatchObject({ value: 'ada' });
    expect(html).not.toContain('secret');
  });
});
