/** What is refused at the door by its address alone, before anything is looked up (RFC 9110 §15.5.6 and §15.5.20). */
import { startAgain, tellMaker, type OpenRefusal } from './entry.ts';

const nothing = 'Nothing: such an answer has no reference.';

export const entranceRefusals = {
  'host.foreign': {
    error: 'invalid_request',
    section: 'RFC 9110 §15.5.20',
    title: 'This server has another address',
    what: 'It was called by a name that is not its own, so nothing was done.',
    steps: startAgain,
    cause: 'An issuer on this machine is served under its own name and port alone: the Host names others.',
    remedy: 'Call the server by its issuer, character by character, as in localhost in the place of 127.0.0.1.',
    inTheLog: nothing,
  },
  'method.foreign': {
    error: 'invalid_request',
    section: 'RFC 9110 §15.5.6',
    title: 'The app asked in a way that cannot be answered',
    what: 'It tried to send something to an address that is only read, so nothing was done.',
    steps: [...startAgain, tellMaker],
    cause: 'A metadata document was asked for with another method than GET, HEAD or OPTIONS.',
    remedy: 'Read it with GET.',
    inTheLog: nothing,
  },
} as const satisfies Readonly<Record<string, OpenRefusal>>;
