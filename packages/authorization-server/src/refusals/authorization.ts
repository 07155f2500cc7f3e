/** What is refused on the way of a person: at the authorization endpoint and on the pages (RFC 6749 §4.1.2.1). */
import { appIsWrong, connectAgain, startAgain, type OpenRefusal } from './entry.ts';

const formRefused = {
  title: 'This form could not be accepted',
  what: 'It was sent from another page or another browser than the one it was made for, so nothing was done.',
  steps: startAgain,
  error: 'invalid_request',
  section: 'RFC 6749 §10.12',
} as const;

export const authorizationRefusals = {
  'client.unknown': {
    error: 'invalid_client',
    section: 'RFC 6749 §4.1.2.1',
    title: 'This app needs to be connected again',
    what: 'The app you came from is not known here any more, or was never registered.',
    steps: connectAgain,
    connectAgain: true,
    cause: 'No client has this client_id: it registered elsewhere, or never.',
    remedy: 'Register at this server, and keep client ids apart by issuer.',
  },
  'client.forgotten': {
    error: 'invalid_client',
    section: 'RFC 6749 §4.1.2.1',
    title: 'This app needs to be connected again',
    what: 'The app you came from is not known here any more. Apps that nobody uses for a long time are removed, and this one still remembers its old entry.',
    steps: [...connectAgain, 'The app then makes a new entry by itself, and asks you for access once more.'],
    connectAgain: true,
    cause:
      'The client_id has the form of a client that registered itself, and its record is gone (options: registration.forget).',
    remedy: 'Register again: the same metadata gives the same client_id.',
  },
  'redirect_uri.not_registered': {
    error: 'invalid_redirect_uri',
    section: 'RFC 6749 §3.1.2.4',
    title: 'We stopped, to keep you safe',
    what: 'The app asked us to send you to an address that it has not registered.',
    steps: [...connectAgain, 'If you did not start this yourself, close this page.'],
    connectAgain: true,
    cause:
      'redirect_uri is none of those that the client registered, character by character; on a loopback address the port may differ.',
    remedy: 'Register the redirect URI that you use, and send it unchanged.',
  },
  'client.imitates': {
    error: 'unauthorized_client',
    section: 'RFC 6749 §4.1.2.1',
    title: 'We stopped, to keep you safe',
    what: 'The app you came from calls itself by the name of one that is known here, and it is at another address. Nothing was allowed.',
    steps: [
      'If you did not start this yourself, close this page.',
      'If you know the app, ask the people who run this server to register it.',
    ],
    cause:
      'client_name looks like that of a known host, the metadata document or the redirect URI is at an address where that host is not known, or it looks like the name of the server, and the operator has such apps refused (registration.imitations).',
    remedy: 'Use a name of your own; or the operator registers the client.',
  },
  'document.unlisted': {
    error: 'invalid_client',
    section: 'Client ID Metadata Document §4',
    title: 'This app cannot be connected here yet',
    what: 'The app identifies itself by the address of a document that this server does not know.',
    steps: [
      'If the app lets you choose how it registers, choose dynamic registration, and connect again.',
      'Otherwise ask the people who run this server to add the app: the details below name it.',
    ],
    cause: 'The server reads no metadata documents, or none from this address, and holds no copy of this one.',
    remedy:
      'Register at registration_endpoint; the operator can allow its address or pin the document (clientIdMetadataDocuments.allow, .pinned).',
  },
  'document.unread': {
    error: 'invalid_client',
    section: 'Client ID Metadata Document §4',
    title: 'We could not check who this app is',
    what: 'The app identifies itself by the address of a document, and that document could not be read just now.',
    steps: [
      'Wait a minute.',
      ...startAgain,
      'If it happens again, tell us the reference: our log says why it could not be read.',
    ],
    cause:
      'The metadata document was not answered with status 200, as JSON, small enough, in time and without a redirect.',
    remedy:
      'Serve the document to everyone, without blocking servers of clouds; the operator finds the cause in the log, and can pin the document (clientIdMetadataDocuments.pinned).',
  },
  'document.wrong': {
    error: 'invalid_client',
    section: 'Client ID Metadata Document §4',
    title: 'This app cannot be connected',
    what: 'The app identifies itself by the address of a document, and something in it must not be accepted.',
    steps: ['Tell the people who make the app: the details below are for them.'],
    cause: 'The client_id or the metadata document breaks a rule, which the description names.',
    remedy: 'Correct the document; it is read again within a minute.',
  },
  'interaction.expired': {
    error: 'invalid_request',
    section: 'RFC 6749 §4.1',
    title: 'This page has expired',
    what: 'It was open too long, was finished in another tab, or belongs to another browser. If you had not decided yet, nothing was allowed.',
    steps: startAgain,
    cause: 'The authorization request is over (lifetimes.interaction), or belongs to another browser.',
    remedy: 'Start a new authorization request.',
  },
  'interaction.done': {
    error: 'invalid_request',
    section: 'RFC 6749 §4.1',
    title: 'This step is done',
    what: 'What you did here counted once. Going back or loading the page again does not repeat it.',
    steps: [
      'If you had not decided yet, go forward again in your browser.',
      'If you had, go back to the app. Should it not be connected, start connecting again there.',
    ],
    cause: 'The step was taken before: its browser is still known, and its record is used up.',
    remedy: 'Follow the redirect that the step was answered with; each is answered once.',
  },
  'interaction.out_of_date': {
    error: 'invalid_request',
    section: 'RFC 6749 §4.1',
    title: 'This page is out of date',
    what: 'Since it was opened, you signed out in this browser, or somebody else signed in. Nothing was allowed here.',
    steps: startAgain,
    cause: 'The browser session that the authorization request was made in has ended.',
    remedy: 'Start a new authorization request.',
  },
  'resource.foreign': {
    error: 'invalid_target',
    section: 'RFC 8707 §2',
    ...appIsWrong,
    what: 'It asked for access to something that this server does not give access to.',
    cause: 'The resource is none that this server issues tokens for.',
    remedy: 'Send the `resource` of the protected resource metadata; the operator lists it under resources.',
  },
  'resource.unnamed': {
    error: 'invalid_target',
    section: 'RFC 8707 §2',
    ...appIsWrong,
    cause: 'The server has several resources, and the request names none.',
    remedy: 'Send `resource` in the authorization request.',
  },
  'form.foreign': {
    ...formRefused,
    cause: 'The Origin is another one, or the value that ties a form to its browser is missing or wrong.',
    remedy: 'Let the browser keep cookies, and do not repeat forms of another browser.',
  },
  'form.unreadable': {
    ...formRefused,
    what: 'It was not sent as a form, or it is too large, so nothing was done.',
    cause: 'The body is not application/x-www-form-urlencoded, or it is too large.',
    remedy: 'Send the forms of the pages as browsers do.',
  },
  'form.out_of_turn': {
    ...formRefused,
    what: 'The step that it belongs to is not the one you are at, so nothing was done.',
    cause: 'Sign-in and consent are decided in this order, each once.',
    remedy: 'Follow the pages.',
  },
} as const satisfies Readonly<Record<string, OpenRefusal>>;
