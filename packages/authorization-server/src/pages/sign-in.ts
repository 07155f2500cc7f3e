/** The page where a person types a password: the service, why they are here, the form, the way out. */
import { attributes, form, html, type HtmlValue, layout, type PageContext, type SafeHtml } from '@granthouse/pages';
import { appName, claim, warning, type Asker } from './claim.ts';

export type SignInProblem = { kind: 'wrong' } | { kind: 'wait'; seconds: number } | { kind: 'busy' };

export interface SignInProps {
  readonly action: string;
  readonly csrfToken: string;
  /** The app that sent the person here, with the name that it gave itself: hostile. */
  readonly app?: { readonly name: string; readonly asker: Asker };
  readonly serviceName?: string;
  /** What was typed, kept. */
  readonly login?: string;
  readonly problem?: SignInProblem;
  readonly cancelAction?: string;
  /** Comes filled in, and the page says that it is a demo. */
  readonly demo?: { readonly login: string; readonly password: string };
}

export function signInPage(context: PageContext, props: SignInProps): string {
  const { action, csrfToken, cancelAction, app, demo, problem } = props;
  const warned = app && warning(app.asker, app.name, 'Cancel');
  return layout(context, {
    title: titleOf(props),
    main: html`${warned}
      <h1>Sign in</h1>
      ${reason(context, props)} ${demo && demoNote(demo)}
      ${form({ action, csrfToken, label: 'Sign in', look: 'primary' }, [problem && problemNote(problem), fields(props)])}
      ${cancelAction !== undefined && form({ action: cancelAction, csrfToken, label: 'Cancel', look: 'secondary' })}`,
  });
}

function titleOf({ app, problem }: SignInProps): string {
  if (problem) return 'Problem: sign in';
  return app?.asker.kind === 'imitates' ? 'Warning: sign in' : 'Sign in';
}

function reason({ brand }: PageContext, { app, serviceName }: SignInProps): HtmlValue {
  const service = serviceName !== undefined && html`<bdi class="name">${serviceName}</bdi>`;
  if (app === undefined) return service && html`<p class="lead">to use ${service}</p>`;
  const { name, asker } = app;
  return html`<p class="lead">
      to connect ${asker.kind === 'imitates' ? 'an app' : appName(name)}${service && html` to ${service}`}
    </p>
    <p class="small">An app sent you here. ${claim(asker, name, brand.name)}</p>`;
}

function fields({ login, problem, demo }: SignInProps): SafeHtml {
  // Someone else's typed name is never paired with the demo's password.
  const isDemo = demo !== undefined && (!problem || login === demo.login);
  const wrong = problem?.kind === 'wrong';
  const described = problem ? { 'aria-describedby': 'problem', 'aria-invalid': wrong && 'true' } : {};
  const typed = isDemo ? demo.login : login;
  return html`<label for="login">Username or email</label>
    <input
      id="login"
      name="login"
      type="text"
      autocomplete="username"
      autocapitalize="none"
      autocorrect="off"
      spellcheck="false"
      required${attributes({ ...described, value: typed })}
    />
    <label for="password">Password</label>
    <input
      id="password"
      name="password"
      type="password"
      autocomplete="current-password"
      required${attributes({
        ...described,
        value: isDemo ? demo.password : undefined,
        autofocus: wrong,
      })}
    />`;
}

function demoNote({ login }: { login: string }): SafeHtml {
  return html`<div class="note">
    <p>
      <strong>This is a demo.</strong> The form is filled in for a made-up person, <bdi>${login}</bdi>. Do not type a
      password of your own.
    </p>
  </div>`;
}

function problemNote(problem: SignInProblem): SafeHtml {
  return html`<div class="note problem" role="alert" id="problem"><p>${problemWords(problem)}</p></div>`;
}

function problemWords(problem: SignInProblem): string {
  switch (problem.kind) {
    case 'wrong':
      return 'This name and password do not match. Check both, and try again.';
    case 'wait':
      return `There were too many tries. Wait ${durationWords(problem.seconds)}, then try again.`;
    case 'busy':
      return 'Many people are signing in just now, and your password was not checked. Try again in a few seconds.';
  }
}

function durationWords(seconds: number): string {
  const [count, unit] =
    seconds <= 90 ? [Math.max(1, Math.ceil(seconds)), 'second'] : [Math.ceil(seconds / 60), 'minute'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
