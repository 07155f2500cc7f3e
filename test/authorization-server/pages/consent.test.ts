/** The page where a person decides: what it says, in which order, and that it never says more than is known. */
import { describe, expect, it } from '@jest/globals';
import { consentPage } from '../../../packages/authorization-server/src/pages/consent.ts';
import { expectInOrder } from './expect-in-order.ts';
import { elementsOf, visibleTextOf } from './parsed-html.ts';
import { consent, context, imitation } from './states.ts';

describe('consent', () => {
  it('AS-16, RFC7591-9: says who, where to, as whom, what, how long, in this order', () => {
    expectInOrder(consentPage(context, consent), [
      'An app asks for access to Order desk',
      'It says it is “Cursor”. We could not verify this.',
      'Access will be sent to cursor.com.',
      'ada@northwind.example',
      'Not you?',
      'See orders and customers',
      'Add notes to orders',
      'Refund money to customers',
      'Until you disconnect it, for 400 days at most.',
      'help@northwind.example',
      'Allow Cursor',
      'Deny',
    ]);
  });

  it('shows reading first, then changing, then what can’t be undone, marked so, however they were asked for', () => {
    const html = consentPage(context, { ...consent, permissions: consent.permissions.toReversed() });
    expectInOrder(html, ['See orders', 'Reads', 'Add notes', 'Changes', 'Refund money', 'Can’t be undone']);
  });

  it.each([
    ['loopback', { kind: 'loopback' }, 'to an app on this computer. Continue only if you just started this yourself.'],
    [
      'a relay',
      { kind: 'relay', host: 'vscode.dev' },
      'through vscode.dev to an app on this device. Continue only if you just started this yourself.',
    ],
    ['app', { kind: 'app', scheme: 'cursor' }, 'opens cursor: links. Continue only if you just started this yourself.'],
  ] as const)('AS-17: warns where the answer goes to %s', (_kind, redirect, words) => {
    expect(visibleTextOf(consentPage(context, { ...consent, redirect }))).toContain(words);
  });

  it('shows the whole host, however long, since its end says whose it is', () => {
    const host = `claude.ai.${'a'.repeat(60)}.${'b'.repeat(60)}.evil.example`;
    expect(visibleTextOf(consentPage(context, { ...consent, redirect: { kind: 'https', host } }))).toContain(
      `to ${host}.`,
    );
  });

  it.each([
    [3600, '60 minutes'],
    [7199, '119 minutes'],
    [7200, '2 hours'],
    [86_400, '24 hours'],
    [172_799, '47 hours'],
    [30 * 86_400, '30 days'],
  ])('says for how long at most: %i seconds are %s', (longest, words) => {
    expect(visibleTextOf(consentPage(context, { ...consent, longest }))).toContain(`for ${words} at most.`);
  });

  it('offers refusing as it offers approving: one form and one button each, in one place', () => {
    const html = consentPage(context, consent);
    expect(elementsOf(html, 'form').map(({ action }) => action)).toEqual([
      '/interaction/abc/switch-account',
      '/interaction/abc/approve',
      '/interaction/abc/deny',
    ]);
    expect(elementsOf(html, 'button').map((button) => button['class'])).toEqual(['quiet', 'primary', 'secondary']);
    expect(html).toMatch(/<div class="actions">(?:(?!<\/div>).)*\/approve(?:(?!<\/div>).)*\/deny/s);
  });

  it('says so when there is no name, and still has a button to press', () => {
    const visible = visibleTextOf(consentPage(context, { ...consent, clientName: '\u200B \u3164' }));
    expect(visible).toContain('It gives no name.');
    expect(visible).toContain('Allow this app');
    expect(visible).not.toContain('says it is');
  });

  it('has the whole of a long name on the button, which two apps of one maker may differ in at its end', () => {
    const clientName = 'Team connections of Northwind Traders, Scandinavia';
    expect(visibleTextOf(consentPage(context, { ...consent, clientName }))).toContain(`Allow ${clientName}`);
  });

  it('AS-15: names the address that verifies an app', () => {
    const html = consentPage(context, { ...consent, asker: { kind: 'verified', host: 'claude.ai:8443' } });
    expect(visibleTextOf(html)).toContain(
      'It says it is “Cursor”. Verified by its address: claude.ai:8443. Where access goes',
    );
  });

  it.each([{ kind: 'loopback' }, { kind: 'app', scheme: 'cursor' }] as const)(
    'AS-15, AS-17: who published what is known of an app is no proof of who asks on this machine, by $kind',
    (redirect) => {
      const html = consentPage(context, { ...consent, asker: { kind: 'published', host: 'claude.ai' }, redirect });
      const visible = visibleTextOf(html);
      expect(visible).toContain(
        'It says it is “Cursor”. Published by claude.ai. We could not verify which app on this device is asking.',
      );
      expect(visible).not.toContain('Verified');
    },
  );

  it('warns of an app that imitates a known one before anything else', () => {
    const html = consentPage(context, { ...consent, clientName: imitation.name, asker: imitation.asker });
    expectInOrder(html, [
      'This may not be the real Claude.',
      'An app calls itself “CIaude”. We know Claude at claude.ai or claude.com, and this app is at login.evil.example.',
      'Unless you know this app and expected it, choose Deny.',
      'An app asks for access to Order desk',
      'It says it is “CIaude”. Its address speaks against that.',
      'Allow this app anyway',
      'Deny',
    ]);
    expect(html).toContain('<title>Warning: allow access?');
  });

  it('makes refusing an imitation the easy way, and puts its name on no button', () => {
    const html = consentPage(context, { ...consent, clientName: 'Claude', asker: imitation.asker });
    expect(elementsOf(html, 'button').map((button) => button['class'])).toEqual(['quiet', 'secondary', 'primary']);
    expect(visibleTextOf(html)).not.toContain('Allow Claude');
  });

  it.each([
    ['https', consent.redirect, ''],
    ['loopback', { kind: 'loopback' }, ' We could not verify which app on this device is asking.'],
  ] as const)('AS-16: says who registered an app that did not do so itself, to %s', (_kind, redirect, more) => {
    const html = consentPage(context, { ...consent, asker: { kind: 'registered' }, redirect });
    expect(visibleTextOf(html)).toContain(`This is “Cursor”, registered by Northwind Tools.${more} Where access goes`);
  });

  it('no name can pass for one that the operator gave', () => {
    const clientName = 'X”, registered by Northwind Tools. “';
    expect(visibleTextOf(consentPage(context, { ...consent, clientName }))).toContain(
      "It says it is “X', registered by Northwind Tools. '”. We could not verify this.",
    );
  });

  it('no name can pass for a verified host', () => {
    const visible = visibleTextOf(
      consentPage(context, { ...consent, clientName: 'X”. Verified by its address: a.example. “' }),
    );
    expect(visible).toContain("“X'. Verified by its address: a.example. '”. We could not verify this.");
  });

  it('RFC7591-12: keeps an app’s website out of what a person decides by', () => {
    const html = consentPage(context, { ...consent, clientUri: 'https://claude.ai' });
    expect(visibleTextOf(html)).not.toContain('claude.ai');
    expect(html).toContain('claude.ai');
  });

  it('without a contact, names who runs the server', () => {
    const html = consentPage({ ...context, brand: { name: 'Granthouse' } }, consent);
    expect(visibleTextOf(html)).toContain('ask the people who run Granthouse');
  });
});
