/** The page where a person decides: who asks, where the answer goes, as whom, what it may do, for how long (OAuth 2.1 §7.3). */
import { contact, form, html, type HtmlValue, layout, type PageContext, type SafeHtml } from '@granthouse/pages';
import { allowLabel, claim, warning, type Asker } from './claim.ts';
import { permissionDetails, permissionList, type PermissionProps } from './consent-permissions.ts';

/** `relay`: a website that hands on what it gets to an app on the person's own device. */
export type RedirectProps =
  | { kind: 'https' | 'relay'; host: string }
  | { kind: 'loopback' }
  | { kind: 'app'; scheme: string };

export interface ConsentProps {
  readonly approveAction: string;
  readonly denyAction: string;
  readonly switchAccountAction: string;
  readonly csrfToken: string;
  /** As registered by the app itself: hostile, like its website. */
  readonly clientName: string;
  readonly clientUri?: string;
  readonly asker: Asker;
  readonly redirect: RedirectProps;
  readonly account: string;
  readonly serviceName: string;
  readonly serviceAddress: string;
  readonly permissions: readonly PermissionProps[];
  /** Seconds until the app has to ask again. */
  readonly longest: number;
}

export function consentPage(context: PageContext, props: ConsentProps): string {
  const { approveAction, denyAction, csrfToken, asker, clientName, serviceName, serviceAddress } = props;
  const isImitation = asker.kind === 'imitates';
  return layout(context, {
    title: isImitation ? 'Warning: allow access?' : 'Allow access?',
    main: html`${warning(asker, clientName, 'Deny')}
      <h1>An app asks for access to <bdi>${serviceName}</bdi></h1>
      <p class="small address"><bdi>${serviceAddress}</bdi></p>
      ${section('Who asks', asking(context, props))} ${section('Where access goes', destination(props.redirect))}
      ${section('Your account', account(props))} ${section('What it may do', permissionList(props.permissions))}
      ${section('For how long', duration(context, props))}
      <div class="actions">
        ${form({ action: approveAction, csrfToken, label: allowLabel(asker, clientName), look: isImitation ? 'secondary' : 'primary' })}
        ${form({ action: denyAction, csrfToken, label: 'Deny', look: isImitation ? 'primary' : 'secondary' })}
      </div>
      ${permissionDetails(props)}`,
  });
}

function section(heading: string, content: HtmlValue): SafeHtml {
  return html`<section>
    <h2>${heading}</h2>
    ${content}
  </section>`;
}

/** Whose document it is, or who registered it, says little where any app on the device can wait for the answer. */
function asking({ brand }: PageContext, { clientName, asker, redirect }: ConsentProps): SafeHtml {
  const isAnyones = redirect.kind !== 'https' && (asker.kind === 'registered' || asker.kind === 'published');
  return html`<p>${claim(asker, clientName, brand.name)}</p>
    ${isAnyones && html`<p>We could not verify which app on this device is asking.</p>`}`;
}

function destination(redirect: RedirectProps): SafeHtml {
  const started = html`<strong>Continue only if you just started this yourself.</strong>`;
  switch (redirect.kind) {
    case 'https':
      return html`<p>Access will be sent to <bdi class="name">${redirect.host}</bdi>.</p>`;
    case 'relay':
      return html`<p>
        Access will be sent through <bdi class="name">${redirect.host}</bdi> to an app on this device. ${started}
      </p>`;
    case 'loopback':
      return html`<p>Access will be sent to an app on this computer. ${started}</p>`;
    case 'app':
      return html`<p>
        Access will be sent to the app on this device that opens <bdi class="name">${redirect.scheme}:</bdi> links.
        ${started}
      </p>`;
  }
}

function account({ account: login, switchAccountAction, csrfToken }: ConsentProps): SafeHtml {
  return html`<div class="row">
    <p><bdi class="name">${login}</bdi></p>
    ${form({ action: switchAccountAction, csrfToken, label: 'Not you?', look: 'quiet' })}
  </div>`;
}

function duration({ brand }: PageContext, { longest }: ConsentProps): SafeHtml {
  const who = brand.contact === undefined ? html`the people who run <bdi>${brand.name}</bdi>` : contact(brand.contact);
  return html`<p>Until you disconnect it, for ${inWords(longest)} at most. To disconnect it, ask ${who}.</p>`;
}

/** In the largest unit of which there are two or more, and never more than it is. */
function inWords(seconds: number): string {
  const days = Math.floor(seconds / 86_400);
  const hours = Math.floor(seconds / 3600);
  if (days >= 2) return `${days} days`;
  return hours >= 2 ? `${hours} hours` : `${Math.floor(seconds / 60)} minutes`;
}
