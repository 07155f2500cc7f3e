/** The sign-in of a person, from the browser to the end of access; `signInChecks` come before the tools, `endingChecks` after. */
import type { Check } from '../../check.ts';
import { answersSignIn } from './answer.ts';
import { namesAudience, takesToken } from './audience.ts';
import { judgesAudience } from './audience-ignored.ts';
import { saysIssuer } from './iss.ts';
import { bearsRaces, offersRefresh } from './refresh.ts';
import { revokes } from './revocation.ts';
import { answersToken } from './token-answer.ts';
import { refusesInWords } from './token-errors.ts';

export const signInChecks: readonly Check[] = [
  answersSignIn,
  saysIssuer,
  answersToken,
  refusesInWords,
  namesAudience,
  takesToken,
  offersRefresh,
];

/** These may end the access that they look at. */
export const endingChecks: readonly Check[] = [judgesAudience, bearsRaces, revokes];
