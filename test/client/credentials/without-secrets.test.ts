/** What is taken out of a long answer: however a key and the answer repeat themselves, nobody waits for it. */
import { expect, it } from '@jest/globals';
import { secretForms } from '../../../packages/client/src/credentials/secret-forms.ts';
import { withoutSecrets } from '../../../packages/client/src/credentials/without-secrets.ts';
import { processorTime } from '../../support/processor-time.ts';

const long = 4_000;

it('CL-15: holds up nobody where a key and 4 MB repeat themselves', () => {
  const values = Array.from({ length: 10 }, (_, index) => 'a'.repeat(long) + String(index) + 'a'.repeat(long));
  const forms = secretForms(Object.fromEntries(values.map((value, index) => [`x-${index}`, value])));
  const said = { text: 'a'.repeat(4_000_000) };
  // Compared here: a difference of 4 MB would be shown.
  expect(withoutSecrets(said, forms).text === said.text).toBe(true);
});

it('takes a long token out whole, and leaves another that begins alike', () => {
  const [token, other] = ['x', 'y'].map((each) => `eyJhbGciOiJFUzI1NiJ9.${'payload'.repeat(50)}.${each.repeat(80)}`);
  const forms = secretForms({ authorization: `Bearer ${token ?? ''}` });
  const said = { text: `Bearer ${token ?? ''}, and ${other ?? ''}, and ${token ?? ''}${token ?? ''}` };
  expect(withoutSecrets(said, forms)).toEqual({ text: `Bearer [secret], and ${other ?? ''}, and [secret][secret]` });
});

it('CL-15: holds up nobody where all forms of ten values stand in a million short texts', () => {
  const values = Array.from({ length: 10 }, (_, index): [string, string] => [
    `x-key-${index}`,
    `sk"/+${index}=<&>'live`,
  ]);
  const forms = secretForms(Object.fromEntries(values));
  const rows = Array.from({ length: 1_000_000 }, () => '');
  const passed = processorTime();
  const told = withoutSecrets({ forms, rows }, forms);
  expect(passed()).toBeLessThan(1_500);
  expect(told.rows).toHaveLength(rows.length);
  expect(told.forms.filter((form) => !form.startsWith('[secret]'))).toEqual([]);
});
