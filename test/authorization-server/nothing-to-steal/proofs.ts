/** The ways in which the clients of the journeys prove themselves. */
import type { Registered } from '../../support/oauth-client.ts';

type Fields = Record<string, string>;
type Credentials = Pick<Registered, 'client_id' | 'client_secret'>;

/** How a client proves itself: in the form, or in the header. */
export interface Client {
  readonly id: string;
  prove(): Promise<{ readonly form: Fields; readonly header?: Fields }>;
}

export const byName = (id: string): Client => ({ id, prove: async () => ({ form: { client_id: id } }) });

export const inForm = ({ client_id: id, client_secret = '' }: Credentials): Client => ({
  id,
  prove: async () => ({ form: { client_id: id, client_secret } }),
});

export const inHeader = ({ client_id: id, client_secret = '' }: Credentials): Client => ({
  id,
  prove: async () => ({
    form: {},
    header: { authorization: `Basic ${Buffer.from(`${encodeURIComponent(id)}:${client_secret}`).toString('base64')}` },
  }),
});
