/** Tokens that came are never told. */
import type { Tokens } from '../../../authorization/authorization.ts';
import type { Probe } from '../../probe.ts';

export function hideTokens({ hide }: Pick<Probe, 'hide'>, { accessToken, refreshToken }: Tokens): void {
  hide(accessToken);
  if (refreshToken !== undefined) hide(refreshToken);
}
