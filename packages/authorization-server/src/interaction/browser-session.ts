/** The pages outside an authorization request: home, and signing this browser out (which disconnects no app). */
import type { Context, Middleware } from 'koa';
import { homePage } from '../pages/home.ts';
import { signedOutPage } from '../pages/messages.ts';
import { signOutPage } from '../pages/sign-out.ts';
import { readForm } from './form.ts';
import { respondPage, seeOther } from './respond-page.ts';
import { type InteractionRoom, sessionOf } from './room.ts';

const signOutPath = '/sign-out';
const signedOutPath = '/signed-out';

export const browserPaths = ['/', signOutPath, signedOutPath] as const;

export function browserSession(room: InteractionRoom): Middleware {
  const services = room.resources.all.map(({ name, resource }) => ({ name, address: resource }));
  return async (ctx, next) => {
    // RFC 9110 §9.3.2: HEAD is what GET is, and the body stays here.
    const asked = `${ctx.method === 'HEAD' ? 'GET' : ctx.method} ${ctx.path}`;
    if (asked === 'GET /') {
      const account = await signedIn(room, ctx);
      return respondPage(
        ctx,
        homePage(room.page, {
          issuer: room.options.issuer,
          signOutPath: room.at(signOutPath),
          services,
          ...(account ? { account } : {}),
        }),
      );
    }
    if (asked === `GET ${signOutPath}`) return showSignOut(room, ctx);
    if (asked === `POST ${signOutPath}`) return signOut(room, ctx);
    if (asked === `GET ${signedOutPath}`) return respondPage(ctx, signedOutPage(room.page));
    await next();
  };
}

async function showSignOut(room: InteractionRoom, ctx: Context): Promise<void> {
  const account = await signedIn(room, ctx);
  if (account === undefined) return respondPage(ctx, signedOutPage(room.page));
  const csrfToken = room.guard.token(ctx, signOutPath);
  respondPage(ctx, signOutPage(room.page, { action: room.at(signOutPath), csrfToken, account }));
}

async function signOut(room: InteractionRoom, ctx: Context): Promise<void> {
  room.guard.verify(ctx, signOutPath, await readForm(ctx));
  const session = await sessionOf(room, ctx);
  await session?.destroy();
  const { engine, path, secure } = room.cookies;
  ctx.cookies.set(engine.session, null, { path, httpOnly: true, sameSite: 'lax', secure });
  seeOther(ctx, room.at(signedOutPath));
}

async function signedIn(room: InteractionRoom, ctx: Context): Promise<string | undefined> {
  const session = await sessionOf(room, ctx);
  const account = session?.accountId && (await room.accounts.find(session.accountId));
  return account ? account.login : undefined;
}
